using System.Collections.Frozen;
using NodaTime;

namespace RecoverySite.Content;

/// <summary>Everything the site says, whole and unchanging: a change makes a new library.</summary>
public sealed class ContentLibrary
{
    private readonly FrozenDictionary<string, Article> byPath;
    private readonly IReadOnlyList<Article> articles;

    internal ContentLibrary(Site site, IEnumerable<Article> all)
    {
        Site = site;
        byPath = all.ToFrozenDictionary(a => a.Path.Value, StringComparer.Ordinal);
        articles = byPath.Values
            .Where(a => a.Kind == ArticleKind.Article)
            .OrderByDescending(a => a.Front.PublicFrom)
            .ThenBy(a => a.Path.Value, StringComparer.Ordinal)
            .ToList();
    }

    public Site Site { get; }

    /// <param name="path">Without a leading slash; <c>""</c> is home.</param>
    /// <returns>The page, or null when there is none or it is not public at <paramref name="now"/>.</returns>
    public Article? Find(string path, Instant now) =>
        byPath.TryGetValue(path, out var article) && article.IsPublic(now) ? article : null;

    /// <summary>Public articles, newest first.</summary>
    public IEnumerable<Article> Articles(Instant now) => articles.Where(a => a.IsPublic(now));

    /// <summary>Public articles of one topic, newest first.</summary>
    public IEnumerable<Article> ArticlesIn(ArticlePath topic, Instant now) =>
        Articles(now).Where(a => a.Path.FirstSegment == topic.Value);

    /// <summary>Public topic pages by title.</summary>
    public IEnumerable<Article> Topics(Instant now) =>
        byPath.Values.Where(a => a.Kind == ArticleKind.Topic && a.IsPublic(now)).OrderBy(a => a.Front.Title, StringComparer.Ordinal);
}
