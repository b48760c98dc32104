using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks.Pages;

/// <summary>
/// An article, with the whole application behind it, against a web server that hands out the same bytes as a file, the framework's output
/// cache, and Razor each time. Servers keep to one processor and the load to the other; each round asks all of them in turn.
/// </summary>
internal sealed class PageBenchmark(string folder, TimeProvider clock)
{
    private const string Article = "/heroin/cravings", Ours = "ours, gzip", OutputCache = "the framework's output cache, gzip";
    private const int Rounds = 7;
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(2);
    private static readonly int[] Connections = [64, 256];
    private static readonly string[] OfOneAnswer = ["Content-Length", "Content-Encoding", "Content-Type", "Date", "ETag", "Last-Modified", "Vary", "Transfer-Encoding"];

    /// <summary>What our own answer says beside its body, so that all contenders send as much.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Headers { get; private set; } = [];

    private sealed record Contender(string Name, Process Server, Uri Url, string[] Ask, string? Against = null, bool IsHead = false);

    public async Task<string> RunAsync(TextWriter progress)
    {
        var program = new PublishedProgram(folder, Repository.Content, Directory.CreateDirectory(Path.Combine(folder, "data"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName);
        var servers = new List<Process>();
        try
        {
            var ours = program.Start(out var url, core: 0);
            servers.Add(ours);
            await progress.WriteLineAsync("Waiting until the article is ready in its smallest form");
            var tag = await ReadyAsync(url);
            var (toughest, nginx) = await StartNginxAsync(sendfile: false);
            servers.Add(toughest);
            var (usual, nginxUrl) = await StartNginxAsync(sendfile: true);
            servers.Add(usual);
            var (cache, cacheUrl) = await StartOutputCacheAsync();
            servers.Add(cache);
            const string Gzip = "Accept-Encoding: gzip", Brotli = "Accept-Encoding: br", Plain = "Accept-Encoding: identity";
            var nginxTag = await TagAsync(nginx);
            Contender[] contenders =
            [
                new("nginx, gzip_static, open_file_cache, sendfile off", toughest, nginx, [Gzip]),
                new("nginx, gzip_static, sendfile on", usual, nginxUrl, [Gzip]),
                new(Ours, ours, url, [Gzip]),
                new("ours, brotli", ours, url, [Brotli]),
                new("nginx, no coding", toughest, nginx, [Plain]),
                new("ours, no coding", ours, url, [Plain], "nginx, no coding"),
                new(OutputCache, cache, cacheUrl, [Gzip]),
                // A proxy's word that only the pipeline reads: the same page, by Razor and compression each time.
                new("ours without ready pages: Razor each time, gzip", ours, url, [Gzip, "X-Forwarded-Proto: http, http"]),
                new("nginx, HEAD", toughest, nginx, [Gzip], IsHead: true),
                new("ours, HEAD", ours, url, [Gzip], "nginx, HEAD", IsHead: true),
                new("nginx, 304", toughest, nginx, [Gzip, $"If-None-Match: {nginxTag}"]),
                new("ours, 304", ours, url, [Gzip, $"If-None-Match: {tag}"], "nginx, 304"),
            ];
            var rounds = contenders.ToDictionary(c => c.Name, _ => Connections.ToDictionary(n => n, _ => new List<Load>()));
            for (var round = 0; round <= Rounds; round++)
            {
                await progress.WriteLineAsync(round == 0 ? "Warming up" : $"Round {round}");
                foreach (var connections in Connections)
                {
                    foreach (var contender in contenders)
                    {
                        var load = await Load.MeasureAsync(contender.Server, new Uri(contender.Url, Article), connections, Time, contender.Ask, contender.IsHead);
                        if (round > 0)
                            rounds[contender.Name][connections].Add(load);
                    }
                }
            }
            return Table(contenders, rounds);
        }
        finally
        {
            foreach (var server in servers)
            {
                server.Kill(entireProcessTree: true);
                await server.WaitForExitAsync();
                server.Dispose();
            }
        }
    }

    /// <summary>Until the article comes as small as it gets; keeps its bytes for the others.</summary>
    private async Task<string> ReadyAsync(Uri url)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = url };
        async Task<HttpResponseMessage> AskAsync(string coding)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Article);
            request.Headers.Add("Accept-Encoding", coding);
            return await http.SendAsync(request);
        }
        while ((await AskAsync("br")).Headers.ETag?.Tag.EndsWith("-b11\"", StringComparison.Ordinal) != true)
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock);
        var answer = await AskAsync("gzip");
        Headers = [.. answer.Headers.Concat(answer.Content.Headers).Where(h => !OfOneAnswer.Contains(h.Key)).Select(h => KeyValuePair.Create(h.Key, string.Join(", ", h.Value)))];
        var file = Path.Combine(folder, "www", Article[1..]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var gzip = await answer.Content.ReadAsByteArrayAsync();
        await File.WriteAllBytesAsync(file + ".gz", gzip);
        await using var plain = File.Create(file);
        await using var unpacked = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        await unpacked.CopyToAsync(plain);
        return answer.Headers.ETag!.ToString();
    }

    private static async Task<string> TagAsync(Uri url)
    {
        using var http = new HttpClient { BaseAddress = url };
        using var request = new HttpRequestMessage(HttpMethod.Get, Article);
        request.Headers.Add("Accept-Encoding", "gzip");
        return (await http.SendAsync(request)).Headers.ETag!.ToString();
    }

    private async Task<(Process, Uri)> StartNginxAsync(bool sendfile)
    {
        var port = FreePort();
        var own = Directory.CreateDirectory(Path.Combine(folder, $"nginx-{port}")).FullName;
        var configuration = Path.Combine(own, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off; worker_processes 1; error_log stderr error; pid {{own}}/pid;
            events { worker_connections 4096; }
            http {
              access_log off; server_tokens off; keepalive_requests 1000000000; keepalive_timeout 300;
              sendfile {{(sendfile ? "on" : "off")}}; tcp_nopush on; open_file_cache max=1000 inactive=1h; open_file_cache_valid 1h;
              client_body_temp_path {{own}}; proxy_temp_path {{own}}; fastcgi_temp_path {{own}}; uwsgi_temp_path {{own}}; scgi_temp_path {{own}};
              server {
                listen 127.0.0.1:{{port}} backlog=4096; root {{folder}}/www; default_type "text/html; charset=utf-8"; gzip_static on; gzip_vary on;
                {{string.Concat(Headers.Select(h => $"add_header {h.Key} \"{h.Value.Replace("\"", "\\\"", StringComparison.Ordinal)}\";"))}}
              }
            }
            """);
        var nginx = Process.Start(new ProcessStartInfo("taskset", ["-c", "0", "nginx", "-c", configuration, "-p", own]))!;
        var url = new Uri($"http://127.0.0.1:{port}");
        await ListeningAsync(url);
        return (nginx, url);
    }

    private async Task<(Process, Uri)> StartOutputCacheAsync()
    {
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("taskset", ["-c", "0", "dotnet", typeof(PageBenchmark).Assembly.Location, "output-cache", Path.Combine(folder, "www", Article[1..]), url.ToString(), .. Headers.SelectMany(h => new[] { h.Key, h.Value })]);
        var server = Process.Start(start)!;
        await ListeningAsync(url);
        return (server, url);
    }

    public static void TakeHeaders(IReadOnlyList<string> namesAndValues) =>
        Headers = [.. namesAndValues.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ListeningAsync(Uri url)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(url.Host, url.Port);
                return;
            }
            catch (SocketException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
            }
        }
    }

    private string Table(Contender[] contenders, Dictionary<string, Dictionary<int, List<Load>>> rounds)
    {
        Spread Of(Contender contender, int connections, Func<Load, double> figure) =>
            new(rounds[contender.Name][connections].Zip(rounds[contender.Against ?? contenders[0].Name][connections], (its, other) => figure(its) / figure(other)));
        var table = new StringBuilder($"""
            ## An article

            {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, `{Article}`: {new FileInfo(Path.Combine(folder, "www", Article[1..])).Length:N0} bytes, {new FileInfo(Path.Combine(folder, "www", Article[1..] + ".gz")).Length:N0} with gzip

            ```
            dotnet run -c Release --project tests/RecoverySite.Benchmarks -- pages --write
            ```

            The published program in Production, everything behind it, one processor for each server in turn and the other for the load (wrk). All send the same bytes and headers. **Ratios against the toughest nginx**, which had {rounds[contenders[0].Name][64].Select(l => l.Processor).Order().ElementAt(Rounds / 2):0.0} µs of processor for an answer: {Rounds} rounds in turn of {Time.TotalSeconds:0} s each, the median, and in brackets the range. The 304 of ours is against its 304, ours without a coding against its page without one, and so is HEAD, which a load of our own asks for: wrk waits for a body. Less processor is better, more answers are better.

            | | processor, {Connections[0]} connections | {Connections[1]} | answers a second, {Connections[0]} connections | {Connections[1]} |
            |---|---|---|---|---|

            """);
        foreach (var contender in contenders)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {Of(contender, Connections[0], l => l.Processor)} | {Of(contender, Connections[1], l => l.Processor)} | {Of(contender, Connections[0], l => l.PerSecond)} | {Of(contender, Connections[1], l => l.PerSecond)} |");
        Spread OverOurs(int connections) => new(rounds[OutputCache][connections].Zip(rounds[Ours][connections], (its, ours) => its.Processor / ours.Processor));
        table.AppendLine(CultureInfo.InvariantCulture, $"\nThe output cache took as much processor as ours times {OverOurs(Connections[0])} with {Connections[0]} connections, and times {OverOurs(Connections[1])} with {Connections[1]}.");
        return table.ToString();
    }
}
