using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Tests.Pages.Preview;

public sealed class PreviewTests : IDisposable
{
    private readonly TemporaryFolder content = SampleContent.Folder();
    private readonly TestSite site;
    private readonly HttpClient client;

    public PreviewTests()
    {
        content.Write("topic/draft.md", SampleContent.Page("Draft page", extra: "draft: true", body: "Words of the draft."));
        content.Write("topic/later.md", SampleContent.Page("Later page", publish: "2026-11-26", body: "Words for later."));
        content.Write("topic/other.md", SampleContent.Page("Other draft", extra: "draft: true"));
        site = TestSite.Start(content: content.Path);
        client = site.Client();
    }

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
        content.Dispose();
    }

    private string LinkTo(string path) =>
        site.Services.GetRequiredService<PreviewLinks>().For(path, site.Clock.GetUtcNow()).PathAndQuery;

    [Theory]
    [InlineData("topic/draft", "Words of the draft.", "\"draft: true\" stands in the front matter")]
    [InlineData("topic/later", "Words for later.", "\"publish\" is November 26, 2026, in 38 hours")]
    public async Task A_link_shows_one_unpublished_page_marked_as_a_draft_and_kept_by_nobody(string path, string words, string why)
    {
        var response = await client.GetAsync(LinkTo(path));
        var page = await response.PageAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(words, page.QuerySelector(".prose")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Draft.", page.QuerySelector(".draft")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(why, page.QuerySelector(".draft")!.TextContent, StringComparison.Ordinal);
        Assert.StartsWith("Draft: ", page.Title, StringComparison.Ordinal);
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Null(page.QuerySelector("link[rel=canonical]"));
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal(["noindex"], response.Headers.GetValues("X-Robots-Tag"));
        Assert.DoesNotContain(page.QuerySelectorAll("script, a"), e => e.OuterHtml.Contains(path, StringComparison.Ordinal) && !e.OuterHtml.Contains("request-a-call", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_draft_shows_its_version_for_families_too()
    {
        content.Write("topic/both.md", SampleContent.Page("Both", extra: "draft: true\nfamily:\n  title: For families\n  summary: What stands here for those who worry about somebody, in other words.", body: "::: self\nYou.\n:::\n\n::: family\nThey.\n:::"));
        using var fresh = TestSite.Start(content: content.Path);
        using var visitor = fresh.Client();
        var link = fresh.Services.GetRequiredService<PreviewLinks>().For("topic/both", fresh.Clock.GetUtcNow()).PathAndQuery;

        var own = await visitor.PageAsync(link);
        var other = own.QuerySelectorAll(".readers a").Single(a => a.GetAttribute("aria-current") is null).GetAttribute("href")!;
        var family = await visitor.PageAsync(link + other);

        Assert.Equal("Both", own.QuerySelector("h1")!.TextContent);
        Assert.Equal("For families", family.QuerySelector("h1")!.TextContent);
        Assert.Contains("They.", family.QuerySelector(".prose")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("You.", family.QuerySelector(".prose")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_changed_or_is_a_week_old_shows_nothing()
    {
        var link = LinkTo("topic/draft");
        var middle = link.Length - 20;

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(link[..middle] + (link[middle] == 'A' ? 'B' : 'A') + link[(middle + 1)..])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/preview/topic")).StatusCode);
        site.Clock.Now = site.Clock.Now.AddDays(7);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(link)).StatusCode);
        site.Clock.Now = site.Clock.Now.AddSeconds(1);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_page_that_has_been_published_meanwhile_is_shown_where_it_stands()
    {
        var link = LinkTo("topic/later");
        site.Clock.Now = site.Clock.Now.AddDays(2);

        var response = await client.GetAsync(link);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/topic/later", response.Headers.Location!.ToString());
    }
}
