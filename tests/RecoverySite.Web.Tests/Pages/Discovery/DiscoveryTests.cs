using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AngleSharp.Dom;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Discovery;

/// <summary>What search engines and feed readers are told, compared with what people read. The clock stands at 10:00 on November 24, 2026 in New York.</summary>
public sealed class DiscoveryTests : IDisposable
{
    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9", Atom = "http://www.w3.org/2005/Atom";

    private readonly TemporaryFolder folder = SampleContent.Folder();
    private readonly Lazy<TestSite> lazy;

    public DiscoveryTests() => lazy = new(() => TestSite.Start(content: folder.Path));

    private TestSite Site => lazy.Value;

    public void Dispose()
    {
        if (lazy.IsValueCreated)
            Site.Dispose();
        folder.Dispose();
    }

    private static async Task<List<(string Url, string? Changed)>> AddressesAsync(HttpClient client) =>
        [.. XDocument.Parse(await client.GetStringAsync("/sitemap.xml")).Root!.Elements(Map + "url").Select(u => (u.Element(Map + "loc")!.Value, u.Element(Map + "lastmod")?.Value))];

    private static List<JsonElement> Graph(IDocument page) =>
        [.. JsonDocument.Parse(page.QuerySelector("script[type='application/ld+json']")!.TextContent).RootElement.GetProperty("@graph").EnumerateArray()];

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Every_address_of_our_own_sitemap_answers_is_its_own_canonical_and_no_other_page_that_wants_to_be_found_is_missing()
    {
        using var site = TestSite.Start();
        using var client = site.Client();
        var addresses = await AddressesAsync(client);
        var all = addresses.Select(a => a.Url).ToHashSet();
        var toVisit = new Queue<string>(all.Select(a => new Uri(a).PathAndQuery));
        var seen = new HashSet<string>();

        Assert.True(addresses.Count >= 30);
        Assert.Equal(addresses.Count, all.Count);
        while (toVisit.TryDequeue(out var url))
        {
            if (!seen.Add(url))
                continue;
            var answer = await client.GetAsync(url);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, url);
            var page = await answer.PageAsync();
            var canonical = page.QuerySelector("link[rel=canonical]")?.GetAttribute("href");
            if (canonical is not null)
                Assert.Contains(canonical, all);
            if (all.Any(a => new Uri(a).PathAndQuery == url))
                Assert.Equal(url, new Uri(canonical!).PathAndQuery);
            foreach (var link in page.QuerySelectorAll("a[href^='/']").Select(a => a.GetAttribute("href")!.Split('#')[0]).Where(l => !l.StartsWith("/request-a-call?", StringComparison.Ordinal)))
                toVisit.Enqueue(link);
            Assert.DoesNotContain(page.QuerySelectorAll("script[src], link[rel=stylesheet], img[src], source, iframe"), e => (e.GetAttribute("src") ?? e.GetAttribute("href") ?? "").Contains("//", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task An_anchor_of_a_link_of_ours_is_on_the_page_that_it_leads_to()
    {
        using var site = TestSite.Start();
        using var client = site.Client();
        var pages = new Dictionary<string, IDocument>();
        async Task<IDocument> PageAsync(string url) => pages.TryGetValue(url, out var page) ? page : pages[url] = await client.PageAsync(url);

        foreach (var url in (await AddressesAsync(client)).Select(a => new Uri(a.Url).PathAndQuery))
        {
            foreach (var link in (await PageAsync(url)).QuerySelectorAll("a[href*='#']").Select(a => a.GetAttribute("href")!).Where(l => !l.StartsWith("http", StringComparison.Ordinal)))
            {
                var parts = link.Split('#');
                Assert.True((await PageAsync(parts[0].Length == 0 ? url : parts[0])).GetElementById(parts[1]) is not null, $"{url}: {link}");
            }
        }
    }

    [Fact]
    public async Task A_sitemap_says_when_a_page_changed_as_its_author_wrote_it_and_names_nothing_that_is_not_public()
    {
        folder.Write("topic/old.md", SampleContent.Page("Old", publish: "2026-11-01"));
        folder.Write("topic/new.md", SampleContent.Page("New", publish: "2026-11-02", extra: "updated: 2026-11-20"));
        folder.Write("topic/draft.md", SampleContent.Page("Draft", extra: "draft: true"));
        folder.Write("topic/later.md", SampleContent.Page("Later", publish: "2026-12-24"));
        folder.Write("topic/elsewhere.md", SampleContent.Page("Elsewhere", publish: "2026-11-03", extra: "canonical: https://example.org/original"));
        using var client = Site.Client();

        var addresses = await AddressesAsync(client);

        Assert.Equal(
            [("/", "2026-11-20"), ("/articles", "2026-11-20"), ("/request-a-call", null), ("/topic", "2026-11-20"), ("/topic/new", "2026-11-20"), ("/topic/old", "2026-11-01")],
            addresses.Select(a => (new Uri(a.Url).AbsolutePath, a.Changed)).OrderBy(a => a.AbsolutePath, StringComparer.Ordinal));
        Assert.All(addresses, a => Assert.StartsWith("https://recoverysite.example/", a.Url, StringComparison.Ordinal));
        Assert.Equal("User-agent: *\nDisallow:\n\nSitemap: https://recoverysite.example/sitemap.xml\n", await client.GetStringAsync("/robots.txt"));
    }

    [Fact]
    public async Task A_feed_holds_what_the_list_of_articles_shows_each_under_an_id_that_stays()
    {
        folder.Write("topic/old.md", SampleContent.Page("Old & <b>", publish: "2026-11-01"));
        folder.Write("topic/moved.md", SampleContent.Page("Moved", publish: "2026-11-02T08:00", extra: "updated: 2026-11-20\naliases: [/topic/first, /topic/second]"));
        folder.Write("topic/later.md", SampleContent.Page("Later", publish: "2026-12-24"));
        using var client = Site.Client();

        var feed = XDocument.Parse(await client.GetStringAsync("/feed")).Root!;
        var entries = feed.Elements(Atom + "entry").ToList();
        var shown = (await client.PageAsync("/articles")).QuerySelectorAll(".article-card");

        Assert.Equal(shown.Select(c => (c.QuerySelector("a")!.TextContent, c.QuerySelector("p")!.TextContent)), entries.Select(e => (e.Element(Atom + "title")!.Value, e.Element(Atom + "summary")!.Value)));
        Assert.Equal(["tag:sample.example,2026-11-02:/topic/first", "tag:sample.example,2026-11-01:/topic/old"], entries.Select(e => e.Element(Atom + "id")!.Value));
        Assert.Equal(["2026-11-20T05:00:00Z", "2026-11-01T04:00:00Z"], entries.Select(e => e.Element(Atom + "updated")!.Value));
        Assert.Equal(["2026-11-02T13:00:00Z", "2026-11-01T04:00:00Z"], entries.Select(e => e.Element(Atom + "published")!.Value));
        Assert.Equal("https://recoverysite.example/topic/moved", entries[0].Element(Atom + "link")!.Attribute("href")!.Value);
        Assert.Equal("2026-11-20T05:00:00Z", feed.Element(Atom + "updated")!.Value);
        Assert.Contains("216-555-0123", entries[0].Element(Atom + "content")!.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("@", feed.ToString().Replace("xmlns", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("/feed", (await client.PageAsync("/topic/old")).QuerySelector("link[type='application/atom+xml']")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData("/sitemap.xml", "application/xml; charset=utf-8")]
    [InlineData("/feed", "application/atom+xml; charset=utf-8")]
    [InlineData("/robots.txt", "text/plain; charset=utf-8")]
    public async Task A_machine_asks_again_only_for_what_has_changed(string url, string type)
    {
        folder.Write("topic/old.md", SampleContent.Page("Old"));
        using var client = Site.Client();
        var first = await client.GetAsync(url);
        Assert.Equal((type, HttpStatusCode.OK), (first.Content.Headers.ContentType!.ToString(), first.StatusCode));

        var again = new HttpRequestMessage(HttpMethod.Get, url);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await client.SendAsync(again)).StatusCode);
        var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        var post = await client.PostAsync(url, null);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD"), (post.StatusCode, string.Join(", ", post.Content.Headers.Allow)));
    }

    [Fact]
    public async Task What_machines_are_told_of_our_own_pages_stands_on_them_for_people()
    {
        using var site = TestSite.Start();
        using var client = site.Client();
        foreach (var url in (await AddressesAsync(client)).Select(a => new Uri(a.Url).PathAndQuery).Where(u => u != "/request-a-call"))
        {
            var page = await client.PageAsync(url);
            var (body, graph) = (Words(page.Body!), Graph(page));

            var provider = graph.SingleOrDefault(g => g.GetProperty("@type").GetString() == "MedicalOrganization");
            Assert.Equal(page.QuerySelector("article, .dates") is null, provider.ValueKind == JsonValueKind.Object);
            if (provider.ValueKind != JsonValueKind.Object)
                provider = graph[0].GetProperty("publisher");
            Assert.Contains(provider.GetProperty("name").GetString()!, body, StringComparison.Ordinal);
            foreach (var about in graph.Where(g => g.GetProperty("@type").GetString() is "MedicalWebPage" or "WebPage"))
            {
                Assert.Equal(Words(page.QuerySelector("h1")!), about.GetProperty("name").GetString());
                Assert.Contains(about.GetProperty("description").GetString()!, body, StringComparison.Ordinal);
                Assert.Equal(page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"), about.GetProperty("url").GetString());
                foreach (var (name, label) in new[] { ("dateModified", "Updated"), ("lastReviewed", "Reviewed") })
                {
                    if (about.TryGetProperty(name, out var day))
                        Assert.Contains(page.QuerySelectorAll("article span, .review p"), e => e.TextContent.StartsWith(label, StringComparison.Ordinal) && (e.QuerySelector("time")?.GetAttribute("datetime") == day.GetString() || name == "lastReviewed"));
                }
                if (about.TryGetProperty("citation", out var sources))
                    Assert.Equal(page.QuerySelectorAll(".sources li > a, .sources cite").Select(Words), sources.EnumerateArray().Select(s => s.GetString()));
            }
            foreach (var trail in graph.Where(g => g.GetProperty("@type").GetString() == "BreadcrumbList"))
            {
                var steps = trail.GetProperty("itemListElement").EnumerateArray().Select(s => s.GetProperty("name").GetString()).ToList();
                Assert.Equal([.. page.QuerySelectorAll(".trail a").Select(Words), Words(page.QuerySelector("h1")!)], steps);
            }

            if (!provider.TryGetProperty("telephone", out _))
                continue;
            Assert.NotNull(page.QuerySelector($"footer a[href='tel:{provider.GetProperty("telephone").GetString()}']"));
            Assert.Equal(5, provider.GetProperty("openingHoursSpecification").GetArrayLength());
            Assert.Contains("Monday to Friday, 8:00 a.m. to 9:00 p.m. ET", body.Replace(" through ", " to ", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.All(provider.GetProperty("openingHoursSpecification").EnumerateArray(), h => Assert.Equal(("08:00", "21:00"), (h.GetProperty("opens").GetString(), h.GetProperty("closes").GetString())));
            var thanksgiving = provider.GetProperty("specialOpeningHoursSpecification")[0];
            Assert.Equal(("2026-11-26", "00:00", "00:00"), (thanksgiving.GetProperty("validFrom").GetString(), thanksgiving.GetProperty("opens").GetString(), thanksgiving.GetProperty("closes").GetString()));
            Assert.Contains("Thanksgiving", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_reviewed_an_article_and_when_is_told_as_it_is_shown()
    {
        folder.Write("people/jo.md", "---\nname: Jo Reed\ncredentials: MD\nrole: Reviewer\n---\n");
        folder.Write("topic/checked.md", SampleContent.Page("Checked", extra: "reviewed_by: jo\nreviewed: 2026-11-10\nreview_due: 2027-11-10"));
        using var client = Site.Client();

        var page = await client.PageAsync("/topic/checked");

        var about = Graph(page).Single(g => g.GetProperty("@type").GetString() == "MedicalWebPage");
        Assert.Equal(("2026-11-10", "Jo Reed", "MD"), (about.GetProperty("lastReviewed").GetString(), about.GetProperty("reviewedBy").GetProperty("name").GetString(), about.GetProperty("reviewedBy").GetProperty("honorificSuffix").GetString()));
        Assert.Contains("Reviewed on November 10, 2026 by Jo Reed, MD.", Words(page.Body!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_that_tries_to_end_the_script_stays_inside_it()
    {
        folder.Write("topic/odd.md", SampleContent.Page("'</script><script>alert(1)</script>'"));
        using var client = Site.Client();

        var page = await client.PageAsync("/topic/odd");

        Assert.Equal("</script><script>alert(1)</script>", Graph(page).Single(g => g.GetProperty("@type").GetString() == "MedicalWebPage").GetProperty("name").GetString());
        Assert.DoesNotContain(page.QuerySelectorAll("script"), s => s.TextContent == "alert(1)");
    }
}
