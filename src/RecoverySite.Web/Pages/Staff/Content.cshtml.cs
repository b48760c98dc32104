using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>What the site says and in what state it is: the same words as the check.</summary>
public sealed class ContentModel(CurrentContent content, PreviewLinks previews, MissedAddresses missed, TimeProvider clock) : StaffPage(content, clock)
{
    /// <param name="Url">Where readers find the page; null while they do not.</param>
    /// <param name="Preview">A link to the page while readers do not find it.</param>
    public sealed record Row(string File, string Title, string State, string Class, string Explanation, string? Review, string? Url, Uri? Preview, IReadOnlyList<Finding> Findings);

    private readonly ContentLibrary library = content.Library;

    /// <summary>Pages with something wrong first, then by file.</summary>
    public IReadOnlyList<Row> Rows { get; private set; } = [];

    public IReadOnlyList<Finding> OtherFindings { get; private set; } = [];

    public IReadOnlyList<Finding> BeforeLaunch { get; private set; } = [];

    public string Summary { get; private set; } = "";

    /// <summary>Addresses that readers looked for and did not find since the site was started.</summary>
    public IReadOnlyList<(string Path, int Count)> Missed { get; } = missed.Most();

    public void OnGet()
    {
        var now = Instant.FromDateTimeOffset(Now);
        var findings = library.Findings(now);
        var byFile = findings.ToLookup(f => f.File);
        var files = library.Files.ToList();
        Rows = files.Select(f => RowOf(f, [.. byFile[f.File]], now))
            .OrderByDescending(r => r.Findings.Select(f => (int)f.Severity).DefaultIfEmpty(-1).Max())
            .ThenBy(r => r.File, StringComparer.Ordinal)
            .ToList();
        OtherFindings = findings.Where(f => !files.Exists(file => file.File == f.File)).ToList();
        BeforeLaunch = library.Findings(now, isLaunch: true).Where(f => f.Rule == Rules.Unconfirmed || f.Rule == Rules.NotReviewed).ToList();

        var (published, wrong) = (files.Count(f => f.Article?.IsPublic(now) == true), findings.Count(f => f.Severity > Severity.Note));
        Summary = $"{published} of {files.Count} pages are public. {(wrong == 0 ? "Nothing is wrong." : wrong == 1 ? "One thing is wrong." : $"{wrong} things are wrong.")}";
    }

    private Row RowOf(ContentFile file, IReadOnlyList<Finding> findings, Instant now)
    {
        var article = file.Article;
        var state = article is null ? "Cannot be shown" : article.StateAt(now).ToString();
        var isPublic = article?.IsPublic(now) == true;
        return new Row(
            file.File,
            article?.Front.Title is { Length: > 0 } title ? title : file.File,
            file.LastGoodSince is null ? state : $"{state}, earlier version",
            article is null || file.LastGoodSince is not null ? "broken" : isPublic ? "public" : "later",
            Explanation.Of(file, Site, now),
            article?.Front.Review is { } review ? $"Reviewed on {CallingWords.DateWithYear(review.On)}. Next review due {CallingWords.DateWithYear(review.Due)}." : null,
            isPublic ? article!.Path.Url : null,
            article is null || isPublic || article.Front.Gone ? null : previews.For(article.Path.Value, Now),
            findings);
    }
}
