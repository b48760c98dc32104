using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Publishing;

/// <summary>What is ready after a restart. Only a page that is ready says since when it has read so.</summary>
public sealed class KeptEditionTests : IDisposable
{
    private readonly TemporaryFolder content = SampleContent.Folder();
    private readonly TemporaryFolder data = new();
    private readonly TestClock clock = TestClock.Open();
    private TestSite site;

    public KeptEditionTests()
    {
        content.Write("topic/one.md", SampleContent.Page("First words"));
        site = Start();
    }

    public void Dispose()
    {
        site.Dispose();
        content.Dispose();
        data.Dispose();
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task The_first_reader_after_a_restart_gets_the_very_bytes_of_before(string coding)
    {
        var before = await ReadyAsync("/topic/one", coding);

        Restart();
        var after = await GetAsync("/topic/one", coding);

        Assert.Equal(before.Content.Headers.LastModified, after.Content.Headers.LastModified);
        Assert.Equal(before.Headers.ETag, after.Headers.ETag);
        Assert.Equal(await before.Content.ReadAsByteArrayAsync(), await after.Content.ReadAsByteArrayAsync());
        Assert.Equal(ReadyPagesTests.HeadersOf(before), ReadyPagesTests.HeadersOf(after));
    }

    [Fact]
    public async Task A_client_that_has_a_page_from_before_a_restart_is_told_so()
    {
        var tag = (await ReadyAsync("/topic/one", "br")).Headers.ETag!.ToString();

        Restart();

        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync("/topic/one", "br", tag)).StatusCode);
    }

    [Fact]
    public async Task A_file_that_changed_while_the_site_was_down_takes_every_page_of_before_with_it()
    {
        await ReadyAsync("/topic/one", "br");
        await ReadyAsync("/articles", "br");

        content.Write("topic/one.md", SampleContent.Page("Second words"));
        Restart();

        foreach (var url in new[] { "/topic/one", "/articles" })
        {
            var answer = await GetAsync(url, "identity");
            Assert.Null(answer.Content.Headers.LastModified);
            Assert.Contains("Second words", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_change_that_is_taken_back_while_the_site_is_down_shows_nothing_of_itself()
    {
        var file = content.File("topic/one.md");
        var (first, written) = (File.ReadAllText(file), File.GetLastWriteTimeUtc(file));
        await ReadyAsync("/topic/one", "br");
        clock.Now += TimeSpan.FromMinutes(1);
        content.Write("topic/one.md", SampleContent.Page("Second words"));
        await Eventually.TrueAsync(async () => (await (await ReadyAsync("/topic/one", "identity")).Content.ReadAsStringAsync()).Contains("Second words", StringComparison.Ordinal), "the change is ready");

        site.Dispose();
        clock.Now -= TimeSpan.FromMinutes(1);
        File.WriteAllText(file, first);
        File.SetLastWriteTimeUtc(file, written);
        site = Start();

        Assert.Contains("First words", await (await GetAsync("/topic/one", "identity")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_about_our_hours_that_changed_while_the_site_was_down_are_not_shown()
    {
        var open = await (await ReadyAsync("/topic/one", "identity")).Content.ReadAsStringAsync();

        site.Dispose();
        clock.Now += TimeSpan.FromHours(12);
        site = Start();
        var closed = await GetAsync("/topic/one", "identity");

        Assert.Null(closed.Content.Headers.LastModified);
        Assert.NotEqual(open, await closed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Another_address_of_the_site_makes_other_pages()
    {
        await ReadyAsync("/topic/one", "identity");

        site.Dispose();
        site = Start(("Site:BaseUrl", "https://other.example"));
        var answer = await GetAsync("/topic/one", "identity");

        Assert.Contains("https://other.example/topic/one", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("index")]
    [InlineData("1.pack")]
    public async Task A_pack_that_is_broken_is_made_anew(string file)
    {
        await ReadyAsync("/topic/one", "br");

        site.Dispose();
        var path = data.File($"kept/{file}");
        Assert.True(File.Exists(path));
        using (var pack = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            var bytes = new byte[pack.Length / 2];
            pack.ReadExactly(bytes);
            pack.Position = 0;
            pack.Write([.. bytes.Select(b => (byte)~b)]);
            pack.SetLength(bytes.Length);
        }
        site = Start();

        Assert.Contains("First words", await (await GetAsync("/topic/one", "identity")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await ReadyAsync("/topic/one", "br");
    }

    private TestSite Start(params (string Key, string Value)[] settings)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return TestSite.Start(clock, content.Path, settings: settings.ToDictionary(s => s.Key, s => s.Value), data: data);
            }
            // The program before lets go of its folder a moment after its host has ended.
            catch (InvalidOperationException) when (tries < 100)
            {
            }
        }
    }

    private void Restart()
    {
        site.Dispose();
        site = Start();
    }

    private async Task<HttpResponseMessage> GetAsync(string url, string coding, string? tag = null)
    {
        using var client = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag ?? "\"another\"");
        return await client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> ReadyAsync(string url, string coding)
    {
        var answer = await GetAsync(url, coding);
        await Eventually.TrueAsync(async () => (answer = await GetAsync(url, coding)).Content.Headers.LastModified is not null, $"{url} is ready");
        return answer;
    }
}
