using System.Text.RegularExpressions;
using NodaTime;
using RecoverySite.Content.Calling;
using RecoverySite.Content.Loading;
using RecoverySite.Content.Markdown;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Checks;

/// <summary>REVIEW, next year's hours, and what a launch waits for: questions whose answer changes with the calendar or with the provider's word.</summary>
internal static partial class Dates
{
    private const int SoonDays = 60;

    public static void Check(ContentLibrary library, Dictionary<string, FileRemarks> remarks, Instant now, bool isLaunch, List<Finding> findings)
    {
        var today = now.InZone(library.Site.Zone).Date;
        foreach (var page in library.Pages)
        {
            foreach (var (key, day) in new[] { ("updated", page.Front.Updated), ("reviewed", page.Front.Review?.On) })
            {
                if (day > today)
                    LibraryChecks.Add(findings, page, key, Rules.FutureDate, $"\"{key}\" lies in the future. It is the day on which it happened.");
            }
            if (page.Front.Review is { } review)
                CheckReview(page, review, today, isLaunch, findings);
            else if (page.Kind == ArticleKind.Article && page.IsPublic(now))
                LibraryChecks.Add(findings, page, "title", Rules.NotReviewed, "No clinician has reviewed this article. It needs \"reviewed\", \"reviewed_by\" and \"review_due\" before the launch.");
        }
        foreach (var line in library.Site.PhoneLines.Where(_ => library.IsWhole && today.Month >= 11))
            CheckNextYear(line.Hours, today.Year, findings);
        CheckUnconfirmed(library, remarks, findings);
    }

    private static void CheckNextYear(OpeningHours hours, int year, List<Finding> findings)
    {
        var dated = hours.Exceptions.Where(e => e.EveryYear is null).ToList();
        if (dated.LastOrDefault(e => e.From?.Year == year) is { } last && !dated.Exists(e => e.Until?.Year > year))
            findings.Add(new Finding(FileReader.SiteFile, last.Place.Line, last.Place.Column, Rules.NoHoursForNextYear, Rules.NoHoursForNextYear.Severity, $"No day of {year + 1} has hours of its own yet. Add that year's holidays, or write a day that moves as \"fourth Thursday of November\"."));
    }

    public static IEnumerable<PlacedText> Placeholders(Passage passage) =>
        Placeholder().Matches(passage.Text).Select(match => new PlacedText(match.Value, passage.At(match.Index).Line, passage.At(match.Index).Column));

    public static IReadOnlyList<PlacedText> Placeholders(string yaml)
    {
        var source = new SourceText(yaml, 1);
        return Placeholder().Matches(yaml).Select(match => new PlacedText(match.Value, source.At(match.Index).Line, source.At(match.Index).Column)).ToList();
    }

    private static void CheckReview(Article page, Review review, LocalDate today, bool isLaunch, List<Finding> findings)
    {
        var due = CallingWords.DateWithYear(review.Due);
        if (review.Due < today)
            LibraryChecks.Add(findings, page, "review_due", Rules.ReviewOverdue, $"The review was due on {due}. Readers are told that the page is being reviewed.", isLaunch ? Severity.Error : null);
        else if (review.Due <= today.PlusDays(SoonDays))
            LibraryChecks.Add(findings, page, "review_due", Rules.ReviewSoon, $"The next review is due on {due}.");
        if (review.Hash is not null && review.Hash != page.TextHash)
            LibraryChecks.Add(findings, page, "reviewed_hash", Rules.ChangedSinceReview, $"The text has changed since {review.By} reviewed it on {CallingWords.DateWithYear(review.On)}. Have it reviewed again; its hash is now {page.TextHash}.");
    }

    /// <summary>What stands in square brackets, and what site.yml lists, waits for the provider.</summary>
    private static void CheckUnconfirmed(ContentLibrary library, Dictionary<string, FileRemarks> remarks, List<Finding> findings)
    {
        foreach (var item in library.Site.Unconfirmed.Where(_ => library.IsWhole))
            findings.Add(new Finding(FileReader.SiteFile, item.Line, item.Column, Rules.Unconfirmed, Rules.Unconfirmed.Severity, $"Only the provider can confirm: {item.Text}"));
        foreach (var file in library.Loaded)
        {
            foreach (var item in (file.Shown?.Value as Article)?.Front.Unconfirmed ?? [])
                findings.Add(new Finding(file.File, item.Line, item.Column, Rules.Unconfirmed, Rules.Unconfirmed.Severity, $"Somebody has to confirm: {item.Text}"));
            foreach (var placeholder in remarks[file.File].Placeholders)
                findings.Add(new Finding(file.File, placeholder.Line, placeholder.Column, Rules.Unconfirmed, Rules.Unconfirmed.Severity, $"Only the provider can say what belongs here: {placeholder.Text}"));
        }
    }

    [GeneratedRegex(@"\[[A-Z][^\[\]\n""]{2,}\]")]
    private static partial Regex Placeholder();
}
