using NodaTime;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Calling;

/// <summary>Reads the hours of a line from <c>site.yml</c>.</summary>
internal static class HoursReader
{
    private static readonly (string Key, IsoDayOfWeek Day)[] Days =
    [
        ("monday", IsoDayOfWeek.Monday), ("tuesday", IsoDayOfWeek.Tuesday), ("wednesday", IsoDayOfWeek.Wednesday),
        ("thursday", IsoDayOfWeek.Thursday), ("friday", IsoDayOfWeek.Friday), ("saturday", IsoDayOfWeek.Saturday), ("sunday", IsoDayOfWeek.Sunday),
    ];

    /// <returns>Null, with a finding, when anything is wrong.</returns>
    public static OpeningHours? Read(YamlMap yaml)
    {
        var id = yaml.Text("time_zone", required: true);
        var zone = id is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);
        // Names such as EST stand for a zone without summer time, where nobody lives.
        if (id is not null && (zone is null || !(id.Contains('/') || id == "UTC")))
            yaml.Error("time_zone", $"\"{id}\" is not the time zone of a place. Use an IANA name such as America/New_York.");
        var zoneName = yaml.Text("zone_name", required: true);

        var isAlwaysOpen = yaml.Flag("always_open", otherwise: false);
        var week = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningRange>>();
        var good = true;
        foreach (var (key, day) in Days)
        {
            var ranges = Ranges(yaml, key, ref good);
            if (isAlwaysOpen && yaml.Has(key))
                yaml.Error(key, "A line with \"always_open: true\" has no hours of single days. Take one of the two out.", Rules.BadHours);
            if (isAlwaysOpen)
                week[day] = [OpeningRange.AllDay];
            else if (ranges.Count > 0)
                week[day] = ranges;
        }
        foreach (var (key, day) in Days)
        {
            var nextDay = day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;
            if (week.TryGetValue(day, out var evening) && week.TryGetValue(nextDay, out var morning) && evening[^1].ClosesAtMinute - OpeningRange.MinutesADay > morning[0].OpensAtMinute)
                yaml.Error(key, $"The last range of {day} runs into the first of {nextDay}. Let one end where the other begins.", Rules.BadHours);
        }
        var exceptions = Exceptions(yaml, ref good);
        yaml.RefuseUnknownKeys();
        return zone is null || zoneName is null || !good ? null : new OpeningHours(zone, zoneName, week, exceptions);
    }

    private static List<OpeningRange> Ranges(YamlMap yaml, string key, ref bool good)
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
        return ranges;
    }

    private static List<SpecialHours> Exceptions(YamlMap yaml, ref bool good)
    {
        var exceptions = new List<SpecialHours>();
        foreach (var item in yaml.Maps("exceptions"))
        {
            var text = item.Text("days", required: true);
            var reason = item.Text("reason", required: true, max: 40);
            var ranges = Ranges(item, "hours", ref good);
            var endsTheNightBefore = item.Flag("ends_the_night_before", otherwise: false);
            var days = text is null ? null : SpecialHours.ParseDays(text);
            if (text is not null && days is null)
                item.Error("days", $"\"{text}\" are no days. Write \"2026-11-26\" for one day, \"2026-12-24 to 2027-01-01\" for several, or \"12-25\" or \"fourth Thursday of November\" for a day of every year.", Rules.BadHours);
            item.RefuseUnknownKeys();
            if (days is not { } found || reason is null)
                continue;
            var exception = new SpecialHours(found.From, found.Until, found.EveryYear, reason, ranges, endsTheNightBefore) { Place = item.PlaceOf("days") };
            if (exceptions.FirstOrDefault(e => Meet(e, exception)) is { } other)
                item.Error("days", $"\"{text}\" has other hours already, for {other.Reason}. Give each day one exception.", Rules.BadHours);
            exceptions.Add(exception);
        }
        // A dated exception is meant for its year, whatever holds in others.
        return [.. exceptions.OrderBy(e => e.EveryYear is not null)];
    }

    private static bool Meet(SpecialHours one, SpecialHours other) => (one.EveryYear, other.EveryYear) switch
    {
        (null, null) => one.From <= other.Until && other.From <= one.Until,
        ({ } first, { } second) => first == second,
        _ => false,
    };
}
