using NodaTime;
using NodaTime.TimeZones;

namespace RecoverySite.Content.Calling;

/// <summary>
/// When a line is answered: weekly ranges of local time in one time zone, and the days that differ. Questions are answered for an
/// instant, so neither the server's clock nor its zone matters.
/// </summary>
/// <param name="Zone">IANA time zone of the ranges.</param>
/// <param name="ZoneName">The zone as readers know it, as in <c>ET</c>.</param>
/// <param name="Week">For each day the ranges that begin on it, in order. A day without an entry is closed.</param>
/// <param name="Exceptions">Days with other hours; of two for one day the first counts.</param>
public sealed record OpeningHours(DateTimeZone Zone, string ZoneName, IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<OpeningRange>> Week, IReadOnlyList<SpecialHours> Exceptions)
{
    /// <summary>How far ahead changes and slots are looked for. Nothing that differs is announced sooner.</summary>
    public const int DaysAhead = 15;

    /// <summary>A line that is closed for longer than <see cref="DaysAhead"/> still says when it opens.</summary>
    private const int MostDaysAhead = 400;

    /// <summary>Whether the line is answered at <paramref name="now"/>, and the instant at which that changes; null when it does not within two weeks (open) or a year (closed).</summary>
    public CallingState At(Instant now)
    {
        var today = now.InZone(Zone).Date;
        foreach (var span in Spans(today, MostDaysAhead).Where(span => span.End > now))
            return span.Start > now ? new CallingState(false, span.Start) : new CallingState(true, span.End < Midnight(today.PlusDays(DaysAhead)) ? span.End : null);
        return new CallingState(false, null);
    }

    /// <summary>
    /// The spans in which the line is answered, from yesterday's (an overnight range may still run) to two weeks ahead, adjoining ones
    /// made one. A local time that the clock skips in spring moves to the first instant that exists; in autumn's repeated
    /// hour a range opens at the first and closes at the second occurrence.
    /// </summary>
    public IReadOnlyList<Interval> OpenSpans(Instant now) => [.. Spans(now.InZone(Zone).Date, DaysAhead)];

    /// <summary>How much of the time from <paramref name="start"/> to <paramref name="end"/> the line is answered in.</summary>
    public Duration OpenTimeBetween(Instant start, Instant end) => OpenBetween(start, end).Aggregate(Duration.Zero, (sum, span) => sum + span.Duration);

    /// <summary>The spans from <paramref name="start"/> to <paramref name="end"/> in which the line is answered.</summary>
    public IEnumerable<Interval> OpenBetween(Instant start, Instant end)
    {
        while (start < end)
        {
            var state = At(start);
            var next = Instant.Min(state.NextChange ?? end, end);
            if (state.IsOpen)
                yield return new Interval(start, next);
            start = next;
        }
    }

    /// <summary>What differs on <paramref name="date"/>, or null.</summary>
    public SpecialHours? ExceptionOn(LocalDate date) => Exceptions.FirstOrDefault(e => e.IsOn(date));

    /// <summary>The ranges that begin on <paramref name="date"/>.</summary>
    public IReadOnlyList<OpeningRange> RangesOn(LocalDate date) => ExceptionOn(date)?.Ranges ?? Week.GetValueOrDefault(date.DayOfWeek, []);

    /// <summary>Whether a range of <paramref name="date"/> that would run over midnight ends there, because of the day that follows.</summary>
    internal bool IsCutOffAfter(LocalDate date) => ExceptionOn(date.PlusDays(1)) is { EndsTheNightBefore: true };

    private IEnumerable<Interval> Spans(LocalDate today, int daysAhead)
    {
        Interval? open = null;
        for (var date = today.PlusDays(-1); date <= today.PlusDays(daysAhead); date = date.PlusDays(1))
        {
            var endsWithItsDay = IsCutOffAfter(date);
            foreach (var range in RangesOn(date))
            {
                var start = ToInstant(date, range.OpensAtMinute, Resolvers.ReturnEarlier);
                var end = ToInstant(date, endsWithItsDay ? Math.Min(range.ClosesAtMinute, OpeningRange.MinutesADay) : range.ClosesAtMinute, Resolvers.ReturnLater);
                if (start >= end)
                    continue;
                if (open is { } running && running.End >= start)
                {
                    open = new Interval(running.Start, Instant.Max(running.End, end));
                }
                else
                {
                    if (open is { } over)
                        yield return over;
                    open = new Interval(start, end);
                }
            }
            // Nobody asks when a line closes that is open beyond what is looked at.
            if (open is { } endless && date > today.PlusDays(DaysAhead) && endless.Start < Midnight(today.PlusDays(1)))
                break;
        }
        if (open is { } last)
            yield return last;
    }

    private Instant Midnight(LocalDate date) => Zone.AtStartOfDay(date).ToInstant();

    private Instant ToInstant(LocalDate date, int minuteOfDay, AmbiguousTimeResolver ambiguous) =>
        date.PlusDays(minuteOfDay / OpeningRange.MinutesADay)
            .At(LocalTime.FromMinutesSinceMidnight(minuteOfDay % OpeningRange.MinutesADay))
            .InZone(Zone, Resolvers.CreateMappingResolver(ambiguous, Resolvers.ReturnStartOfIntervalAfter))
            .ToInstant();
}

/// <param name="NextChange">When the line opens or closes next, or null when that is not in sight.</param>
public sealed record CallingState(bool IsOpen, Instant? NextChange);
