using Markdig.Extensions.CustomContainers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// <c>::: emergency Call 911 now if:</c> ... <c>:::</c>: a block with a meaning. A card says how soon to act, in words
/// as well as colour, after the pattern of the NHS care card; the others speak to somebody or quote somebody.
/// </summary>
internal static class Containers
{
    private static readonly Dictionary<string, string> Urgency = new(StringComparer.Ordinal)
    {
        [Emergency] = "Emergency:",
        ["urgent"] = "Urgent:",
        ["nonurgent"] = "Not urgent:",
    };

    private static readonly Dictionary<string, string> OwnHeading = new(StringComparer.Ordinal)
    {
        ["family"] = "For family and friends",
        ["before-you-call"] = "Before you call",
        [Hours] = "When we answer",
    };

    private static readonly string[] Kinds = [.. Urgency.Keys, .. OwnHeading.Keys, Quote, Versions.Self];

    private static readonly object HeadingLevel = new();

    public const string Quote = "quote";
    public const string Hours = "hours";
    public const string Emergency = "emergency";

    /// <summary>Where links to a page's emergency card lead.</summary>
    public const string EmergencyId = "site-emergency";


    public static bool IsCard(string? kind) => kind is not null && Urgency.ContainsKey(kind);

    public static string? UrgencyOf(CustomContainer container) => Urgency.GetValueOrDefault(container.Info!);

    public static string HeadingOf(CustomContainer container) =>
        string.IsNullOrWhiteSpace(container.Arguments) ? OwnHeading.GetValueOrDefault(container.Info!, "") : container.Arguments.Trim();

    public static int LevelOf(CustomContainer container) => (int)container.GetData(HeadingLevel)!;

    public static string? WhyNot(CustomContainer container)
    {
        var kind = container.Info;
        if (string.IsNullOrEmpty(kind))
            return "Three colons alone end a block, and no block is open here. A block begins with three colons, a space and its kind: ::: urgent Call today if:";
        if (!Kinds.Contains(kind))
            return $"\"{kind}\" is not a kind of block. Write one of {string.Join(", ", Kinds.Select(k => "::: " + k))}, then its heading on the same line.";
        if (kind == Versions.Self)
            return "A ::: self block stands by itself, not within another block, and only in an article with a version for families: \"family:\" in the front matter, with a title and a summary.";
        if (HeadingOf(container).Length == 0)
            return kind == Quote
                ? "A quotation says who speaks, on its first line, as in \"::: quote A father, Dayton\"."
                : $"The card needs a heading on its first line, as in \"::: {kind} Call 911 now if:\".";
        if (container.Arguments?.Contains("{{", StringComparison.Ordinal) == true)
            return "The heading of a block holds plain words: short codes stand in the text below it.";
        // The colons that end a block end the outermost that is open: the one that lacks its own is the outer of the two.
        if (container.Descendants<CustomContainer>().FirstOrDefault(inner => inner.OpeningFencedCharCount >= container.OpeningFencedCharCount) is { } next)
            return $"The block has no end before the next one begins, {next.Line - container.Line} lines below. Put a line of three colons (:::) below its last line. To put a block into another, begin and end the outer one with four.";
        var isBlamed = container.Parent is CustomContainer outer && outer.OpeningFencedCharCount <= container.OpeningFencedCharCount;
        return container.ClosingFencedCharCount == 0 && !isBlamed ? "The block never ends. Put a line of three colons (:::) below its last line." : null;
    }

    /// <summary>
    /// A block's heading is one level below the section that it stands in, so that the page's outline has no gap. What to do in
    /// an emergency is part of no other subject: somebody who goes from heading to heading must neither miss it nor its end.
    /// </summary>
    public static void SetHeadingLevels(MarkdownDocument document)
    {
        var inSection = false;
        foreach (var block in document)
        {
            inSection |= block is HeadingBlock { Level: 2 };
            if (block is CustomContainer container)
                container.SetData(HeadingLevel, inSection && container.Info != Emergency ? 3 : 2);
        }
        foreach (var nested in document.Descendants<CustomContainer>().Where(c => c.GetData(HeadingLevel) is null))
            nested.SetData(HeadingLevel, nested.Info == Emergency ? 2 : 3);
    }
}

internal sealed class ContainerRenderer : HtmlObjectRenderer<CustomContainer>
{
    private bool hasEmergency;

    protected override void Write(HtmlRenderer renderer, CustomContainer container)
    {
        if (Containers.WhyNot(container) is not null)
            return;
        renderer.EnsureLine();
        if (container.Info == Containers.Quote)
        {
            renderer.Write("<figure class=\"quote\"><blockquote>");
            renderer.WriteChildren(container);
            renderer.Write("</blockquote><figcaption>");
            renderer.WriteEscape(Containers.HeadingOf(container));
            renderer.WriteLine("</figcaption></figure>");
            return;
        }
        var level = Containers.LevelOf(container);
        renderer.Write($"<section class=\"card {container.Info}\"");
        if (container.Info == Containers.Emergency && !hasEmergency)
        {
            hasEmergency = true;
            renderer.Write($" id=\"{Containers.EmergencyId}\" aria-label=\"{Containers.UrgencyOf(container)!.TrimEnd(':')}\"");
        }
        renderer.Write($"><h{level}>");
        if (Containers.UrgencyOf(container) is { } urgency)
            renderer.Write($"<span class=\"unseen\">{urgency} </span>");
        renderer.WriteEscape(Containers.HeadingOf(container));
        renderer.WriteLine($"</h{level}>");
        if (container.Info == Containers.Hours)
            renderer.WriteLine(ArticleVersion.HoursPlace);
        renderer.WriteChildren(container);
        renderer.WriteLine("</section>");
    }
}
