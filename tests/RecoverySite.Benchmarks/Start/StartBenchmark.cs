using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks.Start;

/// <summary>How long after its process began a program answers its first page, over how long the framework's web server takes with nothing in it.</summary>
internal sealed class StartBenchmark(string folder, TimeProvider clock)
{
    private const int Rounds = 7, FewRounds = 3, Many = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private sealed record Contender(string Name, int Rounds, string Page, Func<Uri, Process> Start)
    {
        public List<double> Milliseconds { get; } = [];

        public List<double> OfEmpty { get; } = [];

        public long Memory { get; set; }
    }

    public async Task<string> RunAsync(TextWriter progress)
    {
        var real = Program("real", Repository.Content);
        var content = Directory.CreateDirectory(Path.Combine(folder, "many")).FullName;
        await progress.WriteLineAsync("Writing articles");
        MadeArticles.Write(content, Many, new Random(10));
        var many = Program("made", content);
        var empty = new Contender("the framework's web server, empty", Rounds, "/", url => Process.Start(new ProcessStartInfo("dotnet", [typeof(StartBenchmark).Assembly.Location, "empty", url.ToString()]))!);
        Contender[] all =
        [
            empty,
            new("ours, our content", Rounds, "/heroin/cravings", real.StartAt),
            new($"ours, {Many:N0} articles", FewRounds, "/topic-7/article-7", many.StartAt),
        ];
        for (var round = 0; round <= Rounds; round++)
        {
            await progress.WriteLineAsync($"Round {round}");
            foreach (var contender in all.Where(c => round <= c.Rounds))
            {
                var (milliseconds, memory) = await MeasureAsync(contender);
                // The first one has everything still to read from the disk, and its store to make.
                if (round == 0)
                    continue;
                contender.Milliseconds.Add(milliseconds);
                contender.OfEmpty.Add(milliseconds / empty.Milliseconds[^1]);
                contender.Memory = Math.Max(contender.Memory, memory);
            }
        }
        return Table(all);
    }

    private PublishedProgram Program(string name, string content) =>
        new(folder, content, Directory.CreateDirectory(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName);

    private async Task<(double Milliseconds, long Memory)> MeasureAsync(Contender contender)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        listener.Stop();
        using var http = new HttpClient { BaseAddress = url };
        var began = clock.GetTimestamp();
        using var process = contender.Start(url);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(contender.Page);
                answer.EnsureSuccessStatusCode();
                break;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && !process.HasExited)
            {
                await Task.Delay(Pause, clock);
            }
        }
        var took = clock.GetElapsedTime(began);
        process.Refresh();
        var memory = process.WorkingSet64 / (1024 * 1024);
        process.Kill();
        await process.WaitForExitAsync();
        return (took.TotalMilliseconds, memory);
    }

    private string Table(Contender[] all)
    {
        var table = new StringBuilder($"""
            ## The start

            {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}

            ```
            dotnet run -c Release --project tests/RecoverySite.Benchmarks -- start --write
            ```

            From the beginning of the process to the first whole page, over the same for the framework's web server with nothing in it, in turn, after one start that does not count: the median, and in brackets the range. Ours is the published program, compiled ahead; the empty one is compiled as it runs. The memory is what the process had then, the most of all starts.

            | | milliseconds | over the empty one | MiB |
            |---|---|---|---|

            """);
        foreach (var contender in all)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {new Spread(contender.Milliseconds).Median:0} | {new Spread(contender.OfEmpty)} | {contender.Memory} |");
        return table.ToString();
    }
}
