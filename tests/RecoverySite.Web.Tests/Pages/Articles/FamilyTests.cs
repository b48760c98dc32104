using System.Net;

namespace RecoverySite.Web.Tests.Pages.Articles;

/// <summary>An article in other words for somebody who worries about another.</summary>
public sealed class FamilyTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private readonly HttpClient client = fixture.Site.Client();

    [Fact]
    public async Task The_same_article_has_another_title_another_introduction_and_an_address_of_its_own()
    {
        var own = await client.PageAsync("/treatment/return-to-use");
        var family = await client.PageAsync("/treatment/return-to-use/family");

        Assert.Equal("A return to use is not failure", own.QuerySelector("h1")!.TextContent);
        Assert.Equal("When someone you love uses again", family.QuerySelector("h1")!.TextContent);
        Assert.StartsWith("When someone you love uses again", family.Title, StringComparison.Ordinal);
        Assert.NotEqual(own.QuerySelector(".lede")!.TextContent, family.QuerySelector(".lede")!.TextContent);
        Assert.Equal(family.QuerySelector(".lede")!.TextContent, family.QuerySelector("meta[name=description]")!.GetAttribute("content"));
        Assert.Equal("https://recoverysite.example/treatment/return-to-use/family", family.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        Assert.Equal(own.QuerySelector(".card.emergency")!.OuterHtml, family.QuerySelector(".card.emergency")!.OuterHtml);
    }

    [Theory]
    [InlineData("/treatment/return-to-use", "For Myself", "/treatment/return-to-use/family")]
    [InlineData("/treatment/return-to-use/family", "For Someone I care about", "/treatment/return-to-use")]
    public async Task Each_version_says_for_whom_it_is_and_leads_to_the_other(string url, string current, string other)
    {
        var switches = (await client.PageAsync(url)).QuerySelectorAll("nav[aria-labelledby=site-readers] a").ToList();

        Assert.Equal(2, switches.Count);
        Assert.Equal(current, Assert.Single(switches, s => s.GetAttribute("aria-current") == "page").TextContent);
        Assert.Equal(other, Assert.Single(switches, s => s.GetAttribute("aria-current") is null).GetAttribute("href"));
    }

    [Fact]
    public async Task Whoever_reads_for_somebody_else_asks_for_a_call_about_somebody_else()
    {
        var page = await client.PageAsync("/treatment/return-to-use/family");

        Assert.Contains("You can call about somebody else", page.QuerySelector(".call-block")!.TextContent, StringComparison.Ordinal);
        var requests = page.QuerySelectorAll("a[href^='/request-a-call']").Select(a => a.GetAttribute("href")!).Distinct().ToList();
        Assert.All(requests, url => Assert.Contains("for=other", url, StringComparison.Ordinal));
        foreach (var url in requests)
            Assert.True((await client.PageAsync(url)).QuerySelector("#for-other")!.HasAttribute("checked"));
        Assert.Null((await client.PageAsync("/request-a-call?from=treatment/return-to-use")).QuerySelector("input[name=for][checked]"));
    }

    [Fact]
    public async Task Links_lead_on_to_what_is_written_for_families()
    {
        var page = await client.PageAsync("/treatment/return-to-use/family");

        Assert.NotNull(page.QuerySelector(".prose a[href='/cravings/the-next-hour/family']"));
        Assert.Null(page.QuerySelector(".prose > p a[href='/cravings/the-next-hour'], .prose > ul a[href='/cravings/the-next-hour']"));
        // What has the one version alone keeps its address.
        Assert.NotNull(page.QuerySelector(".prose a[href='/overdose/what-to-do']"));
    }

    [Fact]
    public async Task The_topic_for_families_lists_what_is_written_for_them()
    {
        var page = await client.PageAsync("/family");

        var cards = page.QuerySelectorAll(".article-card a").ToDictionary(a => a.GetAttribute("href")!, a => a.TextContent);
        Assert.Equal("When someone you love uses again", cards["/treatment/return-to-use/family"]);
        Assert.Equal("For families: how to talk, and what helps", cards["/family/how-to-help"]);
        Assert.Equal("/family/how-to-help", cards.Keys.First());
        Assert.Contains("Would you like to talk about someone?", page.QuerySelector(".call-block")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/Treatment/Return-to-use/FAMILY/", "/treatment/return-to-use/family")]
    [InlineData("/overdose/what-to-do/family", "/overdose/what-to-do")]
    public async Task Another_spelling_or_a_version_that_there_is_not_leads_on_in_one_step(string url, string to)
    {
        var response = await client.GetAsync(url);

        Assert.Equal(HttpStatusCode.MovedPermanently, response.StatusCode);
        Assert.Equal(to, response.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_page_for_families_alone_leads_its_readers_on_in_the_same_way()
    {
        var page = await client.PageAsync("/family/how-to-help");

        Assert.Null(page.QuerySelector(".readers"));
        Assert.NotNull(page.QuerySelector(".prose a[href='/treatment/return-to-use/family']"));
        Assert.All(page.QuerySelectorAll("a[href^='/request-a-call']"), a => Assert.Contains("for=other", a.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/treatment/nothing/family")]
    [InlineData("/treatment/return-to-use/friends")]
    [InlineData("/treatment/return-to-use/family%0A")]
    [InlineData("/about/family")]
    public async Task What_is_no_version_of_anything_is_not_found(string url) =>
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(url)).StatusCode);

    [Fact]
    public async Task A_tap_is_counted_for_the_article_whoever_reads_it() =>
        Assert.Equal("/treatment/return-to-use", (await client.PageAsync("/treatment/return-to-use/family")).QuerySelector("script[data-page]")!.GetAttribute("data-page"));
}
