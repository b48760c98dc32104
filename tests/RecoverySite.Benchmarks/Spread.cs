namespace RecoverySite.Benchmarks;

/// <summary>One figure from several rounds: the median, and how far it went.</summary>
internal sealed class Spread(IEnumerable<double> rounds)
{
    private readonly double[] sorted = [.. rounds.Order()];

    public double Median => sorted[sorted.Length / 2];

    public double Worst => sorted[^1];

    /// <summary>Where the highest is more than three times the lowest, the median says nothing and is not printed.</summary>
    public override string ToString()
    {
        var range = $"({sorted[0]:0.00} to {sorted[^1]:0.00})";
        return sorted[^1] > 3 * sorted[0] ? $"too unsteady {range}" : $"**{Median:0.00}** {range}";
    }
}
