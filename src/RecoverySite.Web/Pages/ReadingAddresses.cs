using NodaTime;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages;

/// <summary>Every page that is the same for all readers, the ones that most come to first.</summary>
internal static class ReadingAddresses
{
    public static IEnumerable<PublishedAddress> Of(ContentLibrary library, Instant now)
    {
        yield return new("/", IgnoresQuery: true);
        foreach (var page in library.PublicPages(now).Where(p => p.Kind is ArticleKind.Page or ArticleKind.Topic))
            yield return new(page.Path.Url, IgnoresQuery: true);
        var articles = library.Articles(now).ToList();
        foreach (var version in articles.SelectMany(a => a.Versions))
            yield return new(version.Url, IgnoresQuery: true);
        for (var number = 1; number <= ArticleList.PagesOf(articles.Count); number++)
            yield return new(ArticleList.UrlOf(number), IgnoresQuery: false);
        foreach (var file in new[] { "/feed", "/sitemap.xml", "/robots.txt" })
            yield return new(file, IgnoresQuery: false);
    }
}
