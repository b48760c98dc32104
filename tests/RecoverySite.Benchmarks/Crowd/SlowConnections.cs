using System.Net.Sockets;

namespace RecoverySite.Benchmarks.Crowd;

/// <summary>Connections that hold the program up as far as they can: each sends its request, or takes its page, a byte a second, and begins again when it is closed.</summary>
internal sealed class SlowConnections(Uri url, TimeProvider clock) : IAsyncDisposable
{
    public const int Count = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource enough = new();
    private Task all = Task.CompletedTask;
    private int opened;

    public int Opened => opened;

    /// <summary>Returns when all are open.</summary>
    public async Task OpenAsync()
    {
        var there = new CountdownEvent(Count);
        all = Task.WhenAll(Enumerable.Range(0, Count).Select(i => HoldAsync(isReader: i % 2 == 0, there)));
        while (!there.IsSet)
            await Task.Delay(Pause, clock);
    }

    public async ValueTask DisposeAsync()
    {
        await enough.CancelAsync();
        await all;
        enough.Dispose();
    }

    private async Task HoldAsync(bool isReader, CountdownEvent there)
    {
        var isFirst = true;
        while (!enough.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient { ReceiveBufferSize = 1024 };
                await client.ConnectAsync(url.Host, url.Port, enough.Token);
                Interlocked.Increment(ref opened);
                if (isFirst)
                    there.Signal();
                isFirst = false;
                var stream = client.GetStream();
                await stream.WriteAsync(isReader ? "GET /heroin/cravings HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray() : "GET /heroin/cravings HTTP/1.1\r\nX-Slow: "u8.ToArray(), enough.Token);
                var one = new byte[] { (byte)'x' };
                do
                {
                    await Task.Delay(Pause, clock, enough.Token);
                    if (!isReader)
                        await stream.WriteAsync(one, enough.Token);
                }
                while (!isReader || await stream.ReadAsync(one, enough.Token) > 0);
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // It was closed, or it is over.
            }
        }
    }
}
