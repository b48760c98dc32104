using NodaTime;

namespace RecoverySite.Content.Calling;

/// <summary>Spans of opening time that a visitor can choose for a call: mornings, afternoons, evenings.</summary>
public static class CallSlots
{
    /// <summary>No slot is shorter, and none begins sooner.</summary>
    public static readonly Duration Shortest = Duration.FromMinutes(30);

    private static readonly LocalTime[] PartsOfDay = [new(0, 0), new(12, 0), new(17, 0)];

    /// <summary>
    /// The spans of the next <paramref name="days"/> days with opening time. A part that has begun starts half an hour from
    /// <paramref name="now"/>, rounded up to the half hour, and is left out when less than half an hour would remain.
    /// </summary>
    public static IReadOnlyList<Interval> Next(OpeningHours hours, Instant now, int days)
    {
        var slots = new List<Interval>();
        var soonest = RoundUp(now + Shortest);
        foreach (var span in hours.OpenSpans(now))
        {
            for (var date = span.Start.InZone(hours.Zone).Date; date <= span.End.InZone(hours.Zone).Date; date = date.PlusDays(1))
            {
                for (var part = 0; part < PartsOfDay.Length; part++)
                {
                    var partStart = date.At(PartsOfDay[part]).InZoneLeniently(hours.Zone).ToInstant();
                    var partEnd = part + 1 < PartsOfDay.Length
                        ? date.At(PartsOfDay[part + 1]).InZoneLeniently(hours.Zone).ToInstant()
                        : hours.Zone.AtStartOfDay(date.PlusDays(1)).ToInstant();
                    var start = Instant.Max(Instant.Max(span.Start, partStart), soonest);
                    var end = Instant.Min(span.End, partEnd);
                    if (end - start >= Shortest)
                        slots.Add(new Interval(start, end));
                }
            }
        }
        var chosenDays = slots.Select(s => s.Start.InZone(hours.Zone).Date).Distinct().Take(days).ToHashSet();
        return slots.Where(s => chosenDays.Contains(s.Start.InZone(hours.Zone).Date)).ToList();
    }

    private static Instant RoundUp(Instant instant)
    {
        var half = Shortest.BclCompatibleTicks;
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks((ticks + half - 1) / half * half);
    }
}
