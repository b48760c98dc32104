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

/// <summary>One Markdown file, read, checked and rendered.</summary>
/// <param name="File">Path relative to the content folder.</param>
/// <param name="Html">The body as HTML, safe to write into a page.</param>
/// <param name="Headings">The second-level headings, in order.</param>
public sealed record Article(ArticlePath Path, ArticleKind Kind, string File, FrontMatter Front, string Html, IReadOnlyList<Heading> Headings)
{
    public bool IsPublic(Instant now) => !Front.Draft && Front.PublicFrom <= now;
}
