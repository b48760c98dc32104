using NodaTime;

namespace RecoverySite.Content.Calling;

/// <summary>Hours in words, the same everywhere: <c>8:00 a.m.</c>, <c>noon</c>, <c>ET</c>, <c>Monday through Friday</c>.</summary>
public static class CallingWords
{
    private static readonly string[] Months =
        ["", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly Duration Soon = Duration.FromHours(1);

    /// <summary>
    /// <c>Open until 9:00 p.m. ET</c>, in the last hour <c>Closes soon, at 9:00 p.m. ET</c>, <c>Closed now. Opens Monday at 8:00 a.m. ET</c>,
    /// or <c>Closed today for Thanksgiving. Opens tomorrow at 8:00 a.m. ET</c>; no full stop at the end.
    /// </summary>
    public static string Status(OpeningHours hours, Instant now)
    {
        var state = hours.At(now);
        if (state.IsOpen)
        {
            return state.NextChange is not { } close ? "Open 24 hours, every day"
                : close - now <= Soon ? $"Closes soon, at {Close(hours, now, close)} {hours.ZoneName}"
                : $"Open until {Close(hours, now, close)} {hours.ZoneName}";
        }
        var closed = hours.ExceptionOn(now.InZone(hours.Zone).Date) is { IsClosed: true } today ? $"Closed today for {today.Reason}" : "Closed now";
        return state.NextChange is { } open ? $"{closed}. Opens {When(hours, now, open)}" : closed;
    }

    /// <summary>The next instant at which any of these words can read differently: an opening, the day and the hour before a closing, a closing, a midnight there.</summary>
    public static Instant NextChange(OpeningHours hours, Instant now)
    {
        var midnight = hours.Zone.AtStartOfDay(now.InZone(hours.Zone).Date.PlusDays(1)).ToInstant();
        if (hours.At(now) is not { NextChange: { } change } state)
            return midnight;
        if (state.IsOpen)
            change = new[] { change - Duration.FromDays(1), change - Soon, change }.First(moment => moment > now);
        return Instant.Min(change, midnight);
    }

    /// <summary>How the words go on from the next change for seven days, each with the instant from which it holds.</summary>
    public static IReadOnlyList<CallingChange> Changes(OpeningHours hours, Instant now)
    {
        var changes = new List<CallingChange>();
        var (status, from) = (Status(hours, now), NextChange(hours, now));
        for (var until = from + Duration.FromDays(7); from < until; from = NextChange(hours, from))
        {
            var next = Status(hours, from);
            if (next != status)
            {
                var state = hours.At(from);
                changes.Add(new CallingChange(from, state.IsOpen, next, state.NextChange));
            }
            status = next;
        }
        return changes;
    }

    /// <summary>What differs in the next two weeks, in order: <c>Thursday, November 26: closed for Thanksgiving</c>.</summary>
    public static IEnumerable<string> Exceptions(OpeningHours hours, Instant now)
    {
        var today = now.InZone(hours.Zone).Date;
        var days = Enumerable.Range(0, OpeningHours.DaysAhead).Select(today.PlusDays).Select(date => (Date: date, Exception: hours.ExceptionOn(date))).ToList();
        for (var i = 0; i < days.Count; i++)
        {
            if (days[i].Exception is not { } exception)
                continue;
            var first = days[i].Date;
            while (i + 1 < days.Count && days[i + 1].Exception == exception)
                i++;
            var last = exception.Until ?? days[i].Date;
            var when = first == last ? Day(first) : $"{Day(first)}, through {Day(last)}";
            yield return exception.IsClosed
                ? $"{when}: closed for {exception.Reason}"
                : $"{when}: {string.Join(" and ", exception.Ranges.Select(Range))} {hours.ZoneName}, for {exception.Reason}";
        }
    }

    /// <summary>Today there and the six days after it: the hours that begin on each, as in <c>8:00 a.m. to 9:00 p.m.</c> or <c>closed</c>, and the reason where they differ.</summary>
    public static IEnumerable<(LocalDate Date, string Times, string? Reason)> NextDays(OpeningHours hours, Instant now)
    {
        var today = now.InZone(hours.Zone).Date;
        foreach (var date in Enumerable.Range(0, 7).Select(today.PlusDays))
        {
            var ranges = hours.RangesOn(date).Select(range => hours.IsCutOffAfter(date) ? range with { ClosesAtMinute = Math.Min(range.ClosesAtMinute, OpeningRange.MinutesADay) } : range).ToList();
            yield return (date, ranges.Count == 0 ? "closed" : string.Join(" and ", ranges.Select(Range)), hours.ExceptionOn(date)?.Reason);
        }
    }

    /// <summary><c>today at 8:00 a.m. ET</c>, <c>tomorrow at ...</c>, <c>Monday at ...</c>, with the date from a week on.</summary>
    public static string When(OpeningHours hours, Instant now, Instant then)
    {
        var today = now.InZone(hours.Zone).Date;
        var date = then.InZone(hours.Zone).Date;
        var day = Period.DaysBetween(today, date) switch
        {
            0 => "today",
            1 => "tomorrow",
            <= 6 => date.DayOfWeek.ToString(),
            _ => $"{Day(date)},",
        };
        return $"{day} at {Time(hours, then)} {hours.ZoneName}";
    }

    /// <summary><c>Monday through Friday, 8:00 a.m. to 9:00 p.m. ET</c>; days with the same hours stand together.</summary>
    public static string Week(OpeningHours hours)
    {
        if (hours.Week.Count == 0)
            return "Closed";
        var days = Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None).ToList();
        var groups = new List<(IsoDayOfWeek First, IsoDayOfWeek Last, string Times)>();
        foreach (var day in days.Where(hours.Week.ContainsKey))
        {
            var times = string.Join(" and ", hours.Week[day].Select(Range));
            if (groups.Count > 0 && groups[^1].Last == day - 1 && groups[^1].Times == times)
                groups[^1] = groups[^1] with { Last = day };
            else
                groups.Add((day, day, times));
        }
        return string.Join("; ", groups.Select(g => $"{Days(g.First, g.Last)}, {g.Times}")) + $" {hours.ZoneName}";
    }

    /// <summary><c>Monday, November 23, 8:00 a.m. to noon ET</c>.</summary>
    public static string Slot(OpeningHours hours, Interval slot)
    {
        var date = slot.Start.InZone(hours.Zone).Date;
        return $"{Day(date)}, {Time(hours, slot.Start)} to {Time(hours, slot.End)} {hours.ZoneName}";
    }

    /// <summary><c>8:05 a.m.</c>, <c>noon</c>, <c>midnight</c>.</summary>
    public static string Time(LocalTime time) => Time(time.Hour * 60 + time.Minute);

    /// <summary><c>Friday, November 20</c>.</summary>
    public static string Day(LocalDate date) => $"{date.DayOfWeek}, {Date(date)}";

    /// <summary><c>November 20</c>.</summary>
    public static string Date(LocalDate date) => $"{Months[date.Month]} {date.Day}";

    /// <summary><c>November 20, 2026</c>.</summary>
    public static string DateWithYear(LocalDate date) => $"{Date(date)}, {date.Year}";

    /// <summary>Names the day where the time alone would mean an earlier one. Midnight belongs to the day that it ends.</summary>
    private static string Close(OpeningHours hours, Instant now, Instant close)
    {
        var time = Time(hours, close);
        if (close - now <= Duration.FromDays(1))
            return time;
        var date = (close - Duration.Epsilon).InZone(hours.Zone).Date;
        return Period.DaysBetween(now.InZone(hours.Zone).Date, date) <= 6 ? $"{date.DayOfWeek} at {time}" : $"{Day(date)}, at {time}";
    }

    private static string Days(IsoDayOfWeek first, IsoDayOfWeek last) =>
        (last - first) switch
        {
            0 => first.ToString(),
            1 => $"{first} and {last}",
            6 => "Every day",
            _ => $"{first} through {last}",
        };

    private static string Range(OpeningRange range) =>
        range is { OpensAtMinute: 0, ClosesAtMinute: OpeningRange.MinutesADay }
            ? "24 hours"
            : $"{Time(range.OpensAtMinute)} to {Time(range.ClosesAtMinute)}";

    private static string Time(OpeningHours hours, Instant instant) => Time(instant.InZone(hours.Zone).TimeOfDay);

    private static string Time(int minuteOfDay)
    {
        var (hour, minute) = Math.DivRem(minuteOfDay % OpeningRange.MinutesADay, 60);
        return (hour, minute) switch
        {
            (0, 0) => "midnight",
            (12, 0) => "noon",
            _ => $"{(hour + 11) % 12 + 1}:{minute:00} {(hour < 12 ? "a.m." : "p.m.")}",
        };
    }
}

/// <summary>What a line's status becomes.</summary>
/// <param name="From">When.</param>
/// <param name="Next">The instant that <paramref name="Status"/> names, if it names one.</param>
public sealed record CallingChange(Instant From, bool IsOpen, string Status, Instant? Next);
