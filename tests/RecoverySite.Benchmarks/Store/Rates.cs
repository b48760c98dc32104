using System.Diagnostics;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Benchmarks.Store;

/// <summary>What one contender did in one round.</summary>
/// <param name="Waits">In milliseconds, the shortest first: from asking for a write until it was on the disk.</param>
/// <param name="Refused">Writes that were told to come again because the store was too busy. They count for nothing.</param>
internal sealed record Rates(double PerSecond, IReadOnlyList<double> Waits, int Refused)
{
    public double Percentile(double share) => Waits.Count == 0 ? double.NaN : Waits[(int)Math.Min(Waits.Count * share, Waits.Count - 1)];

    /// <summary>So many writers, each with its next write as soon as the last one is on the disk.</summary>
    public static async Task<Rates> MeasureAsync(int writers, TimeSpan time, Func<Task> writeAsync)
    {
        var began = Stopwatch.GetTimestamp();
        var waits = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(() => WriteUntilAsync(began, time, writeAsync))));
        var took = Stopwatch.GetElapsedTime(began);
        double[] sorted = [.. waits.SelectMany(w => w).OfType<double>().Order()];
        return new(sorted.Length / took.TotalSeconds, sorted, waits.Sum(w => w.Count) - sorted.Length);
    }

    /// <returns>The waits; null for a write that was refused.</returns>
    private static async Task<List<double?>> WriteUntilAsync(long began, TimeSpan time, Func<Task> writeAsync)
    {
        var waits = new List<double?>();
        do
        {
            var asked = Stopwatch.GetTimestamp();
            try
            {
                await writeAsync();
                waits.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
            catch (StoreUnavailableException)
            {
                waits.Add(null);
            }
        }
        while (Stopwatch.GetElapsedTime(began) < time);
        return waits;
    }
}
