using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using RecoverySite.Content;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>
/// What a page says, once more for machines (schema.org as JSON-LD): nothing that does not stand on the page for people to read, and so
/// nothing that search engines could hold against us.
/// </summary>
public static class SchemaOrg
{
    private static readonly string[] DayNames = ["", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    /// <summary>As JSON in which each &lt; is <c>\u003C</c>, so that no value can end the element that it stands in.</summary>
    public static string Of(ReadingPage page, Uri baseUrl, string canonical) => JsonSerializer.Serialize(Graph(page, baseUrl, canonical));

    /// <summary>Where a page stands, from the start page down, as its breadcrumbs show it: without itself.</summary>
    public static IReadOnlyList<(string Name, string Url)> Trail(ReadingPage page) =>
        page.Shown switch
        {
            null or { Kind: ArticleKind.Home } => [],
            { Kind: ArticleKind.Article } article when page.Library.Find(article.Path.FirstSegment, page.Now) is { } topic => [("Home", "/"), (topic.Front.Title, topic.Path.Url)],
            _ => [("Home", "/")],
        };

    private static JsonObject Graph(ReadingPage page, Uri baseUrl, string canonical)
    {
        string Absolute(string url) => new Uri(baseUrl, url).AbsoluteUri;
        // Number and hours once, on the pages that are about us; an article says who publishes it.
        var graph = page.Shown is { Kind: ArticleKind.Article or ArticleKind.Topic } ? new JsonArray() : new JsonArray(Organisation(page, Absolute("/")));
        if (page.Shown is { Kind: not ArticleKind.Home } shown)
            graph.Add(Page(page, shown, Absolute(canonical), Absolute("/")));
        if (Trail(page) is { Count: > 0 } trail)
        {
            graph.Add(new JsonObject
            {
                ["@type"] = "BreadcrumbList",
                ["itemListElement"] = new JsonArray([.. trail.Append((page.Version.Title, canonical)).Select((step, i) =>
                    (JsonNode)new JsonObject { ["@type"] = "ListItem", ["position"] = i + 1, ["name"] = step.Item1, ["item"] = Absolute(step.Item2) })]),
            });
        }
        return new JsonObject { ["@context"] = "https://schema.org", ["@graph"] = graph };
    }

    private static JsonObject Page(ReadingPage page, Article shown, string url, string home)
    {
        var (front, version) = (shown.Front, page.Version);
        var isArticle = shown.Kind == ArticleKind.Article;
        var data = new JsonObject
        {
            ["@type"] = isArticle ? "MedicalWebPage" : "WebPage",
            ["@id"] = url,
            ["url"] = url,
            ["name"] = version.Title,
            ["description"] = version.Summary,
            ["inLanguage"] = "en-US",
            ["publisher"] = Provider(page, home),
        };
        if (!isArticle)
            return data;
        data["datePublished"] = LocalDatePattern.Iso.Format(front.Published);
        data["author"] = front.Author is { } author ? Person(page, author) : Provider(page, home);
        if (front.Updated is { } updated)
            data["dateModified"] = LocalDatePattern.Iso.Format(updated);
        if (front.Review is { } review)
        {
            data["lastReviewed"] = LocalDatePattern.Iso.Format(review.On);
            data["reviewedBy"] = Person(page, review.By);
        }
        if (front.Image is { } image)
            data["image"] = new Uri(new Uri(url), image.Src).AbsoluteUri;
        if (front.Sources.Count > 0)
            data["citation"] = new JsonArray([.. front.Sources.Select(s => (JsonNode)s.Title)]);
        return data;
    }

    private static JsonObject Person(ReadingPage page, string id)
    {
        var person = page.Library.People.GetValueOrDefault(id);
        var data = new JsonObject { ["@type"] = "Person", ["name"] = person?.Name ?? id };
        if (person?.Credentials is { } credentials)
            data["honorificSuffix"] = credentials;
        return data;
    }

    private static JsonObject Provider(ReadingPage page, string home) => new() { ["@type"] = "MedicalOrganization", ["@id"] = home + "#provider", ["name"] = page.Site.Organisation };

    /// <summary>The provider with the line that the page shows: its number, and the hours that stand beside it.</summary>
    private static JsonObject Organisation(ReadingPage page, string home)
    {
        var line = page.CallToAction.Line;
        var today = page.Now.InZone(line.Hours.Zone).Date;
        var special = Enumerable.Range(0, OpeningHours.DaysAhead).Select(today.PlusDays).Where(d => line.Hours.ExceptionOn(d) is not null).ToList();
        var data = Provider(page, home);
        data["url"] = home;
        data["telephone"] = line.E164;
        data["openingHoursSpecification"] = new JsonArray([.. line.Hours.Week.OrderBy(d => d.Key).SelectMany(d => d.Value.Select(r => (JsonNode)Hours(r, ("dayOfWeek", DayNames[(int)d.Key]))))]);
        if (special.Count > 0)
        {
            data["specialOpeningHoursSpecification"] = new JsonArray([.. special.SelectMany(d => line.Hours.RangesOn(d) switch
            {
                // schema.org has midnight to midnight stand for a day on which nobody is there.
                [] => [(JsonNode)Hours(new OpeningRange(0, 0), ("validFrom", LocalDatePattern.Iso.Format(d)), ("validThrough", LocalDatePattern.Iso.Format(d)))],
                var ranges => ranges.Select(r => (JsonNode)Hours(r, ("validFrom", LocalDatePattern.Iso.Format(d)), ("validThrough", LocalDatePattern.Iso.Format(d)))),
            })]);
        }
        return data;
    }

    private static JsonObject Hours(OpeningRange range, params (string Name, string Value)[] when)
    {
        var data = new JsonObject { ["@type"] = "OpeningHoursSpecification" };
        foreach (var (name, value) in when)
            data[name] = value;
        data["opens"] = Time(range.OpensAtMinute);
        // A whole day ends a minute before the next one begins, which is how search engines read it.
        data["closes"] = range.ClosesAtMinute - range.OpensAtMinute == 24 * 60 ? "23:59" : Time(range.ClosesAtMinute);
        return data;
    }

    private static string Time(int minute) => LocalTime.FromMinutesSinceMidnight(minute % (24 * 60)).ToString("HH:mm", null);
}
