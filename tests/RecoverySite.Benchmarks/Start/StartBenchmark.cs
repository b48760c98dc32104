using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks.Start;

/// <summary>How long after its process began a program answers its first page, over how long the framework's web server takes with nothing in it.</summary>
internal sealed class StartBenchmark(string folder, TimeProvider clock)
{
    private const int Rounds = 7, FewRounds = 3, Many = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan Reading = TimeSpan.FromSeconds(30), Second = TimeSpan.FromSeconds(1);

    /// <summary>How long the program waits for somebody who is still writing.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);

    /// <param name="Kept">What the program has kept of a run before; null for the one that keeps nothing.</param>
    private sealed record Contender(string Name, int Rounds, string Page, Func<Uri, Process> Start, string? Kept = null, bool Keeps = false)
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
            new("ours, our content, nothing kept", Rounds, "/heroin/cravings", real.StartAt, KeptOf("real")),
            new("ours, our content, kept", Rounds, "/heroin/cravings", real.StartAt, KeptOf("real"), Keeps: true),
            new($"ours, {Many:N0} articles, nothing kept", FewRounds, "/topic-7/article-7", many.StartAt, KeptOf("made")),
            new($"ours, {Many:N0} articles, kept", FewRounds, "/topic-7/article-7", many.StartAt, KeptOf("made"), Keeps: true),
        ];
        for (var round = 0; round <= Rounds; round++)
        {
            await progress.WriteLineAsync($"Round {round}");
            foreach (var contender in all.Where(c => round <= c.Rounds))
            {
                if (contender is { Kept: { } kept, Keeps: false } && Directory.Exists(kept))
                    Directory.Delete(kept, recursive: true);
                if (contender.Keeps)
                    await PrepareAsync(contender);
                var (milliseconds, memory) = await MeasureAsync(contender);
                // The first one has everything still to read from the disk, and its store to make.
                if (round == 0)
                    continue;
                contender.Milliseconds.Add(milliseconds);
                contender.OfEmpty.Add(milliseconds / empty.Milliseconds[^1]);
                contender.Memory = Math.Max(contender.Memory, memory);
            }
        }
        await progress.WriteLineAsync($"Publishing {Many:N0} articles");
        var read = await AllReadAsync(many, progress);
        return Table(all) + read + await ChangedAsync(all[^1], content, progress);
    }

    private string KeptOf(string name) => Path.Combine(folder, name, "kept");

    private PublishedProgram Program(string name, string content) =>
        new(folder, content, Directory.CreateDirectory(Path.Combine(folder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName);

    private async Task<(double Milliseconds, long Memory)> MeasureAsync(Contender contender)
    {
        var url = FreeAddress();
        using var http = new HttpClient { BaseAddress = url };
        var began = clock.GetTimestamp();
        using var process = contender.Start(url);
        await FirstAnswerAsync(process, http, contender.Page);
        var took = clock.GetElapsedTime(began);
        var memory = PublishedProgram.Memory(process);
        process.Kill();
        await process.WaitForExitAsync();
        return (took.TotalMilliseconds, memory);
    }

    /// <summary>A run in which the page was read, and which ended as a run ends.</summary>
    private async Task PrepareAsync(Contender contender)
    {
        var url = FreeAddress();
        using var http = new HttpClient { BaseAddress = url };
        using var process = contender.Start(url);
        await FirstAnswerAsync(process, http, contender.Page);
        while (!await IsReadyAsync(http, contender.Page))
            await Task.Delay(Pause, clock);
        await StopAsync(process);
    }

    /// <summary>Every page is read until it is ready; then any of them at once, as fast as they come.</summary>
    private async Task<string> AllReadAsync(PublishedProgram program, TextWriter progress)
    {
        var url = FreeAddress();
        using var http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip, deflate, br, zstd");
        using var process = program.StartAt(url);
        await FirstAnswerAsync(process, http, "/");
        using var sitemap = new HttpClient { BaseAddress = url };
        var pages = XDocument.Parse(await sitemap.GetStringAsync("/sitemap.xml")).Descendants().Where(e => e.Name.LocalName == "loc").Select(e => new Uri(e.Value).PathAndQuery).Where(p => p != "/request-a-call").ToList();
        var left = pages;
        while (left.Count > 0)
        {
            await progress.WriteLineAsync($"{left.Count} pages are not ready; {PublishedProgram.Memory(process)} MiB");
            var notReady = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(left, async (page, _) =>
            {
                if (!await IsReadyAsync(http, page))
                    notReady.Add(page);
            });
            left = [.. notReady];
        }
        // What was used to make them is given back right after the last.
        await Task.Delay(5 * Second, clock);
        var before = PublishedProgram.Memory(process);
        var (answers, most) = (0, 0L);
        var began = clock.GetTimestamp();
        await Parallel.ForAsync(0, 8, async (reader, cancel) =>
        {
            var random = new Random(reader);
            while (clock.GetElapsedTime(began) < Reading)
            {
                using var answer = await http.GetAsync(pages[random.Next(pages.Count)], cancel);
                answer.EnsureSuccessStatusCode();
                if (Interlocked.Increment(ref answers) % 1000 == 0)
                    most = Math.Max(most, PublishedProgram.Memory(process));
            }
        });
        var after = PublishedProgram.Memory(process);
        await StopAsync(process);
        return string.Create(CultureInfo.InvariantCulture, $"\nWith all {pages.Count:N0} pages ready the program had {before} MiB. While eight readers read any of them for {Reading.TotalSeconds} s, {answers / Reading.TotalSeconds:0} a second, it had {most} MiB at most, and {after} MiB at the end.\n");
    }

    /// <summary>An article gets other words while nothing else goes on, and a reader asks for it until they come: twice, for what the program does for the first time takes longer.</summary>
    private async Task<string> ChangedAsync(Contender kept, string content, TextWriter progress)
    {
        var file = Path.Combine(content, kept.Page[1..] + ".md");
        var words = await File.ReadAllTextAsync(file);
        var (first, next) = (new List<double>(), new List<double>());
        for (var round = 1; round <= kept.Rounds; round++)
        {
            await progress.WriteLineAsync($"Change {round}");
            await PrepareAsync(kept);
            var url = FreeAddress();
            using var http = new HttpClient { BaseAddress = url };
            using var process = kept.Start(url);
            await FirstAnswerAsync(process, http, kept.Page);
            foreach (var times in new[] { first, next })
            {
                await CalmAsync(process);
                var change = $"Change {round} {times.Count} {ReferenceEquals(times, next)}.";
                await File.WriteAllTextAsync(file, $"{words}\n\n{change}\n");
                var began = clock.GetTimestamp();
                while (!(await http.GetStringAsync(kept.Page)).Contains(change, StringComparison.Ordinal))
                    await Task.Delay(Pause, clock);
                times.Add((clock.GetElapsedTime(began) - Settle).TotalMilliseconds);
            }
            process.Kill();
            await process.WaitForExitAsync();
        }
        return string.Create(CultureInfo.InvariantCulture, $"\nOne of {Many:N0} articles was saved with other words while nothing else went on: a reader had them {new Spread(next).Median:0} ms after it had settled ({next.Min():0} to {next.Max():0}), and {new Spread(first).Median:0} ms after when it was the first change since a start ({first.Min():0} to {first.Max():0}; {kept.Rounds} starts). A file has settled when it has not changed for {Settle.TotalMilliseconds} ms.\n");
    }

    /// <summary>Until the process has nothing to do: after the search is ready, and before it goes on to make pages that nobody has read.</summary>
    private async Task CalmAsync(Process process)
    {
        TimeSpan before, now = default;
        do
        {
            before = now;
            await Task.Delay(Second / 2, clock);
            process.Refresh();
            now = process.TotalProcessorTime;
        }
        while (now - before > Second / 20);
    }

    private async Task FirstAnswerAsync(Process process, HttpClient http, string page)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(page);
                answer.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError && !process.HasExited)
            {
                await Task.Delay(Pause, clock);
            }
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string page)
    {
        using var answer = await http.GetAsync(page);
        answer.EnsureSuccessStatusCode();
        return answer.Content.Headers.LastModified is not null;
    }

    private static async Task StopAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private string Table(Contender[] all)
    {
        var table = new StringBuilder($"""
            ## The start

            {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}

            ```
            dotnet run -c Release --project tests/RecoverySite.Benchmarks -- start --write
            ```

            From the beginning of the process to the first whole page, over the same for the framework's web server with nothing in it, in turn, after one start that does not count: the median, and in brackets the range. Ours is the published program, compiled ahead; the empty one is compiled as it runs. Nothing kept: the first start with these files. Kept: what was read and made in a run before, in which this one page was read, is on the disk. The memory is what the process had then, the most of all starts.

            | | milliseconds | over the empty one | MiB |
            |---|---|---|---|

            """);
        foreach (var contender in all)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {contender.Name} | {new Spread(contender.Milliseconds).Median:0} | {new Spread(contender.OfEmpty)} | {contender.Memory} |");
        return table.ToString();
    }
}
