using System.Net.Sockets;
using System.Text;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>Something in the program blocks the threads that it runs on, and never lets go.</summary>
public sealed class BlockedThreadTests
{
    private const string Article = "/heroin/cravings";
    private const int Forms = 24, Readers = 4, Pages = 250;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.BeginRequest")]
    [InlineData("Microsoft.AspNetCore.Mvc.AfterHandlerMethod")]
    [InlineData("Microsoft.AspNetCore.Hosting.EndRequest")]
    public async Task Articles_go_on_to_readers_who_are_there_and_to_new_ones(string moment)
    {
        using var data = new TemporaryFolder();
        using var site = await PublishedSite.StartAsync(data.Path, settings: [("DOTNET_STARTUP_HOOKS", typeof(BlockedThreadTests).Assembly.Location), (StartupHook.At, moment)]);
        using var first = site.Client();
        await Eventually.TrueAsync(() => IsReadyAsync(first), "the article is ready");
        var readers = Enumerable.Range(0, Readers).Select(_ => site.Client()).ToList();
        await Task.WhenAll(readers.Select(IsReadyAsync));

        var forms = Enumerable.Range(0, Forms).Select(_ => SendFormAsync(new Uri(site.Url))).ToList();
        await Eventually.TrueAsync(
            async () =>
            {
                // A form that was answered in another way blocks nothing: it says how.
                foreach (var form in forms.Where(form => form.IsFaulted))
                    await form;
                return site.Output.Split(StartupHook.Said).Length > Forms;
            },
            "all threads of the forms are blocked");

        await Task.WhenAll(readers.Select(async reader =>
        {
            for (var page = 0; page < Pages; page++)
                Assert.True(await IsReadyAsync(reader));
        })).WaitAsync(Patience);
        using var another = site.Client();
        Assert.True(await IsReadyAsync(another).WaitAsync(Patience));

        await site.KillAsync();
        await Task.WhenAny(Task.WhenAll(forms));
        readers.ForEach(reader => reader.Dispose());
    }

    /// <summary>
    /// A form on a connection that has just had a page that was ready: nearest to the readers' thread. It has a mistake, so that the program
    /// waits for nothing but its fields, and these follow when it asks for them.
    /// </summary>
    private static async Task SendFormAsync(Uri url)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(url.Host, url.Port);
        using var lines = new StreamReader(connection.GetStream());
        async Task SendAsync(string text, string status)
        {
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
            Assert.StartsWith("HTTP/1.1 " + status, await lines.ReadLineAsync());
            while (await lines.ReadLineAsync() is { Length: > 0 })
            {
            }
        }
        await SendAsync($"HEAD {Article} HTTP/1.1\r\nHost: localhost\r\n\r\n", "200");
        await SendAsync("POST /request-a-call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n", "100");
        await SendAsync("phone=none", "422");
        // The end of the answer is what the program is blocked at, or its connection's end.
        await lines.ReadToEndAsync();
    }

    /// <summary>Only what is ready says since when it has read so.</summary>
    private static async Task<bool> IsReadyAsync(HttpClient reader)
    {
        using var answer = await reader.GetAsync(Article);
        answer.EnsureSuccessStatusCode();
        return answer.Content.Headers.LastModified is not null;
    }
}
