using System.Diagnostics;
using System.Globalization;
using System.Text;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks.Crowd;

/// <summary>
/// How long readers wait for an article while others tap, send forms and work at the desk, and while two thousand connections are as slow
/// as they can be, over how long they wait with nobody else there. The program has one processor for all of them.
/// </summary>
internal sealed class CrowdBenchmark(string folder, TimeProvider clock)
{
    private const int Rounds = 5;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8), SlowTime = TimeSpan.FromSeconds(60);

    public async Task<string> RunAsync(TextWriter progress)
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        var program = new PublishedProgram(folder, Repository.Content, data);
        using var site = program.Start(out var url, core: 0);
        try
        {
            var readers = new Readers(url, folder, clock);
            using var others = new Others(url, clock);
            await others.SignInAsync(program);
            await StandAsideAsync();
            await progress.WriteLineAsync("Warming up");
            await readers.UntilReadyAsync();
            for (var round = 0; round < 3; round++)
                await WithAsync(others, () => readers.ReadAsync(Time));
            var (calm, mixed) = (new List<Waits>(), new List<Waits>());
            for (var round = 1; round <= Rounds; round++)
            {
                await progress.WriteLineAsync($"Round {round}");
                calm.Add(await readers.ReadAsync(Time));
                mixed.Add(await WithAsync(others, () => readers.ReadAsync(Time)));
                await progress.WriteLineAsync($"p99 {calm[^1].P99:0.00} alone, {mixed[^1].P99:0.00} with others; {PublishedProgram.Memory(site)} MiB");
            }
            await progress.WriteLineAsync($"{SlowConnections.Count} slow connections for {SlowTime.TotalSeconds} s");
            var before = PublishedProgram.Memory(site);
            await using var slow = new SlowConnections(url, clock);
            await slow.OpenAsync();
            var withSlow = await readers.ReadAsync(SlowTime);
            return Table(calm, mixed, withSlow, slow.Opened, others.Counts, before, PublishedProgram.Memory(site));
        }
        finally
        {
            site.Kill();
            await site.WaitForExitAsync();
        }
    }

    /// <summary>This program, which is everybody else, works on the readers' processor, and only while they want nothing: else they would wait for it and not for the site.</summary>
    private static async Task StandAsideAsync()
    {
        var self = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        foreach (var (tool, arguments) in new[] { ("taskset", new[] { "--all-tasks", "--cpu-list", "--pid", "1", self }), ("chrt", ["--idle", "--all-tasks", "--pid", "0", self]) })
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true })!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{tool} failed.");
        }
    }

    private static async Task<Waits> WithAsync(Others others, Func<Task<Waits>> readAsync)
    {
        using var enough = new CancellationTokenSource();
        var work = others.WorkAsync(enough.Token);
        var waits = await readAsync();
        await enough.CancelAsync();
        await work;
        return waits;
    }

    private string Table(List<Waits> calm, List<Waits> mixed, Waits slow, int opened, string others, long before, long after)
    {
        double Median(List<Waits> rounds, Func<Waits, double> which) => new Spread(rounds.Select(which)).Median;
        string Line(string name, double p50, double p99, double worst, string ratio) => string.Create(CultureInfo.InvariantCulture, $"| {name} | {p50:0.00} | {p99:0.00} | {worst:0.0} | {ratio} |");
        var ratios = new Spread(mixed.Zip(calm, (m, c) => m.P99 / c.P99));
        return new StringBuilder($"""
            ## An article in a crowd

            {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}

            ```
            dotnet run -c Release --project tests/RecoverySite.Benchmarks -- crowd --write
            ```

            The published program in Production on one processor, everybody else on another. {Readers.Count} readers (wrk) ask for one article after another, about {Readers.Rate} a second; with them, {others}. {Rounds} rounds in turn of {Time.TotalSeconds:0} s each: the median of the rounds, the worst of all, and the 99th percentile over that with nobody else there. Milliseconds from asking until the whole page has come. The slow ones: {SlowConnections.Count:N0} at a time for {SlowTime.TotalSeconds:0} s, half of which send a byte of their request a second and half of which take as little of their page; the program closed and they opened again {opened - SlowConnections.Count:N0}. Its memory was {before} MiB before and {after} MiB after.

            | | p50 | p99 | worst | p99 over alone |
            |---|---|---|---|---|

            """)
            .AppendLine(Line("readers alone", Median(calm, r => r.Median), Median(calm, r => r.P99), calm.Max(r => r.Worst), ""))
            .AppendLine(Line("with taps, forms and the desk", Median(mixed, r => r.Median), Median(mixed, r => r.P99), mixed.Max(r => r.Worst), ratios.ToString()))
            .AppendLine(Line("with slow connections", slow.Median, slow.P99, slow.Worst, string.Create(CultureInfo.InvariantCulture, $"{slow.P99 / Median(calm, r => r.P99):0.00}")))
            .ToString();
    }
}
