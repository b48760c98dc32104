using System.Net;

namespace RecoverySite.Benchmarks.Crowd;

/// <summary>People who read one article after another, each on a connection that stays.</summary>
internal sealed class Readers : IDisposable
{
    public const int Count = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Articles = ["/heroin/cravings", "/treatment/return-to-use", "/meth/addiction-and-treatment"];

    private readonly List<HttpClient> readers;
    private readonly TimeProvider clock;

    public Readers(Uri url, TimeProvider clock)
    {
        this.clock = clock;
        readers = [.. Enumerable.Range(0, Count).Select(_ => new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = url })];
        foreach (var reader in readers)
            reader.DefaultRequestHeaders.Add("Accept-Encoding", "br");
    }

    public static double Rate => Count / Pause.TotalSeconds;

    public async Task UntilReadyAsync()
    {
        foreach (var article in Articles)
        {
            while ((await readers[0].GetAsync(article)).Headers.ETag?.Tag.EndsWith("-b11\"", StringComparison.Ordinal) != true)
                await Task.Delay(Pause, clock);
        }
    }

    /// <returns>Milliseconds from asking until the whole page has come, the shortest first.</returns>
    public async Task<double[]> ReadAsync(TimeSpan time)
    {
        var start = clock.GetTimestamp();
        var waits = await Task.WhenAll(readers.Select(async (reader, i) =>
        {
            var own = new List<double>();
            await Task.Delay(Pause * i / Count, clock);
            while (clock.GetElapsedTime(start) < time)
            {
                var asked = clock.GetTimestamp();
                await reader.GetByteArrayAsync(Articles[own.Count % Articles.Length]);
                own.Add(clock.GetElapsedTime(asked).TotalMilliseconds);
                await Task.Delay(Pause, clock);
            }
            return own;
        }));
        return [.. waits.SelectMany(w => w).Order()];
    }

    public void Dispose() => readers.ForEach(reader => reader.Dispose());
}
