using NodaTime;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content;

public enum ArticleKind
{
    Home,

    /// <summary>A file in the root of the content folder, such as <c>about.md</c>.</summary>
    Page,

    /// <summary>A folder's <c>index.md</c>.</summary>
    Topic,
    Article,
}

/// <summary>Whether readers see a page, and why not.</summary>
public enum PublicState
{
    Public,
    Draft,

    /// <summary>Its moment has not come.</summary>
    Scheduled,

    /// <summary>Its moment has passed.</summary>
    Expired,

    /// <summary>Taken down for good.</summary>
    Gone,
}

/// <summary>What a page says to one kind of reader.</summary>
public sealed record ArticleVersion(string Url, string Title, string Summary, ArticleBody Body)
{
    /// <summary>Stands in the body where the table of the coming week's hours belongs: it changes with the clock. No author can write it.</summary>
    public const string HoursPlace = "<!--hours-->";

    /// <inheritdoc cref="ArticleBody.Opening"/>
    public string Opening => Body.Opening;

    /// <inheritdoc cref="ArticleBody.Sections"/>
    public string Sections => Body.Sections;

    /// <inheritdoc cref="ArticleBody.Html"/>
    public string Html => Body.Html;

    /// <inheritdoc cref="ArticleBody.Headings"/>
    public IReadOnlyList<Heading> Headings => Body.Headings;

    /// <inheritdoc cref="ArticleBody.Ids"/>
    public IReadOnlyList<string> Ids => Body.Ids;
}

/// <summary>One Markdown file, read, checked and rendered.</summary>
/// <param name="File">Path relative to the content folder.</param>
/// <param name="Own">For whoever reads it for themselves.</param>
/// <param name="ForFamily">The same in other words for those who worry about somebody; null when there is only the one.</param>
/// <param name="TextHash">Twelve hexadecimal digits that change with the body: what a reviewer signs.</param>
public sealed record Article(ArticlePath Path, ArticleKind Kind, string File, FrontMatter Front, ArticleVersion Own, ArticleVersion? ForFamily, string TextHash)
{
    /// <summary>Behind an article's address, leads to its version for families.</summary>
    internal const string FamilyEnding = "/family";

    /// <summary>What it is about, for <see cref="ContentLibrary.Related"/>. Made while the file is read, so that thousands are made at once.</summary>
    internal IReadOnlyList<string> Subject { get; init; } = [];

    /// <summary>The one rule by which anything of the page is shown anywhere. At <c>publish</c> it is public, at <c>expires</c> it is not.</summary>
    public bool IsPublic(Instant now) => StateAt(now) == PublicState.Public;

    public PublicState StateAt(Instant now) => Front switch
    {
        { Draft: true } => PublicState.Draft,
        { Gone: true } => PublicState.Gone,
        _ when now < Front.PublicFrom => PublicState.Scheduled,
        _ when now >= Front.PublicUntil => PublicState.Expired,
        _ => PublicState.Public,
    };

    /// <summary>The versions that there are.</summary>
    public IEnumerable<ArticleVersion> Versions => ForFamily is null ? [Own] : [Own, ForFamily];

    /// <summary>The address under which it was first published: its oldest alias, or where it stands. Never changes while editors put a new alias behind the old ones.</summary>
    public string FirstUrl => Front.Aliases.Count > 0 ? Front.Aliases[0].Text : Path.Url;

    public bool IsReviewOverdue(LocalDate today) => Front.Review?.Due < today;
}
