using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class OpeningTests : IDisposable
{
    private const string Article = "/topic/one";

    private readonly TemporaryFolder content = SampleContent.Folder();
    private readonly TemporaryFolder data = new();

    public void Dispose()
    {
        content.Dispose();
        data.Dispose();
    }

    [Fact]
    public async Task What_was_kept_is_sent_before_the_site_is_put_together_and_whoever_wants_more_waits_for_it()
    {
        content.Write("topic/one.md", SampleContent.Page("Words that were kept"));
        using (var before = await StartAsync())
        {
            using var reader = before.Client();
            await Eventually.TrueAsync(async () => (await reader.GetAsync(Article)).Content.Headers.LastModified is not null, "the article is ready");
        }
        var url = FreeAddress();
        using var gate = new ManualResetEventSlim();

        var starting = StartAsync(url, gate);
        using var visitor = new HttpClient { BaseAddress = new Uri(url) };
        await Eventually.TrueAsync(async () => await IsReadyAsync(visitor), "the article is sent");
        var form = visitor.GetAsync("/request-a-call");
        Assert.True(await IsReadyAsync(visitor));
        Assert.False(form.IsCompleted);
        Assert.False(starting.IsCompleted);
        gate.Set();

        Assert.Equal(HttpStatusCode.OK, (await form).StatusCode);
        (await starting).Dispose();
    }

    /// <param name="gate">The site cannot be put together before it is open.</param>
    private Task<TestSite> StartAsync(string url = "http://127.0.0.1:0", ManualResetEventSlim? gate = null) => Task.Run(() =>
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return TestSite.Start(content: content.Path, data: data, settings: new Dictionary<string, string> { ["urls"] = url }, services: all => all.AddSingleton(services =>
                {
                    gate?.Wait();
                    return ActivatorUtilities.CreateInstance<ContentMedia>(services);
                }));
            }
            // The program before lets go of its folder a moment after its host has ended.
            catch (InvalidOperationException) when (tries < 100)
            {
            }
        }
    });

    private static async Task<bool> IsReadyAsync(HttpClient visitor)
    {
        try
        {
            using var answer = await visitor.GetAsync(Article);
            return answer.IsSuccessStatusCode && answer.Content.Headers.LastModified is not null;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }
}
