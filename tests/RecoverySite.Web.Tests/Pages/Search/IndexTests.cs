using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Search;

public sealed class IndexTests : IDisposable
{
    private const string Help = """
        synonyms: []
        crisis:
          - heading: An overdose
            urgency: emergency
            call: ["911"]
            steps: [Call 911.]
            page: /topic/overdose
            phrases: [overdose]
        """;

    private readonly TemporaryFolder folder = SampleContent.Folder();
    private readonly TestSite site;
    private readonly HttpClient client;

    public IndexTests()
    {
        folder.Write("search.yml", Help);
        folder.Write("topic/overdose.md", SampleContent.Page("What to do in an overdose"));
        folder.Write("topic/fentanyl.md", SampleContent.Page("Fentanyl", body: "It is strong & \"quick\"; <b>this</b> is text."));
        for (var i = 1; i <= 23; i++)
            folder.Write($"topic/day-{i}.md", SampleContent.Page($"Day {i}", body: "Walnut."));
        folder.Write("topic/tomorrow.md", SampleContent.Page("Tomorrow", publish: "2026-11-25", body: "Walnut."));
        site = TestSite.Start(content: folder.Path);
        client = site.Client();
    }

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Results_stand_in_pages_of_ten_with_their_number_in_heading_and_title_and_no_word_of_the_query_in_the_title()
    {
        var first = await client.PageAsync("/search?q=walnut");
        var last = await client.PageAsync("/search?q=walnut&page=3");

        Assert.Equal("Search: 23 results (page 1 of 3) - Sample", first.Title);
        Assert.Equal("23 results for walnut", first.QuerySelector("#site-results")!.TextContent);
        Assert.Equal(10, first.QuerySelectorAll(".list .article-card").Length);
        Assert.Equal("/search?q=walnut&page=2", first.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.Equal(3, last.QuerySelectorAll(".list .article-card").Length);
        Assert.Equal("/search?q=walnut&page=2", last.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal("21", last.QuerySelector("ol.cards")!.GetAttribute("start"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("4")]
    [InlineData("x")]
    public async Task A_page_that_is_not_there_leads_to_the_first(string page)
    {
        var response = await client.GetAsync($"/search?q=walnut&page={page}");

        Assert.Equal((302, "/search?q=walnut"), ((int)response.StatusCode, response.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task What_was_searched_for_is_marked_and_nothing_of_it_becomes_a_part_of_the_page()
    {
        var page = await client.PageAsync("/search?q=" + Uri.EscapeDataString("\"quick\" <b>fentanyl</b><script>alert(1)</script>"));

        Assert.Equal(["Fentanyl"], page.QuerySelectorAll(".article-card h3 mark").Select(m => m.TextContent));
        Assert.Contains("quick", page.QuerySelectorAll(".article-card p mark").Select(m => m.TextContent));
        Assert.Empty(page.QuerySelectorAll("main script, main b"));
        Assert.Equal("\"quick\" <b>fentanyl</b><script>alert(1)</script>", page.QuerySelector("#q")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_misspelt_word_is_searched_for_as_the_site_spells_it_and_as_typed_for_whoever_asks()
    {
        var page = await client.PageAsync("/search?q=fentynal");
        var typed = page.QuerySelectorAll("main a").Single(a => a.TextContent == "Search for that instead").GetAttribute("href")!;

        Assert.Equal("1 result for fentanyl", page.QuerySelector("#site-results")!.TextContent);
        Assert.Contains("No results for fentynal", (await client.PageAsync(typed)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_found_is_no_dead_end()
    {
        var page = await client.PageAsync("/search?q=zzzz");

        Assert.Equal("Search: No results - Sample", page.Title);
        Assert.Equal("/topic", page.QuerySelector("nav[aria-labelledby=site-topics] a")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("main a[href='tel:+12165550123']"));
        Assert.NotNull(page.QuerySelector("main a[href^='/request-a-call']"));
    }

    [Fact]
    public async Task Who_searches_in_need_reads_first_whom_to_call_and_the_bar_calls_them_too()
    {
        var page = await client.PageAsync("/search?q=overdose");

        var first = page.QuerySelector("main h1")!.NextElementSibling!;
        Assert.Equal("Emergency: An overdose", first.QuerySelector("h2")!.TextContent);
        Assert.Equal("tel:911", first.QuerySelector("a.button")!.GetAttribute("href"));
        Assert.Equal("/topic/overdose", first.QuerySelector("p > a[href^='/topic']")!.GetAttribute("href"));
        Assert.Equal("tel:911", page.QuerySelector(".bar a.button")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Nothing_of_a_search_is_kept_by_the_browsers_cache_or_by_a_search_engine()
    {
        foreach (var url in new[] { "/search", "/search?q=walnut", "/search?q=zzzz" })
        {
            var response = await client.GetAsync(url);
            var page = await client.PageAsync(url);

            Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
            Assert.False(response.Headers.Contains("Set-Cookie"));
            Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
            Assert.Null(page.QuerySelector("link[rel=canonical]"));
        }
    }

    [Fact]
    public async Task What_changes_is_found_as_it_is_now()
    {
        Assert.Equal("1 result for fentanyl", (await client.PageAsync("/search?q=fentanyl")).QuerySelector("#site-results")!.TextContent);
        folder.Write("topic/fentanyl.md", SampleContent.Page("Fentanyl", extra: "draft: true"));
        folder.Write("topic/carfentanil.md", SampleContent.Page("Carfentanil"));

        await Eventually.TrueAsync(async () => (await client.PageAsync("/search?q=carfentanil")).QuerySelectorAll(".list .article-card").Length == 1, "the new page is found");
        Assert.DoesNotContain((await client.PageAsync("/search?q=fentanyl")).QuerySelectorAll(".list .article-card a"), a => a.GetAttribute("href") == "/topic/fentanyl");

        site.Clock.Now = new DateTimeOffset(2026, 11, 25, 5, 0, 0, TimeSpan.Zero);
        Assert.Equal("24 results for walnut", (await client.PageAsync("/search?q=walnut")).QuerySelector("#site-results")!.TextContent);
    }

    [Theory]
    [InlineData("/search?q=")]
    [InlineData("/search?q=%00%ff%fe")]
    [InlineData("/search?q=a&q=b")]
    [InlineData("/search?Q=walnut")]
    [InlineData("/search?q=%F0%9F%98%80&page=1&page=2")]
    public async Task Odd_input_is_answered_as_any(string url) => Assert.True((int)(await client.GetAsync(url)).StatusCode is 200 or 302);
}
