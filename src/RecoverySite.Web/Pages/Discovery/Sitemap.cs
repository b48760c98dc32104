using System.Xml;
using NodaTime;
using NodaTime.Text;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Discovery;

/// <summary>
/// <c>/sitemap.xml</c> (sitemaps.org protocol 0.9): every address that is its own canonical one, with the day on which what stands there
/// last changed, as its author wrote it: neither the day of the build nor that of the file. And <c>/robots.txt</c> (RFC 9309), which names it.
/// </summary>
internal static class Sitemap
{
    private const string Namespace = "http://www.sitemaps.org/schemas/sitemap/0.9";

    public static void MapSitemap(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/sitemap.xml", [HttpMethods.Get, HttpMethods.Head], (CurrentContent content, TimeProvider clock) =>
            TypedResults.Text(Write(content.Library, content.BaseUrl, Instant.FromDateTimeOffset(clock.GetUtcNow())), "application/xml; charset=utf-8"));
        app.MapMethods("/robots.txt", [HttpMethods.Get, HttpMethods.Head], (CurrentContent content) =>
            TypedResults.Text($"User-agent: *\nDisallow:\n{(content.Library.Site.Launched ? $"\nSitemap: {new Uri(content.BaseUrl, "/sitemap.xml")}\n" : "")}", "text/plain; charset=utf-8"));
    }

    /// <summary>The day on which a page last changed in substance: published, rewritten, or checked by a clinician.</summary>
    public static LocalDate ChangedOn(Article page) =>
        new[] { page.Front.Published, page.Front.Updated ?? LocalDate.MinIsoValue, page.Front.Review?.On ?? LocalDate.MinIsoValue }.Max();

    private static string Write(ContentLibrary library, Uri baseUrl, Instant now)
    {
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text))
        {
            xml.WriteStartElement("urlset", Namespace);
            foreach (var (url, changed) in Addresses(library, now))
            {
                xml.WriteStartElement("url", Namespace);
                xml.WriteElementString("loc", Namespace, new Uri(baseUrl, url).AbsoluteUri);
                if (changed is { } day)
                    xml.WriteElementString("lastmod", Namespace, LocalDatePattern.Iso.Format(day));
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return text.ToString();
    }

    private static IEnumerable<(string Url, LocalDate? Changed)> Addresses(ContentLibrary library, Instant now)
    {
        // A list changes when what it lists does.
        LocalDate? Latest(IEnumerable<Article> pages) => pages.Select(ChangedOn).Cast<LocalDate?>().Max();

        var articles = library.Articles(now).ToList();
        yield return ("/", Latest(articles.Concat(library.Find("", now) is { } home ? [home] : [])));
        yield return ("/articles", Latest(articles));
        for (var number = 2; number <= ArticleList.PagesOf(articles.Count); number++)
            yield return (ArticleList.UrlOf(number), Latest(articles));
        yield return ("/request-a-call", null);
        foreach (var page in library.PublicPages(now).Where(p => p.Kind != ArticleKind.Home))
        {
            var changed = page.Kind == ArticleKind.Topic ? Latest(library.ArticlesIn(page.Path, now).Append(page)) : ChangedOn(page);
            if (page.Front.Canonical is null)
                yield return (page.Path.Url, changed);
            if (page.ForFamily is { } forFamily)
                yield return (forFamily.Url, changed);
        }
    }
}
