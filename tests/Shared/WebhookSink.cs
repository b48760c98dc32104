using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace RecoverySite.Tests;

/// <param name="Head">Request line and headers as they came.</param>
public sealed record TakenPost(string Head, string Body)
{
    public string Header(string name) => Head.Split("\r\n").Single(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}

/// <summary>A program that listens to a webhook, on a port of its own.</summary>
public sealed class WebhookSink : IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Channel<TakenPost> arrivals = Channel.CreateUnbounded<TakenPost>();

    public WebhookSink()
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/hook?for=desk");
        _ = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>The status line and any headers; null for silence.</summary>
    public string? Answer { get; set; } = "204 No Content";

    public ConcurrentQueue<TakenPost> Taken { get; } = new();

    public async Task<TakenPost> NextAsync() => await arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        closing.Cancel();
        listener.Dispose();
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = TalkAsync(await listener.AcceptAsync(closing.Token));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task TalkAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var head = new StringBuilder();
            var length = 0;
            while (await reader.ReadLineAsync(closing.Token) is { Length: > 0 } line)
            {
                head.Append(line).Append("\r\n");
                if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    length = int.Parse(line["Content-Length:".Length..]);
            }
            var body = new char[length];
            await reader.ReadBlockAsync(body, closing.Token);
            var post = new TakenPost(head.ToString(), new string(body));
            Taken.Enqueue(post);
            arrivals.Writer.TryWrite(post);
            if (Answer is null)
                await Task.Delay(Timeout.Infinite, closing.Token);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Answer}\r\nConnection: close\r\n\r\n"), closing.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }
}
