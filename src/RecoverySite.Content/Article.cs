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

/// <summary>One Markdown file, read, checked and rendered.</summary>
/// <param name="File">Path relative to the content folder.</param>
/// <param name="Html">The body as HTML, safe to write into a page.</param>
/// <param name="Headings">The second-level headings, in order.</param>
/// <param name="TextHash">Twelve hexadecimal digits that change with the body: what a reviewer signs.</param>
public sealed record Article(ArticlePath Path, ArticleKind Kind, string File, FrontMatter Front, string Html, IReadOnlyList<Heading> Headings, string TextHash)
{
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

    public bool IsReviewOverdue(LocalDate today) => Front.Review?.Due < today;
}
