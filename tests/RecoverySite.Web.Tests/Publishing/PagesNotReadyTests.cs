using System.Net;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Tests.Pages;

namespace RecoverySite.Web.Tests.Publishing;

public sealed class PagesNotReadyTests : IClassFixture<SiteFixture>, IDisposable
{
    private static readonly DateTimeOffset Closing = new(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);

    private readonly TestSite site;
    private readonly HttpClient client;

    public PagesNotReadyTests(SiteFixture fixture)
    {
        site = fixture.Site;
        site.Clock.Now = Closing.AddMinutes(-30);
        client = site.Client();
    }

    public void Dispose() => client.Dispose();

    [Theory]
    [InlineData("identity")]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_second_before_closing_a_kept_page_is_confirmed_and_a_second_after_it_is_sent_with_new_words(string encoding)
    {
        var first = await GetAsync("/heroin/cravings", encoding);
        var tag = first.Headers.ETag!;

        site.Clock.Now = Closing.AddSeconds(-1);
        var before = await GetAsync("/heroin/cravings", encoding, tag.ToString());
        site.Clock.Now = Closing.AddSeconds(1);
        var after = await GetAsync("/heroin/cravings", encoding, tag.ToString());

        Assert.False(tag.IsWeak);
        Assert.Equal((HttpStatusCode.NotModified, 0), (before.StatusCode, (await before.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(tag, before.Headers.ETag);
        Assert.Equal(first.Headers.Vary, before.Headers.Vary);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.NotEqual(tag, after.Headers.ETag);
        site.Clock.Now = Closing.AddSeconds(1);
        var words = (await client.PageAsync("/heroin/cravings")).QuerySelector(".bar [data-status]")!.TextContent;
        Assert.Equal("Closed now. Opens tomorrow at 8:00 a.m. ET", words);
    }

    [Theory]
    [InlineData("2026-11-25T01:00:00Z", "Open until 9:00 p.m. ET", "Closes soon, at 9:00 p.m. ET")]
    [InlineData("2026-11-25T05:00:00Z", "Closed now. Opens tomorrow at 8:00 a.m. ET", "Closed now. Opens today at 8:00 a.m. ET")]
    [InlineData("2026-11-25T13:00:00Z", "Closed now. Opens today at 8:00 a.m. ET", "Open until 9:00 p.m. ET")]
    [InlineData("2026-11-26T05:00:00Z", "Closed now. Opens Friday at 8:00 a.m. ET", "Closed today for Thanksgiving. Opens tomorrow at 8:00 a.m. ET")]
    public async Task At_each_moment_at_which_the_words_change_the_page_has_a_new_tag(string moment, string before, string after)
    {
        site.Clock.Now = DateTimeOffset.Parse(moment, null).AddSeconds(-1);
        var first = await client.GetAsync("/");
        site.Clock.Now = DateTimeOffset.Parse(moment, null);
        var second = await client.GetAsync("/");

        Assert.NotEqual(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(before, (await first.PageAsync()).QuerySelector(".bar [data-status]")!.TextContent);
        Assert.Equal(after, (await second.PageAsync()).QuerySelector(".bar [data-status]")!.TextContent);
    }

    [Theory]
    [InlineData("*", HttpStatusCode.NotModified)]
    [InlineData("W/TAG", HttpStatusCode.NotModified)]
    [InlineData("\"another\", TAG", HttpStatusCode.NotModified)]
    [InlineData("\"another\"", HttpStatusCode.OK)]
    [InlineData("no tag", HttpStatusCode.OK)]
    public async Task Tags_are_compared_weakly_whichever_of_several_it_is(string known, HttpStatusCode status)
    {
        var tag = (await GetAsync("/about", "br")).Headers.ETag!.ToString();

        Assert.Equal(status, (await GetAsync("/about", "br", known.Replace("TAG", tag, StringComparison.Ordinal))).StatusCode);
    }

    [Fact]
    public async Task Whoever_asks_for_the_headers_alone_is_told_the_tag_and_the_length_of_the_page()
    {
        var page = await GetAsync("/about", "identity");
        var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/about"));

        Assert.Equal(page.Headers.ETag, head.Headers.ETag);
        Assert.Equal((await page.Content.ReadAsByteArrayAsync()).Length, head.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("/request-a-call")]
    [InlineData("/request-a-call/received/unknown")]
    [InlineData("/nothing-here")]
    [InlineData("/staff/sign-in")]
    public async Task What_may_not_be_kept_has_no_tag(string url) => Assert.Null((await client.GetAsync(url)).Headers.ETag);

    private Task<HttpResponseMessage> GetAsync(string url, string encoding, string? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", encoding);
        if (known is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        return client.SendAsync(request);
    }
}
