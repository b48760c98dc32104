using System.Net;
using System.Net.Sockets;
using System.Text;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class SocketWriterTests : IDisposable
{
    /// <summary>The last one is not kept ready: the site itself answers.</summary>
    private static readonly string[] Pages = ["/heroin/cravings", "/meth", "/favicon.svg"];

    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    /// <summary>Twenty megabytes to a reader whose window is smaller than a page: no system takes that much before the first of it is read.</summary>
    [Fact]
    public async Task Requests_sent_at_once_are_answered_whole_and_in_their_order_however_slowly_they_are_taken()
    {
        using var client = site.Client();
        var bodies = new Dictionary<string, byte[]>();
        foreach (var page in Pages)
            bodies.Add(page, await (await client.GetAsync(page)).Content.ReadAsByteArrayAsync());
        var asked = Enumerable.Range(0, 600).Select(i => Pages[i / 2 % 3]).ToList();

        using var socket = await ConnectAsync(receiveBuffer: 4096);
        await socket.SendAsync(Encoding.ASCII.GetBytes(string.Concat(asked.Select((page, i) => Get(page, isLast: i == asked.Count - 1)))));
        using var stream = new BufferedStream(new NetworkStream(socket), 1000);

        foreach (var page in asked)
        {
            var head = await HeadAsync(stream);
            Assert.StartsWith("HTTP/1.1 200 ", head, StringComparison.Ordinal);
            var body = new byte[bodies[page].Length];
            Assert.Contains($"Content-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
            await stream.ReadExactlyAsync(body);
            Assert.True(body.AsSpan().SequenceEqual(bodies[page]), page);
        }
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task Readers_who_go_away_in_the_middle_take_nobody_along()
    {
        for (var i = 0; i < 50; i++)
        {
            using var socket = await ConnectAsync(receiveBuffer: 4096);
            // With a reset, or with a farewell.
            socket.LingerState = i % 2 == 0 ? new LingerOption(true, 0) : new LingerOption(false, 0);
            await socket.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Get(Pages[i % 3], isLast: false), 200))));
            Assert.NotEqual(0, await socket.ReceiveAsync(new byte[100]));
        }

        using var client = site.Client();
        foreach (var page in Pages[..2])
            Assert.EndsWith("</html>", (await client.GetStringAsync(page)).TrimEnd(), StringComparison.Ordinal);
    }

    private async Task<Socket> ConnectAsync(int receiveBuffer)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = receiveBuffer };
        await socket.ConnectAsync(IPEndPoint.Parse(new Uri(site.Url).Authority));
        return socket;
    }

    private static string Get(string path, bool isLast) => $"GET {path} HTTP/1.1\r\nHost: localhost\r\n{(isLast ? "Connection: close\r\n" : "")}\r\n";

    private static async Task<string> HeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var next = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            await stream.ReadExactlyAsync(next);
            head.Append((char)next[0]);
        }
        return head.ToString();
    }
}
