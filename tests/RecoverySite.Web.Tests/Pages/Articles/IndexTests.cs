using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Articles;

public sealed class IndexTests : IDisposable
{
    private readonly TemporaryFolder folder = SampleContent.Folder();
    private readonly TestSite site;
    private readonly HttpClient client;

    public IndexTests()
    {
        for (var day = 1; day <= 23; day++)
            folder.Write($"topic/day-{day}.md", SampleContent.Page($"Day {day}", publish: $"2026-11-{day:00}"));
        folder.Write("topic/tomorrow.md", SampleContent.Page("Tomorrow", publish: "2026-11-25"));
        folder.Write("topic/draft.md", SampleContent.Page("Draft", extra: "draft: true"));
        site = TestSite.Start(content: folder.Path);
        client = site.Client();
    }

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
        folder.Dispose();
    }

    private async Task<IEnumerable<string>> TitlesAsync(string url) =>
        (await client.PageAsync(url)).QuerySelectorAll(".list .article-card a").Select(a => a.TextContent);

    [Fact]
    public async Task Articles_are_listed_newest_first_in_pages_of_ten()
    {
        Assert.Equal(Enumerable.Range(14, 10).Reverse().Select(d => $"Day {d}"), await TitlesAsync("/articles"));
        Assert.Equal(Enumerable.Range(4, 10).Reverse().Select(d => $"Day {d}"), await TitlesAsync("/articles?page=2"));
        Assert.Equal(["Day 3", "Day 2", "Day 1"], await TitlesAsync("/articles?page=3"));
    }

    [Fact]
    public async Task A_page_of_the_list_says_which_it_is_and_where_its_neighbours_are()
    {
        var page = await client.PageAsync("/articles?page=2");

        Assert.Equal("Articles (page 2 of 3) - Sample", page.Title);
        Assert.Equal("/articles", page.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal("/articles?page=3", page.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.Equal("/articles?page=2", page.QuerySelector(".pages [aria-current=page]")!.GetAttribute("href"));
    }

    [Theory]
    [InlineData(1, "1 2 … 12")]
    [InlineData(3, "1 2 3 4 … 12")]
    [InlineData(4, "1 2 3 4 5 … 12")]
    [InlineData(5, "1 … 4 5 6 … 12")]
    [InlineData(9, "1 … 8 9 10 11 12")]
    [InlineData(12, "1 … 11 12")]
    public async Task Of_many_pages_the_first_the_last_and_the_neighbours_are_linked(int current, string shown)
    {
        for (var i = 0; i < 90; i++)
            folder.Write($"topic/more-{i}.md", SampleContent.Page($"More {i}"));
        await using var large = TestSite.Start(content: folder.Path);
        using var reader = large.Client();

        var page = await reader.PageAsync(current == 1 ? "/articles" : $"/articles?page={current}");

        Assert.Equal(shown, string.Join(' ', page.QuerySelectorAll(".pages li:not(:has([rel]))").Select(l => l.TextContent.Replace("Page ", "", StringComparison.Ordinal).Trim())));
        Assert.Equal(current.ToString(System.Globalization.CultureInfo.InvariantCulture), page.QuerySelector(".pages [aria-current=page]")!.TextContent.Replace("Page ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("4")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("99999999999999")]
    public async Task A_page_number_that_leads_nowhere_leads_to_the_first_page(string number)
    {
        var response = await client.GetAsync($"/articles?page={number}");

        Assert.Equal(302, (int)response.StatusCode);
        Assert.Equal("/articles", response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Drafts_and_tomorrows_articles_are_nowhere_until_their_time()
    {
        foreach (var url in new[] { "/", "/articles", "/topic", "/topic/day-1", "/sitemap" })
        {
            var text = await (await client.GetAsync(url)).Content.ReadAsStringAsync();
            Assert.DoesNotContain("Tomorrow", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Draft", text, StringComparison.Ordinal);
        }
        Assert.Equal(404, (int)(await client.GetAsync("/topic/tomorrow")).StatusCode);
        Assert.Equal(404, (int)(await client.GetAsync("/topic/draft")).StatusCode);

        site.Clock.Now = new DateTimeOffset(2026, 11, 25, 5, 0, 0, TimeSpan.Zero);
        Assert.Equal("Tomorrow", (await TitlesAsync("/articles")).First());
    }
}
