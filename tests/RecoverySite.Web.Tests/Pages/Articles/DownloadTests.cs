using System.Net;
using AngleSharp.Dom;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Articles;

/// <summary>An article as one file. The clock stands at 10:00 in New York on November 24, 2026.</summary>
public sealed class DownloadTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private readonly HttpClient client = fixture.Site.Client();

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("/heroin/cravings")]
    [InlineData("/treatment/return-to-use/family")]
    public async Task The_article_offers_itself_as_a_file_whose_name_tells_nothing(string url)
    {
        var link = (await client.PageAsync(url)).QuerySelectorAll("article a").Single(a => a.TextContent == "Download this article").GetAttribute("href")!;

        var (first, second) = (await client.GetAsync(link), await client.GetAsync(link));

        Assert.Equal("attachment", first.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Matches("^\"?reading-[1-9][0-9]{2}\\.html\"?$", first.Content.Headers.ContentDisposition.FileName);
        Assert.Equal(first.Content.Headers.ContentDisposition, second.Content.Headers.ContentDisposition);
        Assert.Equal("noindex", first.Headers.GetValues("X-Robots-Tag").Single());
        Assert.NotNull(first.Headers.ETag);
    }

    [Fact]
    public async Task Two_articles_do_not_as_a_rule_have_the_same_name()
    {
        var articles = (await client.PageAsync("/articles")).QuerySelectorAll(".article-card a").Select(a => a.GetAttribute("href")!).ToList();
        var names = await Task.WhenAll(articles.Select(async url => (await client.GetAsync("/download" + url)).Content.Headers.ContentDisposition!.FileName));

        Assert.True(names.Length >= 10);
        Assert.True(names.Distinct().Count() >= names.Length - 1);
    }

    [Fact]
    public async Task It_says_what_the_page_says_and_whom_to_call_and_when_it_was_saved()
    {
        var (page, file) = (await client.PageAsync("/heroin/cravings"), await client.PageAsync("/download/heroin/cravings"));

        Assert.Equal(page.QuerySelector("h1")!.TextContent, file.QuerySelector("h1")!.TextContent);
        Assert.Equal(Text(page.QuerySelector(".dates")!), Text(file.QuerySelector(".dates")!));
        Assert.Equal(Text(page.QuerySelector("footer.review")!), Text(file.QuerySelector("footer.review")!));
        Assert.Equal(page.QuerySelectorAll(".prose > section h2, .prose > h2").Select(h => h.TextContent), file.QuerySelectorAll(".prose > section h2, .prose > h2").Select(h => h.TextContent));
        var text = Text(file.Body!);
        Assert.Contains("Saved on November 24, 2026. The current version is at https://recoverysite.example/heroin/cravings.", text, StringComparison.Ordinal);
        Assert.Contains("Monday through Friday, 8:00 a.m. to 9:00 p.m. ET", text, StringComparison.Ordinal);
        // What is true for a moment has no place in a file.
        Assert.DoesNotContain("Open now", text, StringComparison.OrdinalIgnoreCase);
        var numbers = page.QuerySelectorAll("a[data-call]").Select(a => a.GetAttribute("href")).Distinct().Single();
        Assert.Contains(file.QuerySelectorAll(".top a, .call-block a"), a => a.GetAttribute("href") == numbers);
        Assert.Equal(2, file.QuerySelectorAll("svg.qr-code").Length);
    }

    [Fact]
    public async Task It_needs_nothing_but_itself()
    {
        foreach (var url in (await client.PageAsync("/articles")).QuerySelectorAll(".article-card a").Select(a => a.GetAttribute("href")!))
        {
            var file = await client.PageAsync("/download" + url);

            Assert.Empty(file.QuerySelectorAll("script, link, form, button, iframe, video, audio, [style]"));
            Assert.All(file.QuerySelectorAll("[src]"), e => Assert.StartsWith("data:image/", e.GetAttribute("src"), StringComparison.Ordinal));
            Assert.All(file.QuerySelectorAll("a[href]"), a => Assert.Matches("^(https?://|tel:|sms:|#)", a.GetAttribute("href")!));
            Assert.All(file.QuerySelectorAll("a[href^='#']"), a => Assert.NotNull(file.GetElementById(a.GetAttribute("href")![1..])));
            Assert.DoesNotContain("url(", file.DocumentElement.OuterHtml, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_picture_goes_into_it()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/hill.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>");
        folder.Write("topic/page.md", SampleContent.Page("Page", extra: "image: { src: hill.svg, alt: A hill }"));
        await using var site = TestSite.Start(content: folder.Path);
        using var visitor = site.Client();

        var picture = (await visitor.PageAsync("/download/topic/page")).QuerySelector("img")!;

        Assert.Equal("A hill", picture.GetAttribute("alt"));
        Assert.Equal("data:image/svg+xml;base64," + Convert.ToBase64String("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>"u8), picture.GetAttribute("src"));
    }

    [Theory]
    [InlineData("/heroin/cravings")]
    [InlineData("/treatment/return-to-use/family")]
    [InlineData("/download/heroin/cravings")]
    [InlineData("/download/treatment/return-to-use/family")]
    public async Task For_paper_the_addresses_of_the_links_in_the_text_stand_in_a_list_in_their_order(string url)
    {
        var page = await client.PageAsync(url);
        var links = page.QuerySelectorAll("article > :not(header, footer, nav, .sources, .actions) a")
            .Select(a => a.GetAttribute("href")!)
            .Where(to => to.StartsWith('/') || to.StartsWith("http", StringComparison.Ordinal))
            .Select(to => new Uri(new Uri("https://recoverysite.example"), to).ToString()).ToList();

        Assert.True(links.Count > 5);
        Assert.Equal(links, page.QuerySelectorAll("article > section.on-paper li").Select(l => l.TextContent));
    }

    [Theory]
    [InlineData("/download/heroin")]
    [InlineData("/download/heroin/no-such-article")]
    [InlineData("/download/heroin/cravings/nobody")]
    [InlineData("/download/about")]
    public async Task What_is_no_article_is_no_file(string url)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task What_is_not_public_yet_is_no_file_either()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/later.md", SampleContent.Page("Later", publish: "2027-01-01"));
        await using var site = TestSite.Start(content: folder.Path);
        using var visitor = site.Client();

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/download/topic/later")).StatusCode);
    }

    [Fact]
    public async Task An_article_is_sent_on_by_text_or_as_a_link_without_a_word_of_ours()
    {
        var page = await client.PageAsync("/treatment/return-to-use/family");

        var text = page.QuerySelectorAll("article a").Single(a => a.TextContent == "Send by text").GetAttribute("href")!;
        Assert.Equal("sms:?&body=https://recoverysite.example/treatment/return-to-use/family", text);
        Assert.Equal("https://recoverysite.example/treatment/return-to-use/family", page.QuerySelectorAll("article button").Single(b => b.TextContent == "Copy link").GetAttribute("data-copy"));
        Assert.Equal("https://recoverysite.example/treatment/return-to-use/family", page.QuerySelector("article > p.on-paper")!.TextContent);
    }
}
