using System.Net;
using System.Net.Sockets;
using System.Text;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Publishing;

public sealed class OldAddressesTests : IDisposable
{
    private readonly TemporaryFolder content = SampleContent.Folder();
    private readonly TestSite site;

    public OldAddressesTests()
    {
        content.Write("topic/page.md", SampleContent.Page("Page", extra: "aliases: [/2019/old-name/]"));
        content.Write("topic/draft.md", SampleContent.Page("Draft page", extra: "draft: true\naliases: [/draft-before]"));
        content.Write("topic/later.md", SampleContent.Page("Later page", publish: "2026-12-24"));
        content.Write("topic/gone.md", SampleContent.Page("Gone page", extra: "gone: true\naliases: [/gone-before]"));
        content.Write("topic/over.md", SampleContent.Page("Over page", extra: "expires: 2026-11-20"));
        content.Write(".urls", "/topic/deleted-long-ago\n");
        site = TestSite.Start(content: content.Path);
    }

    public void Dispose()
    {
        site.Dispose();
        content.Dispose();
    }

    [Theory]
    [InlineData("/2019/old-name/", "/topic/page")]
    [InlineData("/2019/old-name?a=1&b=%20", "/topic/page?a=1&b=%20")]
    [InlineData("/topic/page/", "/topic/page")]
    [InlineData("/Topic/Page?x=1", "/topic/page?x=1")]
    [InlineData("/topic/page.html", "/topic/page")]
    [InlineData("/TOPIC/PAGE.HTML/", "/topic/page")]
    [InlineData("/topic/%70age", "/topic/page")]
    [InlineData("/other/../topic/page", "/topic/page")]
    [InlineData("/topic/", "/topic")]
    [InlineData("/Articles/?page=2", "/articles?page=2")]
    [InlineData("/request-a-call/?from=topic/page", "/request-a-call?from=topic/page")]
    public async Task Another_spelling_and_an_old_address_lead_to_the_page_in_one_step_with_the_query_kept(string target, string location)
    {
        var (status, headers) = await RawAsync(target);

        Assert.Equal(301, status);
        Assert.Contains($"\r\nLocation: {location}\r\n", headers, StringComparison.Ordinal);
        Assert.Equal(200, (await RawAsync(location.Replace("?page=2", "", StringComparison.Ordinal))).Status);
    }

    [Theory]
    [InlineData("/topic/page", 200)]
    [InlineData("/topic/gone", 410)]
    [InlineData("/gone-before", 410)]
    [InlineData("/topic/over", 410)]
    [InlineData("/topic/deleted-long-ago", 410)]
    [InlineData("/topic/draft", 404)]
    [InlineData("/draft-before", 404)]
    [InlineData("/topic/later", 404)]
    [InlineData("/Topic/Draft/", 404)]
    [InlineData("//topic/page", 404)]
    [InlineData("/topic//page", 404)]
    [InlineData("/topic/page%2f", 404)]
    [InlineData("/topic/page%00", 400)]
    [InlineData("/topic/../../etc/passwd", 404)]
    [InlineData("/%ff%fe", 404)]
    [InlineData("/Topic/Page?a\u0001b", 400)]
    [InlineData("/Topic/Page?a\u007fb", 400)]
    [InlineData("/topic/page.html.html", 404)]
    public async Task Every_address_has_its_answer_and_none_is_a_failure(string target, int status) => Assert.Equal(status, (await RawAsync(target)).Status);

    [Fact]
    public async Task What_is_hidden_looks_in_all_like_what_never_was()
    {
        using var client = site.Client();
        // Long enough to be near nothing, and of one length, so that only the page's own words could differ.
        async Task<string> AnswerAsync(string url)
        {
            var response = await client.GetAsync(url);
            var headers = string.Join('\n', response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
            return $"{response.StatusCode}\n{headers}\n{await response.Content.ReadAsStringAsync()}";
        }

        var nothing = await AnswerAsync("/topic/nevrr");
        Assert.Equal(nothing, await AnswerAsync("/topic/draft"));
        Assert.Equal(nothing, await AnswerAsync("/topic/later"));
    }

    [Fact]
    public async Task HEAD_is_led_like_GET_and_a_form_is_not_led_anywhere()
    {
        using var client = site.Client();

        Assert.Equal(HttpStatusCode.MovedPermanently, (await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/topic/page/"))).StatusCode);
        Assert.NotEqual(HttpStatusCode.MovedPermanently, (await client.PostAsync("/request-a-call/", new FormUrlEncodedContent([]))).StatusCode);
    }

    [Fact]
    public async Task A_mistyped_address_offers_the_page_that_was_meant_and_none_that_is_hidden()
    {
        using var client = site.Client();

        Assert.Contains("href=\"/topic/page\"", await (await client.GetAsync("/topic/paeg")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var url in new[] { "/topic/drafts", "/topic/laterr" })
        {
            var body = await (await client.GetAsync(url)).Content.ReadAsStringAsync();
            Assert.DoesNotContain("Draft page", body, StringComparison.Ordinal);
            Assert.DoesNotContain("Later page", body, StringComparison.Ordinal);
        }
    }

    /// <summary>The target exactly as written: a client library would tidy it up first.</summary>
    private async Task<(int Status, string Headers)> RawAsync(string target)
    {
        var url = new Uri(site.Url);
        using var socket = new TcpClient(url.Host, url.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1]), answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)] + "\r\n");
    }
}
