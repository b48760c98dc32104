using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Calling;

/// <summary>
/// When a line is answered: weekly ranges of local time in one time zone. Questions are answered for an instant,
/// so neither the server's clock nor its zone matters.
/// </summary>
/// <param name="Zone">IANA time zone of the ranges.</param>
/// <param name="ZoneName">The zone as readers know it, as in <c>ET</c>.</param>
/// <param name="Week">For each day the ranges that begin on it, in order. A day without an entry is closed.</param>
public sealed record OpeningHours(DateTimeZone Zone, string ZoneName, IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<OpeningRange>> Week)
{
    private const int DaysAhead = 15;

    private static readonly (string Key, IsoDayOfWeek Day)[] Days =
    [
        ("monday", IsoDayOfWeek.Monday), ("tuesday", IsoDayOfWeek.Tuesday), ("wednesday", IsoDayOfWeek.Wednesday),
        ("thursday", IsoDayOfWeek.Thursday), ("friday", IsoDayOfWeek.Friday), ("saturday", IsoDayOfWeek.Saturday), ("sunday", IsoDayOfWeek.Sunday),
    ];

    /// <summary>Whether the line is answered at <paramref name="now"/>, and the instant at which that changes; null when it does not within two weeks.</summary>
    public CallingState At(Instant now)
    {
        var spans = OpenSpans(now);
        foreach (var span in spans)
        {
            if (span.Start <= now && now < span.End)
                return new CallingState(true, span == spans[^1] ? null : span.End);
            if (span.Start > now)
                return new CallingState(false, span.Start);
        }
        return new CallingState(false, null);
    }

    /// <summary>
    /// The spans in which the line is answered, from yesterday's (an overnight range may still run) to two weeks ahead, adjoining ones
    /// made one. A local time that the clock skips in spring moves to the first instant that exists; in autumn's repeated
    /// hour a range opens at the first and closes at the second occurrence.
    /// </summary>
    public IReadOnlyList<Interval> OpenSpans(Instant now)
    {
        var today = now.InZone(Zone).Date;
        var spans = new List<Interval>();
        for (var date = today.PlusDays(-1); date <= today.PlusDays(DaysAhead); date = date.PlusDays(1))
        {
            foreach (var range in Week.GetValueOrDefault(date.DayOfWeek, []))
            {
                var start = ToInstant(date, range.OpensAtMinute, Resolvers.ReturnEarlier);
                var end = ToInstant(date, range.ClosesAtMinute, Resolvers.ReturnLater);
                if (start >= end)
                    continue;
                if (spans.Count > 0 && spans[^1].End >= start)
                    spans[^1] = new Interval(spans[^1].Start, Instant.Max(spans[^1].End, end));
                else
                    spans.Add(new Interval(start, end));
            }
        }
        return spans;
    }

    internal static OpeningHours? Read(YamlMap yaml)
    {
        var id = yaml.Text("time_zone", required: true);
        var zone = id is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        // Names such as EST stand for a zone without summer time, where nobody lives.
        if (id is not null && (zone is null || !(id.Contains('/') || id == "UTC")))
            yaml.Error("time_zone", $"\"{id}\" is not the time zone of a place. Use an IANA name such as America/New_York.");
        var zoneName = yaml.Text("zone_name", required: true);

        var week = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningRange>>();
        var good = true;
        foreach (var (key, day) in Days)
        {
            var ranges = new List<OpeningRange>();
            foreach (var text in yaml.Texts(key))
            {
                var range = OpeningRange.Parse(text);
                if (range is null)
                    yaml.Error(key, $"\"{text}\" is not a range of hours. Write \"08:00-21:00\"; 24:00 is midnight at the end of the day, and a range that ends earlier than it begins runs into the next day.", Rules.BadHours);
                else if (ranges.Count > 0 && ranges[^1].ClosesAtMinute >= range.OpensAtMinute)
                    yaml.Error(key, $"\"{text}\" overlaps or touches the range before it. Write the ranges in order, or as one.", Rules.BadHours);
                good &= range is not null;
                if (range is not null)
                    ranges.Add(range);
            }
            if (ranges.Count > 0)
                week[day] = ranges;
        }
        yaml.RefuseUnknownKeys();
        return zone is null || zoneName is null || !good ? null : new OpeningHours(zone, zoneName, week);
    }

    private Instant ToInstant(LocalDate date, int minuteOfDay, AmbiguousTimeResolver ambiguous) =>
        date.PlusDays(minuteOfDay / OpeningRange.MinutesADay)
            .At(LocalTime.FromMinutesSinceMidnight(minuteOfDay % OpeningRange.MinutesADay))
            .InZone(Zone, Resolvers.CreateMappingResolver(ambiguous, Resolvers.ReturnStartOfIntervalAfter))
            .ToInstant();
}

/// <summary>A range of minutes since the midnight of the day on which it opens; it closes past 1440 when it runs overnight.</summary>
public sealed partial record OpeningRange(int OpensAtMinute, int ClosesAtMinute)
{
    internal const int MinutesADay = 24 * 60;

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

/// <param name="NextChange">When the line opens or closes next, or null when that is not in sight.</param>
public sealed record CallingState(bool IsOpen, Instant? NextChange);
