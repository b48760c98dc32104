using NodaTime;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content;

/// <summary>What stands between the two <c>---</c> lines at the top of a page.</summary>
public sealed record FrontMatter
{
    public required string Title { get; init; }
    public required string Summary { get; init; }

    /// <summary>The day shown as published, as the editor wrote it.</summary>
    public required LocalDate Published { get; init; }

    /// <summary>The instant from which the page is public.</summary>
    public required Instant PublicFrom { get; init; }

    /// <summary>The instant from which the page is no longer public; null when it stays.</summary>
    public Instant? PublicUntil { get; init; }

    public LocalDate? Updated { get; init; }
    public bool Draft { get; init; }

    /// <summary>True when the page was taken down for good: its addresses answer 410.</summary>
    public bool Gone { get; init; }

    /// <summary>Older addresses that lead here, as written.</summary>
    internal IReadOnlyList<PlacedText> Aliases { get; init; } = [];

    /// <summary>What the page is about, from <see cref="Vocabulary.Substances"/>.</summary>
    public IReadOnlyList<string> Substances { get; init; } = [];

    /// <summary>Further topics whose pages list the article.</summary>
    internal IReadOnlyList<PlacedText> Topics { get; init; } = [];

    /// <summary>Title and summary of the version for families; null when there is none.</summary>
    public FamilyWords? Family { get; init; }

    /// <summary>What somebody still has to confirm before the page can be relied on.</summary>
    internal IReadOnlyList<PlacedText> Unconfirmed { get; init; } = [];

    /// <summary>What readers ask that the page answers, in their words.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];

    /// <summary>For whom the page is written, from <see cref="Vocabulary.Audiences"/>; null for everyone.</summary>
    public string? Audience { get; init; }

    /// <summary>Id of a file in <c>people/</c>; null when the organisation wrote the page.</summary>
    public string? Author { get; init; }

    public Review? Review { get; init; }
    public IReadOnlyList<Source> Sources { get; init; } = [];
    public Picture? Image { get; init; }

    /// <summary>The picture that stands for the page where its link is shared.</summary>
    public Picture? ShareImage { get; init; }

    /// <summary>True for a page that somebody may not want to be seen reading: the quick exit stands on it.</summary>
    public bool Sensitive { get; init; }

    /// <summary>True for a page that somebody reads while help is needed this minute: the bar at the bottom then calls the crisis lines.</summary>
    public bool Emergency { get; init; }

    /// <summary>The address of the original when this page stands elsewhere too.</summary>
    public Uri? Canonical { get; init; }

    /// <summary>Where a value stands in the file: 1-based line and column.</summary>
    internal IReadOnlyDictionary<string, (int Line, int Column)> Places { get; init; } = new Dictionary<string, (int, int)>();

    internal static FrontMatter? Read(YamlMap yaml, DateTimeZone zone, Report report)
    {
        // Who takes a page down owes nobody a summary of it.
        var gone = yaml.Flag("gone", otherwise: false);
        var title = yaml.Text("title", required: !gone, max: 65);
        var summary = ReadSummary(yaml, required: !gone);
        var publish = yaml.DayOrInstant("publish", zone, required: !gone);
        var expires = yaml.DayOrInstant("expires", zone);
        if (expires?.From <= publish?.From)
            yaml.Error("expires", "\"expires\" does not lie after \"publish\", so nobody would ever see the page.", Rules.Dates);
        var updated = yaml.Date("updated");
        if (updated < publish?.Day)
            yaml.Error("updated", "\"updated\" lies before \"publish\".", Rules.Dates);
        var front = new FrontMatter
        {
            Title = title ?? "",
            Summary = summary ?? "",
            Published = publish?.Day ?? default,
            PublicFrom = publish?.From ?? default,
            PublicUntil = expires?.From,
            Updated = updated,
            Draft = yaml.Flag("draft", otherwise: false),
            Gone = gone,
            Aliases = yaml.PlacedTexts("aliases"),
            Substances = yaml.Choices("substances", Vocabulary.Substances),
            Topics = yaml.PlacedTexts("topics"),
            Questions = yaml.Texts("questions"),
            Family = yaml.Map("family") is { } family ? FamilyWords.Read(family) : null,
            Unconfirmed = yaml.PlacedTexts("unconfirmed"),
            Audience = yaml.Choice("audience", Vocabulary.Audiences),
            Author = yaml.Text("author"),
            Review = ReadReview(yaml),
            Sources = yaml.Maps("sources").Select(Source.Read).OfType<Source>().ToList(),
            Image = yaml.Map("image") is { } image ? Picture.Read(image) : null,
            ShareImage = yaml.Map("share_image") is { } share ? Picture.Read(share) : null,
            Sensitive = yaml.Flag("sensitive", otherwise: false),
            Emergency = yaml.Flag("emergency", otherwise: false),
            Canonical = yaml.Address("canonical"),
            Places = yaml.Places(),
        };
        yaml.RefuseUnknownKeys();
        return report.HoldsPage ? null : front;
    }

    internal static string? ReadSummary(YamlMap yaml, bool required)
    {
        var summary = yaml.Text("summary", required);
        if (summary is not null && (summary.Length is < 50 or > 160 || !summary.EndsWith('.')))
            yaml.Error("summary", $"The summary is one or two whole sentences of 50 to 160 characters that end with a full stop. This one has {summary.Length}.");
        return summary;
    }

    private static Review? ReadReview(YamlMap yaml)
    {
        string[] keys = ["reviewed", "reviewed_by", "review_due"];
        var hash = yaml.Text("reviewed_hash");
        var given = keys.Append("reviewed_hash").Where(yaml.Has).ToList();
        if (given.Count == 0)
            return null;
        var (on, by, due) = (yaml.Date("reviewed"), yaml.Text("reviewed_by"), yaml.Date("review_due"));
        if (!keys.All(yaml.Has))
            yaml.Error(given[0], "A review needs all three of \"reviewed\", \"reviewed_by\" and \"review_due\".", Rules.MissingKey);
        if (due <= on)
            yaml.Error("review_due", "\"review_due\" must come after \"reviewed\".", Rules.Dates);
        return on is null || by is null || due is null ? null : new Review(on.Value, by, due.Value, hash);
    }
}

/// <summary>The closed lists that front matter chooses from.</summary>
public static class Vocabulary
{
    public static IReadOnlyList<string> Substances { get; } =
    [
        "alcohol", "benzodiazepines", "buprenorphine", "cannabis", "cocaine", "fentanyl", "heroin", "methadone",
        "methamphetamine", "nicotine", "opioids", "stimulants", "xylazine",
    ];

    public static IReadOnlyList<string> Audiences { get; } = ["self", "family", "professionals"];
}

/// <summary>A clinical review of the whole page.</summary>
/// <param name="By">Id of a file in <c>people/</c>.</param>
/// <param name="Hash">The <see cref="Article.TextHash"/> that was reviewed, when the reviewer signed it.</param>
public sealed record Review(LocalDate On, string By, LocalDate Due, string? Hash);

/// <summary>How the version for families introduces itself.</summary>
public sealed record FamilyWords(string Title, string Summary)
{
    /// <summary>Where each value stands in the file: 1-based line and column.</summary>
    internal IReadOnlyDictionary<string, (int Line, int Column)> Places { get; init; } = new Dictionary<string, (int, int)>();

    internal static FamilyWords? Read(YamlMap yaml)
    {
        var title = yaml.Text("title", required: true, max: 65);
        var summary = FrontMatter.ReadSummary(yaml, required: true);
        yaml.RefuseUnknownKeys();
        return title is null || summary is null ? null : new FamilyWords(title, summary) { Places = yaml.Places() };
    }
}

/// <summary>The picture that stands for a page.</summary>
/// <param name="Src">A path of this site, or in the file also the name of a picture beside the page.</param>
public sealed record Picture(string Src, string Alt)
{
    /// <summary>What <c>alt</c> says in HTML: nothing for a picture that only decorates.</summary>
    public string AltText => Alt == "decorative" ? "" : Alt;

    /// <summary>In CSS pixels.</summary>
    public int Width { get; init; }

    /// <summary>In CSS pixels.</summary>
    public int Height { get; init; }

    internal static Picture? Read(YamlMap yaml)
    {
        var src = yaml.Text("src", required: true);
        var alt = yaml.Text("alt", required: true);
        yaml.RefuseUnknownKeys();
        return src is null || alt is null ? null : new Picture(src, alt);
    }
}

/// <summary>A document that the page's facts come from.</summary>
public sealed record Source(string Title, string? Publisher, int? Year, Uri? Url)
{
    internal static Source? Read(YamlMap yaml)
    {
        var title = yaml.Text("title", required: true);
        var publisher = yaml.Text("publisher");
        var year = yaml.Number("year", 1900, 2100);
        var url = yaml.Address("url");
        yaml.RefuseUnknownKeys();
        return title is null ? null : new Source(title, publisher, year, url);
    }
}
