using System.Net;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Tests.Publishing;

/// <summary>What is sent ready. Only such a page says since when it has read so, which is how these tests tell it from one that was rendered for its reader.</summary>
public sealed class ReadyPagesTests
{
    [Fact]
    public async Task Every_address_of_the_sitemap_is_ready_after_somebody_read_it_and_is_what_its_own_page_says()
    {
        using var site = TestSite.Start();
        using var client = site.Client();
        var addresses = XDocument.Parse(await client.GetStringAsync("/sitemap.xml")).Descendants().Where(e => e.Name.LocalName == "loc").Select(e => new Uri(e.Value).PathAndQuery).Where(p => p != "/request-a-call").ToList();

        Assert.True(addresses.Count > 30);
        foreach (var address in addresses)
        {
            var rendered = await GetAsync(client, address);
            var ready = await ReadyAsync(client, address);

            Assert.Null(rendered.Content.Headers.LastModified);
            Assert.Equal(await rendered.Content.ReadAsStringAsync(), await ready.Content.ReadAsStringAsync());
            Assert.Equal(HeadersOf(rendered), HeadersOf(ready).Where(h => h.Key != "Last-Modified"));
        }
    }

    [Fact]
    public async Task At_whatever_moment_a_ready_page_says_what_a_page_rendered_then_says()
    {
        var random = new Random(10);
        using var content = SampleContent.Folder(SampleContent.SiteYml.Replace("      friday: [", "      saturday: [\"10:00-24:00\"]\n      sunday: [\"00:00-18:00\"]\n      friday: [", StringComparison.Ordinal));
        using var kept = TestSite.Start(content: content.Path);
        using var fresh = TestSite.Start(content: content.Path);
        using var reader = kept.Client();
        using var other = fresh.Client();
        for (var sample = 0; sample < 60; sample++)
        {
            var first = TestClock.Open().Now.AddMinutes(random.Next(14 * 24 * 60));
            kept.Clock.Now = first;
            await ReadyAsync(reader, "/");

            kept.Clock.Now = fresh.Clock.Now = first.AddMinutes(random.Next(12 * 60));
            var says = await (await GetAsync(reader, "/")).Content.ReadAsStringAsync();
            fresh.Services.GetRequiredService<PublishedPages>().Say(null);
            Assert.Equal(await (await GetAsync(other, "/")).Content.ReadAsStringAsync(), says);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("br;q=0.5, gzip;q=0.9", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0", null)]
    [InlineData("identity", null)]
    [InlineData("gzip;q=0.5, identity", null)]
    [InlineData("*", "br")]
    [InlineData("*;q=0.3, gzip;q=0.2", "br")]
    [InlineData("deflate, zstd", null)]
    [InlineData("", null)]
    public async Task A_page_comes_in_the_coding_that_the_client_likes_best_ready_or_not(string? accepted, string? coding)
    {
        using var content = SampleContent.Folder();
        using var site = TestSite.Start(content: content.Path);
        using var client = site.Client();
        var rendered = await GetAsync(client, "/", ("Accept-Encoding", accepted));
        await ReadyAsync(client, "/");
        var ready = await GetAsync(client, "/", ("Accept-Encoding", accepted));

        Assert.Equal(coding, rendered.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(coding, ready.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Equal(rendered.Headers.ETag, ready.Headers.ETag);
        Assert.Equal(await rendered.Content.ReadAsByteArrayAsync(), await ready.Content.ReadAsByteArrayAsync());
        Assert.Equal("Accept-Encoding", Assert.Single(ready.Headers.Vary));
    }

    [Fact]
    public async Task Each_coding_has_a_tag_of_its_own_and_only_its_own_is_confirmed()
    {
        using var content = SampleContent.Folder();
        using var site = TestSite.Start(content: content.Path);
        using var client = site.Client();
        await ReadyAsync(client, "/");
        string[] codings = ["identity", "gzip", "br"];
        var tags = new List<string>();
        foreach (var coding in codings)
            tags.Add((await GetAsync(client, "/", ("Accept-Encoding", coding))).Headers.ETag!.ToString());

        Assert.Equal(3, tags.Distinct().Count());
        foreach (var (coding, tag) in codings.SelectMany(c => tags.Select(t => (c, t))))
        {
            var answer = await GetAsync(client, "/", ("Accept-Encoding", coding), ("If-None-Match", tag));
            Assert.Equal(tags[Array.IndexOf(codings, coding)] == tag ? HttpStatusCode.NotModified : HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData(0, HttpStatusCode.NotModified)]
    [InlineData(1, HttpStatusCode.NotModified)]
    [InlineData(-1, HttpStatusCode.OK)]
    public async Task A_date_counts_where_the_client_has_no_tag(int seconds, HttpStatusCode status)
    {
        using var content = SampleContent.Folder();
        using var site = TestSite.Start(content: content.Path);
        using var client = site.Client();
        var changed = (await ReadyAsync(client, "/")).Content.Headers.LastModified!.Value;
        var since = changed.AddSeconds(seconds).ToString("r");

        Assert.Equal(site.Clock.Now, changed);
        Assert.Equal(status, (await GetAsync(client, "/", ("If-Modified-Since", since))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, "/", ("If-Modified-Since", since), ("If-None-Match", "\"another\""))).StatusCode);
    }

    [Fact]
    public async Task A_query_that_a_page_has_no_use_for_gets_the_same_page_and_one_that_is_another_page_another()
    {
        using var content = SampleContent.Folder();
        using var site = TestSite.Start(content: content.Path);
        using var client = site.Client();
        await ReadyAsync(client, "/");
        await ReadyAsync(client, "/articles");

        Assert.NotNull((await GetAsync(client, "/?gclid=1&utm_source=%C3%A9")).Content.Headers.LastModified);
        Assert.Equal(HttpStatusCode.Redirect, (await GetAsync(client, "/articles?page=7")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync("/", null)).StatusCode);
    }

    [Fact]
    public async Task Of_a_changed_file_no_page_says_the_old_words_after_another_has_said_the_new_ones()
    {
        using var content = SampleContent.Folder();
        content.Write("topic/one.md", SampleContent.Page("First words"));
        using var site = TestSite.Start(content: content.Path);
        using var client = site.Client();
        await ReadyAsync(client, "/topic/one");
        await ReadyAsync(client, "/articles");

        site.Clock.Now += TimeSpan.FromMinutes(1);
        content.Write("topic/one.md", SampleContent.Page("Second words"));
        await Eventually.TrueAsync(async () => (await client.GetStringAsync("/topic/one")).Contains("Second words", StringComparison.Ordinal), "the new words");

        Assert.Contains("Second words", await client.GetStringAsync("/articles"), StringComparison.Ordinal);
        Assert.Contains("Second words", await (await ReadyAsync(client, "/articles")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    [InlineData(null, false)]
    public async Task Behind_a_proxy_that_ends_tls_a_ready_page_asks_to_stay_there(string? scheme, bool asks)
    {
        using var content = SampleContent.Folder();
        using var site = TestSite.Start(content: content.Path);
        using var client = site.Client();
        await ReadyAsync(client, "/");
        var answer = await GetAsync(client, "/", ("X-Forwarded-Proto", scheme));

        Assert.NotNull(answer.Content.Headers.LastModified);
        Assert.Equal(asks, answer.Headers.Contains("Strict-Transport-Security"));
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string url, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        foreach (var (name, value) in headers.Where(h => h.Value is not null))
            request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    /// <summary>The page as soon as it is ready.</summary>
    private static async Task<HttpResponseMessage> ReadyAsync(HttpClient client, string url)
    {
        var answer = await GetAsync(client, url);
        await Eventually.TrueAsync(async () => (answer = await GetAsync(client, url)).Content.Headers.LastModified is not null, $"{url} is ready");
        return answer;
    }

    internal static IEnumerable<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage answer) =>
        answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").Select(h => KeyValuePair.Create(h.Key, string.Join(", ", h.Value))).OrderBy(h => h.Key, StringComparer.Ordinal);
}
