using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Data.Sqlite;

namespace RecoverySite.Benchmarks.Store;

/// <summary>
/// Durable writes, side by side. The disk's own rate is taken before and after every contender, so that what else goes on
/// on the machine slows both sides of a ratio.
/// </summary>
internal sealed class StoreBenchmark(DiskFolder disk, TimeProvider clock)
{
    private const int Rounds = 5, RowsOfRequest = 5;

    private const string Whole = "our store, a whole request";

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(3), DiskTime = TimeSpan.FromSeconds(1);

    private sealed record Contender(string Name, int Writers, Func<string, Task<Rates>> RunAsync)
    {
        public List<Rates> Rates { get; } = [];

        public List<double> OfTheDisk { get; } = [];

        public double Wait(double share) => new Spread(Rates.Select(r => r.Percentile(share))).Median;
    }

    public async Task<string> RunAsync(TextWriter progress)
    {
        var framework = new Contender("the framework: EF Core, one row a commit", 1, folder => Contenders.FrameworkAsync(folder, Time));
        Contender[] all =
        [
            framework,
            new("without EF Core, one row a commit", 1, folder => Contenders.PlainAsync(folder, Time)),
            .. new[] { 1, 16, 64, 256 }.Select(writers => new Contender("our store, one row", writers, folder => Contenders.OneRowAsync(folder, writers, Time, clock))),
            .. new[] { 1, 16, 64 }.Select(writers => new Contender(Whole, writers, folder => Contenders.RequestAsync(folder, writers, Time, clock))),
        ];
        var ofTheDisk = new List<double>();
        for (var round = 1; round <= Rounds; round++)
        {
            await progress.WriteLineAsync($"Round {round} of {Rounds}");
            ofTheDisk.Add(await DiskRateAsync());
            foreach (var contender in all)
            {
                var rates = await contender.RunAsync(disk.New());
                ofTheDisk.Add(await DiskRateAsync());
                contender.Rates.Add(rates);
                contender.OfTheDisk.Add(rates.PerSecond / ((ofTheDisk[^2] + ofTheDisk[^1]) / 2));
            }
        }
        return Table(all, framework, new Spread(ofTheDisk));
    }

    private async Task<double> DiskRateAsync() => (await Contenders.DiskAsync(disk.New(), DiskTime)).PerSecond;

    private string Table(Contender[] all, Contender framework, Spread ofTheDisk)
    {
        using var sqlite = new SqliteConnection("Data Source=:memory:");
        sqlite.Open();
        var table = new StringBuilder($"""
            ## Durable writes

            {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {disk.FileSystem}, SQLite {sqlite.ServerVersion}, .NET {Environment.Version}

            ```
            dotnet run -c Release --project tests/RecoverySite.Benchmarks -- store --write
            ```

            **The ratios are what to compare**, with another run or another machine: writes a second over what the same disk did at the same time, and over what the framework did. The disk's own rate, 4 KiB appended to a file and synced, was {ofTheDisk.Median:0} a second in this run; everything else follows it. Every write has been synced before its writer goes on (WAL, `synchronous=FULL`). {Rounds} rounds in turn of {Time.TotalSeconds:0} s each: the median, and in brackets the range. Waits are in milliseconds, from asking for a write until it is on the disk: medians of the rounds, and the worst of all. Refused are writes that waited two seconds in vain, as happens on a machine that is busy with other things.

            | | writers | of the disk's own rate | of the framework's | p50 | p99 | worst | refused |
            |---|---|---|---|---|---|---|---|

            """);
        foreach (var contender in all)
        {
            var ofTheFramework = new Spread(contender.OfTheDisk.Zip(framework.OfTheDisk, (ours, theirs) => ours / theirs));
            var worst = contender.Rates.Max(r => r.Percentile(1));
            table.AppendLine($"| {contender.Name} | {contender.Writers} | {new Spread(contender.OfTheDisk)} | {ofTheFramework} | {contender.Wait(0.5):0.0} | {contender.Wait(0.99):0.0} | {worst:0} | {contender.Rates.Sum(r => r.Refused)} |");
        }
        var rows = all.Where(c => c.Name == Whole && c.Writers > 1).Select(c => string.Create(CultureInfo.InvariantCulture, $"{new Spread(c.OfTheDisk.Select(r => r * RowsOfRequest)).Median:0.00} with {c.Writers} writers"));
        table.Append(CultureInfo.InvariantCulture, $"""

            One row is about 650 bytes. A whole request is what the page of the form writes: request, form with sealed columns, consent, notice and audit entry in one transaction, each for a number of its own. Counted in rows, {RowsOfRequest} for each, that is of the disk's own rate {string.Join(", and ", rows)}.

            """);
        return table.ToString();
    }
}
