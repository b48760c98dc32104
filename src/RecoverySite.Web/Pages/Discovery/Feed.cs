using System.Text.Encodings.Web;
using System.Xml;
using NodaTime;
using NodaTime.Text;
using RecoverySite.Content;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Discovery;

/// <summary>
/// <c>/feed</c>: the newest articles as Atom 1.0 (RFC 4287). An entry keeps its id for ever, the address under which it was first
/// published as a tag URI (RFC 4151), so that a reader shows it once however often it moves.
/// </summary>
internal static class Feed
{
    public const string Path = "/feed";

    private const string Namespace = "http://www.w3.org/2005/Atom";

    private const int MostEntries = 50;

    public static void MapFeed(this IEndpointRouteBuilder app) =>
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (CurrentContent content, TimeProvider clock) =>
            TypedResults.Text(Write(content.Library, content.BaseUrl, Instant.FromDateTimeOffset(clock.GetUtcNow())), "application/atom+xml; charset=utf-8"));

    private static string Write(ContentLibrary library, Uri baseUrl, Instant now)
    {
        var (site, entries) = (library.Site, library.Articles(now).Take(MostEntries).ToList());
        using var text = new Utf8Writer();
        using (var xml = XmlWriter.Create(text))
        {
            void Element(string name, string value) => xml.WriteElementString(name, Namespace, Clean(value));
            void Link(string rel, string url, string? type = null)
            {
                xml.WriteStartElement("link", Namespace);
                xml.WriteAttributeString("rel", rel);
                if (type is not null)
                    xml.WriteAttributeString("type", type);
                xml.WriteAttributeString("href", new Uri(baseUrl, url).AbsoluteUri);
                xml.WriteEndElement();
            }

            xml.WriteStartElement("feed", Namespace);
            xml.WriteAttributeString("xml", "lang", null, "en-US");
            Element("id", new Uri(site.BaseUrl, Path).AbsoluteUri);
            Element("title", site.Name);
            Element("updated", Moment(entries.Select(Updated).DefaultIfEmpty(library.Find("", now)?.Front.PublicFrom ?? NodaConstants.UnixEpoch).Max()));
            Link("self", Path, "application/atom+xml");
            Link("alternate", "/articles", "text/html");
            xml.WriteStartElement("author", Namespace);
            Element("name", site.Organisation);
            xml.WriteEndElement();
            foreach (var article in entries)
            {
                xml.WriteStartElement("entry", Namespace);
                Element("id", IdOf(article, site.BaseUrl));
                Element("title", article.Front.Title);
                Element("published", Moment(article.Front.PublicFrom));
                Element("updated", Moment(Updated(article)));
                Link("alternate", article.Front.Canonical?.ToString() ?? article.Path.Url, "text/html");
                Element("summary", article.Front.Summary);
                xml.WriteStartElement("content", Namespace);
                xml.WriteAttributeString("type", "html");
                xml.WriteString(Clean(Content(article, site, baseUrl)));
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        return text.ToString();

        // A day that an author wrote begins at midnight in the site's zone. Before it was public nothing changed.
        Instant Updated(Article article) =>
            Instant.Max(article.Front.PublicFrom, article.Front.Updated is { } day ? site.Zone.AtStartOfDay(day).ToInstant() : NodaConstants.UnixEpoch);
    }

    /// <summary>Old addresses stand in the front matter, the first one first.</summary>
    private static string IdOf(Article article, Uri baseUrl) =>
        $"tag:{baseUrl.Host},{LocalDatePattern.Iso.Format(article.Front.Published)}:{article.FirstUrl}";

    private static string Content(Article article, Site site, Uri baseUrl)
    {
        string Html(string words) => HtmlEncoder.Default.Encode(words);
        var line = site.PhoneFor(article);
        return $"<p>{Html(article.Front.Summary)}</p><p><a href=\"{Html(new Uri(baseUrl, article.Path.Url).AbsoluteUri)}\">Read it on {Html(site.Name)}</a></p>"
            + string.Concat(site.CrisisLines.Where(l => l.Urgent).Select(l => $"<p>{Html(l.When)}: call <a href=\"{l.TelUrl}\">{Html(l.Display)}</a>.</p>"))
            + $"<p>To talk with us: <a href=\"{line.TelUrl}\">{Html(line.Display)}</a>. {Html(CallingWords.Week(line.Hours))}. {Html(line.Cost)}</p>";
    }

    private static string Moment(Instant instant) => InstantPattern.General.Format(instant);

    /// <summary>Without what XML 1.0 cannot hold.</summary>
    private static string Clean(string words) => words.All(XmlConvert.IsXmlChar) ? words : string.Concat(words.Where(XmlConvert.IsXmlChar));
}
