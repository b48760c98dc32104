using System.Text.RegularExpressions;

namespace RecoverySite.Content.Calling;

/// <summary>A range of minutes since the midnight of the day on which it opens; it closes past 1440 when it runs overnight.</summary>
public sealed partial record OpeningRange(int OpensAtMinute, int ClosesAtMinute)
{
    internal const int MinutesADay = 24 * 60;

    public static OpeningRange AllDay { get; } = new(0, MinutesADay);

    public static OpeningRange? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success)
            return null;
        int Minute(string hour, string minute) => int.Parse(match.Groups[hour].Value) * 60 + int.Parse(match.Groups[minute].Value);
        var (opens, closes) = (Minute("h1", "m1"), Minute("h2", "m2"));
        if (opens >= MinutesADay || closes > MinutesADay || opens == closes)
            return null;
        return new OpeningRange(opens, closes > opens ? closes : closes + MinutesADay);
    }

    [GeneratedRegex(@"^(?<h1>[0-2][0-9]):(?<m1>[0-5][0-9])-(?<h2>[0-2][0-9]):(?<m2>[0-5][0-9])$")]
    private static partial Regex Form();
}
