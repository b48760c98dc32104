using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RecoverySite.Benchmarks.Pages;

/// <summary>Asks for the head of a page as wrk asks for pages, which waits for a body after it; and says what it did in wrk's words.</summary>
internal static class HeadLoad
{
    public static async Task<int> RunAsync(Uri page, int connections, TimeSpan time, IEnumerable<string> headers)
    {
        var request = Encoding.ASCII.GetBytes($"HEAD {page.PathAndQuery} HTTP/1.1\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n");
        var began = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => AskAsync(page, request, began, time)));
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{answers.Sum()} requests in {took:0.00}s\nRequests/sec: {answers.Sum() / took:0.00}"));
        return 0;
    }

    private static async Task<int> AskAsync(Uri page, byte[] request, long began, TimeSpan time)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, page.Port));
        var (answer, answers) = (new byte[4096], 0);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            await socket.SendAsync(request);
            var length = 0;
            do
            {
                if (await socket.ReceiveAsync(answer.AsMemory(length)) is not (> 0 and var more))
                    throw new IOException("The server hung up.");
                length += more;
            }
            while (!answer.AsSpan(0, length).EndsWith("\r\n\r\n"u8));
            if (!answer.AsSpan().StartsWith("HTTP/1.1 200 "u8))
                throw new InvalidDataException(Encoding.ASCII.GetString(answer, 0, length));
            answers++;
        }
        return answers;
    }
}
