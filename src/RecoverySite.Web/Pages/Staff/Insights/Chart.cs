namespace RecoverySite.Web.Pages.Staff.Insights;

/// <summary>What is drawn beside a table, with two numbers to each of its rows.</summary>
/// <param name="Finding">What the picture shows, as a sentence.</param>
/// <param name="First">What the first number of each row counts.</param>
public sealed record Chart(string Finding, string First, string Second, IReadOnlyList<ChartRow> Rows)
{
    private readonly long highest = Math.Max(1, Rows.Max(r => Math.Max(r.First.Value, r.Second.Value)));

    /// <summary>In percent of the room that there is. What is hidden is a mark of the same length everywhere.</summary>
    public double LengthOf(Mark mark) => mark.IsHidden ? 4 : 100.0 * mark.Value / highest;

    /// <summary>For an attribute of SVG.</summary>
    public static string Percent(double share) => $"{share:0.##}%";
}

public sealed record ChartRow(string Label, Mark First, Mark Second);

public readonly record struct Mark(long Value, bool IsHidden = false)
{
    public static Mark Of(Figure figure) => figure.IsHidden ? new(0, true) : new(figure.Count);
}
