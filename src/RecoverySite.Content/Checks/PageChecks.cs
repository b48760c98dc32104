using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>One page as the checks see it: what can be said of it without looking at any other.</summary>
internal sealed class CheckedPage(ArticlePath? path, FrontMatter? front, RenderedBody body, SourceText source, Site site)
{
    public ArticlePath? Path => path;

    public FrontMatter? Front => front;

    public RenderedBody Body => body;

    public SourceText Source => source;

    public Site Site => site;

    /// <summary>Title, summary and body, in the order of the file.</summary>
    public IReadOnlyList<Passage> Passages { get; } = [.. FrontPassages(front), .. body.Passages];

    /// <summary>Where a finding about the page as a whole stands.</summary>
    public (int Line, int Column) Top => front?.Places.GetValueOrDefault("title", (1, 1)) ?? (1, 1);

    private static IEnumerable<Passage> FrontPassages(FrontMatter? front)
    {
        if (front is null)
            yield break;
        foreach (var (key, kind, text) in new[] { ("title", PassageKind.Title, front.Title), ("summary", PassageKind.Summary, front.Summary) })
        {
            if (!front.Places.TryGetValue(key, out var place))
                continue;
            var (line, column) = place;
            yield return new Passage(kind, text, [new(0, line, column)]);
        }
        foreach (var (key, picture) in new[] { ("image", front.Image), ("share_image", front.ShareImage) })
        {
            if (picture is not null)
                yield return new Passage(PassageKind.AltText, picture.Alt, [new(0, front.Places[key].Line, front.Places[key].Column)]);
        }
    }
}

/// <summary>Checks that no rule of which holds a page: it may be shown before they have run.</summary>
internal static class PageChecks
{
    public static void Run(CheckedPage page, Report report)
    {
        Structure.Check(page, report);
        LinkWords.Check(page, report);
        PhoneNumbers.Check(page, report);
        Reading.Check(page, report);
        Safety.Check(page, report);
        Claims.Check(page, report);
        Language.Check(page, report);
    }
}
