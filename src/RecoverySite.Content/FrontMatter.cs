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

    public LocalDate? Updated { get; init; }
    public bool Draft { get; init; }
    public Review? Review { get; init; }
    public IReadOnlyList<Source> Sources { get; init; } = [];

    internal static FrontMatter? Read(YamlMap yaml, Site site, List<ContentProblem> problems)
    {
        var before = problems.Count;
        var title = yaml.Text("title", required: true, max: 65);
        var summary = yaml.Text("summary", required: true);
        if (summary is not null && (summary.Length is < 50 or > 160 || !summary.EndsWith('.')))
            yaml.Error("summary", $"The summary is one or two whole sentences of 50 to 160 characters that end with a full stop. This one has {summary.Length}.");
        var publish = yaml.DayOrInstant("publish", site.Zone, required: true);
        var updated = yaml.Date("updated");
        if (updated < publish?.Day)
            yaml.Error("updated", "\"updated\" lies before \"publish\".");
        var draft = yaml.Flag("draft", otherwise: false);
        var review = ReadReview(yaml);
        var sources = yaml.Maps("sources").Select(Source.Read).OfType<Source>().ToList();
        yaml.RefuseUnknownKeys();

        if (problems.Count > before || title is null || summary is null || publish is null)
            return null;
        return new FrontMatter
        {
            Title = title,
            Summary = summary,
            Published = publish.Value.Day,
            PublicFrom = publish.Value.From,
            Updated = updated,
            Draft = draft,
            Review = review,
            Sources = sources,
        };
    }

    private static Review? ReadReview(YamlMap yaml)
    {
        string[] keys = ["reviewed", "reviewed_by", "review_due"];
        var given = keys.Where(yaml.Has).ToList();
        if (given.Count == 0)
            return null;
        if (given.Count < keys.Length)
        {
            yaml.Error(given[0], "A review needs all three of \"reviewed\", \"reviewed_by\" and \"review_due\".");
            foreach (var key in keys)
                yaml.Text(key);
            return null;
        }
        var (on, by, due) = (yaml.Date("reviewed"), yaml.Text("reviewed_by"), yaml.Date("review_due"));
        if (due <= on)
            yaml.Error("review_due", "\"review_due\" must come after \"reviewed\".");
        return on is null || by is null || due is null ? null : new Review(on.Value, by, due.Value);
    }
}

/// <summary>A clinical review of the whole page.</summary>
public sealed record Review(LocalDate On, string By, LocalDate Due);

/// <summary>A document that the page's facts come from.</summary>
public sealed record Source(string Title, string? Publisher, int? Year, Uri? Url)
{
    internal static Source? Read(YamlMap yaml)
    {
        var title = yaml.Text("title", required: true);
        var publisher = yaml.Text("publisher");
        var year = yaml.Number("year", 1900, 2100);
        var address = yaml.Text("url");
        Uri? url = null;
        if (address is not null && (!Uri.TryCreate(address, UriKind.Absolute, out url) || url.Scheme is not ("https" or "http")))
            yaml.Error("url", $"\"{address}\" is not a web address. It starts with https://.");
        yaml.RefuseUnknownKeys();
        return title is null ? null : new Source(title, publisher, year, url);
    }
}
