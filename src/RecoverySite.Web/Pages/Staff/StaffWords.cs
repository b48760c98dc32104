using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Times in the words of the desk: waits as spans, moments in the site's zone, and the visitor's own clock.</summary>
public sealed class StaffWords(Site site, DateTimeOffset now)
{
    private static readonly Duration EarliestCall = Duration.FromHours(8), LatestCall = Duration.FromHours(21);

    private readonly Instant moment = Instant.FromDateTimeOffset(now);

    public string ZoneName => site.Phone.Hours.ZoneName;

    /// <summary><c>under 1 min</c>, <c>14 min</c>, <c>2 h 5 min</c>, <c>3 days 4 h</c>.</summary>
    public string Since(DateTimeOffset then)
    {
        var span = now > then ? now - then : TimeSpan.Zero;
        return span switch
        {
            { TotalMinutes: < 1 } => "under 1 min",
            { TotalHours: < 1 } => $"{span.Minutes} min",
            { TotalDays: < 1 } => span.Minutes == 0 ? $"{span.Hours} h" : $"{span.Hours} h {span.Minutes} min",
            _ => $"{span.Days} {(span.Days == 1 ? "day" : "days")}" + (span.Hours == 0 ? "" : $" {span.Hours} h"),
        };
    }

    /// <summary><c>10:02 a.m.</c>, <c>yesterday, 10:02 a.m.</c>, <c>Monday, November 23, 10:02 a.m.</c>, in the site's zone.</summary>
    public string At(DateTimeOffset then) => In(site.Zone, Instant.FromDateTimeOffset(then));

    /// <summary>As in <c>on Sunday at 10:02 a.m. ET</c>, in the site's zone, for what is within a week or has its day said beside it.</summary>
    public string On(DateTimeOffset then)
    {
        var there = Instant.FromDateTimeOffset(then).InZone(site.Zone);
        return $"on {there.DayOfWeek} at {CallingWords.Time(there.TimeOfDay)} {ZoneName}";
    }

    /// <summary>As in <c>on February 22, 2027</c>.</summary>
    public string Day(DateTimeOffset then) => $"on {CallingWords.DateWithYear(Instant.FromDateTimeOffset(then).InZone(site.Zone).Date)}";

    /// <summary><c>November 24, 2026, 10:02 a.m.</c>, in the site's zone, for what may be years ago.</summary>
    public string DatedAt(DateTimeOffset then)
    {
        var there = Instant.FromDateTimeOffset(then).InZone(site.Zone);
        return $"{CallingWords.DateWithYear(there.Date)}, {CallingWords.Time(there.TimeOfDay)}";
    }

    /// <summary>Our time, and theirs where it is another: <c>10:02 a.m. ET (9:02 a.m. Central)</c>.</summary>
    public string Both(string zone, DateTimeOffset then)
    {
        var instant = Instant.FromDateTimeOffset(then);
        var (here, there) = (instant.InZone(site.Zone), instant.InZone(Zone(zone)));
        var theirs = here.LocalDateTime == there.LocalDateTime ? ""
            : here.Date == there.Date ? $" ({CallingWords.Time(there.TimeOfDay)} {VisitorZones.Label(zone)})"
            : $" ({there.DayOfWeek}, {CallingWords.Time(there.TimeOfDay)} {VisitorZones.Label(zone)})";
        return $"{At(then)} {ZoneName}{theirs}";
    }

    /// <summary>Their clock where it shows another time than ours: <c>(12:02 p.m. Alaska)</c>; otherwise nothing.</summary>
    public string Theirs(string zone, DateTimeOffset then)
    {
        var instant = Instant.FromDateTimeOffset(then);
        return instant.InZone(site.Zone).LocalDateTime == instant.InZone(Zone(zone)).LocalDateTime ? "" : $"({TheirTime(zone, then)})";
    }

    /// <summary>Whether their clock shows another time than ours, now or at any moment until <paramref name="within"/> from now.</summary>
    public bool ClocksPart(string zone, TimeSpan within)
    {
        var (theirs, span) = (Zone(zone), new Interval(moment, moment + Duration.FromTimeSpan(within)));
        var changes = theirs.GetZoneIntervals(span).Concat(site.Zone.GetZoneIntervals(span)).Select(i => i.HasStart ? Instant.Max(i.Start, moment) : moment);
        return changes.Any(then => theirs.GetUtcOffset(then) != site.Zone.GetUtcOffset(then));
    }

    /// <summary>The time where the visitor is: <c>9:02 a.m. Central</c>.</summary>
    public string TheirTime(string zone, DateTimeOffset then) => $"{In(Zone(zone), Instant.FromDateTimeOffset(then))} {VisitorZones.Label(zone)}";

    /// <summary>Between 8 in the morning and 9 in the evening where the visitor is.</summary>
    public static bool IsDecentHour(string zone, DateTimeOffset then)
    {
        var time = Instant.FromDateTimeOffset(then).InZone(Zone(zone)).TimeOfDay;
        var sinceMidnight = Duration.FromTicks(time.TickOfDay);
        return sinceMidnight >= EarliestCall && sinceMidnight < LatestCall;
    }

    /// <summary>A span that a visitor chose: <c>Wednesday, November 25, 8:00 a.m. to noon ET</c>.</summary>
    public string Slot(DateTimeOffset from, DateTimeOffset until) =>
        CallingWords.Slot(site.Phone.Hours, new Interval(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(until)));

    private string In(DateTimeZone zone, Instant then)
    {
        var there = then.InZone(zone);
        var days = Period.DaysBetween(there.Date, moment.InZone(zone).Date);
        var time = CallingWords.Time(there.TimeOfDay);
        return days switch
        {
            0 => time,
            1 => $"yesterday, {time}",
            -1 => $"tomorrow, {time}",
            _ => $"{there.DayOfWeek}, {CallingWords.Date(there.Date)}, {time}",
        };
    }

    public static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZone.Utc;
}
