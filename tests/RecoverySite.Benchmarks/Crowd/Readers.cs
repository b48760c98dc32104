using System.Diagnostics;
using System.Globalization;

namespace RecoverySite.Benchmarks.Crowd;

/// <summary>People who read one article after another, each on a connection that stays. Their program (wrk) does next to nothing itself, so that what they wait for is the site.</summary>
/// <param name="folder">Where the script of wrk is written to.</param>
internal sealed class Readers(Uri url, string folder, TimeProvider clock)
{
    public const int Count = 20, Rate = 400;

    private static readonly string[] Articles = ["/heroin/cravings", "/treatment/return-to-use", "/meth/addiction-and-treatment"];

    public async Task UntilReadyAsync()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None }) { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        foreach (var article in Articles)
        {
            while ((await http.GetAsync(article)).Headers.ETag?.Tag.EndsWith("-b11\"", StringComparison.Ordinal) != true)
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        }
    }

    /// <returns>How long they waited, in milliseconds from asking until the whole page had come.</returns>
    public async Task<Waits> ReadAsync(TimeSpan time)
    {
        var script = Path.Combine(folder, "readers.lua");
        await File.WriteAllTextAsync(script, $$"""
            local articles, asked = { {{string.Join(", ", Articles.Select(a => $"\"{a}\""))}} }, 0
            -- Not all at once.
            function delay() return math.random(0, {{2000 * Count / Rate}}) end
            function request()
                asked = asked + 1
                return wrk.format("GET", articles[asked % #articles + 1])
            end
            function done(summary, latency)
                print("waits", latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000)
            end
            """);
        var start = new ProcessStartInfo("chrt", ["--other", "0", "taskset", "-c", "1", "wrk", "-t1", $"-c{Count}", $"-d{time.TotalSeconds}s", "-H", "Host: localhost", "-H", "Accept-Encoding: br", "-s", script, url.ToString()]) { RedirectStandardOutput = true };
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var waits = output.Split('\n').FirstOrDefault(line => line.StartsWith("waits", StringComparison.Ordinal))?.Split('\t')[1..];
        if (waits is null || output.Contains("Non-2xx or 3xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException(output);
        return new([.. waits.Select(wait => double.Parse(wait, CultureInfo.InvariantCulture))]);
    }
}

/// <param name="All">The median, the 99th percentile and the longest.</param>
internal sealed record Waits(double[] All)
{
    public double Median => All[0];

    public double P99 => All[1];

    public double Worst => All[2];
}
