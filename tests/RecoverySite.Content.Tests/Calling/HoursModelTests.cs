using NodaTime;
using RecoverySite.Content.Calling;

namespace RecoverySite.Content.Tests.Calling;

/// <summary>Random schedules at random instants, through both nights on which clocks change, against <see cref="MinuteByMinute"/>.</summary>
public sealed class HoursModelTests : IDisposable
{
    private const int Schedules = 50;

    // Of each schedule.
    private const int Instants = 10_000;

    // The longest that the real thing promises to look ahead while open, so that both see the same end.
    private const int Days = 12;

    // Lord Howe moves its clocks by half an hour, Santiago does so at midnight, London an hour after it.
    private static readonly string[] Zones = ["America/New_York", "America/St_Johns", "Australia/Lord_Howe", "America/Santiago", "Europe/London"];

    private readonly string? serverZone = Environment.GetEnvironmentVariable("TZ");

    public void Dispose() => SetServerZone(serverZone);

    [Theory]
    [InlineData("UTC")]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("America/St_Johns")]
    public void Ten_thousand_instants_of_each_of_fifty_schedules_agree_with_a_clock_read_minute_by_minute_wherever_the_server_stands(string server)
    {
        SetServerZone(server);
        Assert.Equal(server, TimeZoneInfo.Local.Id);
        const int Seed = 20261122;
        var random = new Random(Seed);
        var (looked, opens, nights) = (0, 0, new HashSet<(string, bool)>());
        for (var schedule = 0; schedule < Schedules; schedule++)
        {
            var id = Zones[schedule % Zones.Length];
            var (zone, naive) = (DateTimeZoneProviders.Tzdb[id], TimeZoneInfo.FindSystemTimeZoneById(id));
            var spring = schedule / Zones.Length % 2 == 0;
            nights.Add((id, spring));
            var night = zone.GetZoneIntervals(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2027, 1, 1, 0, 0)).Skip(spring ? 1 : 2).First().Start;
            var first = (night - Duration.FromDays(4)).ToDateTimeUtc();
            first = first.AddTicks(-(first.Ticks % TimeSpan.TicksPerMinute));

            var hours = Hours(random, zone, LocalDate.FromDateTime(first));
            var model = ModelOf(hours, naive, first);

            for (var i = 0; i < Instants; i++)
            {
                // Half of them in the night itself.
                var minutes = i % 2 == 0 ? random.Next(8 * 24 * 60) : 4 * 24 * 60 + random.Next(-240, 240);
                var utc = first.AddMinutes(minutes);
                var state = hours.At(Instant.FromDateTimeUtc(utc));
                if (model.IsOpenAt(utc) != state.IsOpen)
                    Assert.Fail($"Seed {Seed}, schedule {schedule} in {id}: at {utc:u} the model says {(model.IsOpenAt(utc) ? "open" : "closed")}. {Describe(hours)}");
                var change = model.ChangesAfter(utc);
                if (change < utc.AddDays(Days - 2) && change != state.NextChange?.ToDateTimeUtc())
                    Assert.Fail($"Seed {Seed}, schedule {schedule} in {id}: after {utc:u} the model changes at {change:u}, not {state.NextChange}. {Describe(hours)}");
                looked++;
                opens += state.IsOpen ? 1 : 0;
            }
        }
        Assert.Equal((Instants * Schedules, 2 * Zones.Length), (looked, nights.Count));
        Assert.InRange(opens, looked / 5, 4 * looked / 5);
    }

    private static MinuteByMinute ModelOf(OpeningHours hours, TimeZoneInfo naive, DateTime first) =>
        new(
            naive,
            date => hours.RangesOn(LocalDate.FromDateOnly(date)),
            date => hours.ExceptionOn(LocalDate.FromDateOnly(date)) is { EndsTheNightBefore: true },
            first,
            (int)TimeSpan.FromDays(Days + 8).TotalMinutes);

    [Fact]
    public void The_open_minutes_between_two_moments_agree_too_and_are_the_same_for_one_who_asks_once_and_for_one_who_asks_often()
    {
        const int Seed = 20261128, Span = (Days - 2) * 24 * 60;
        var random = new Random(Seed);
        for (var schedule = 0; schedule < Zones.Length; schedule++)
        {
            var (zone, naive) = (DateTimeZoneProviders.Tzdb[Zones[schedule]], TimeZoneInfo.FindSystemTimeZoneById(Zones[schedule]));
            var first = new DateTime(2026, 10, 30, 0, 0, 0, DateTimeKind.Utc);
            var hours = Hours(random, zone, LocalDate.FromDateTime(first));
            var model = ModelOf(hours, naive, first);
            var often = new OpenTime(hours, Instant.FromDateTimeUtc(first), Instant.FromDateTimeUtc(first.AddMinutes(Span)));

            for (var i = 0; i < 200; i++)
            {
                var (from, until) = (random.Next(Span), random.Next(Span));
                var (start, end) = (Instant.FromDateTimeUtc(first.AddMinutes(from)), Instant.FromDateTimeUtc(first.AddMinutes(until)));
                var open = Enumerable.Range(from, Math.Max(until - from, 0)).Count(m => model.IsOpenAt(first.AddMinutes(m)));
                Assert.Equal((schedule, i, open, open), (schedule, i, (int)hours.OpenTimeBetween(start, end).TotalMinutes, (int)often.Between(start, end).TotalMinutes));
            }
        }
    }

    private static void SetServerZone(string? id)
    {
        Environment.SetEnvironmentVariable("TZ", id);
        TimeZoneInfo.ClearCachedData();
    }

    private static OpeningHours Hours(Random random, DateTimeZone zone, LocalDate first)
    {
        var week = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningRange>>();
        var spill = 0;
        foreach (var day in Enum.GetValues<IsoDayOfWeek>().Where(d => d != IsoDayOfWeek.None && random.Next(5) > 0))
        {
            var ranges = Ranges(random, week.ContainsKey(day - 1) ? spill : 0);
            spill = ranges.Count > 0 ? Math.Max(0, ranges[^1].ClosesAtMinute - OpeningRange.AllDay.ClosesAtMinute) : 0;
            week[day] = ranges;
        }
        var exceptions = Enumerable.Range(0, random.Next(4))
            .Select(i => first.PlusDays(1 + 3 * i + random.Next(3)))
            .Select(date => new SpecialHours(date, date, null, "a holiday", random.Next(2) == 0 ? [] : Ranges(random, 0), random.Next(2) == 0))
            .ToList();
        return new OpeningHours(zone, "LT", week, exceptions);
    }

    private static List<OpeningRange> Ranges(Random random, int from)
    {
        var ranges = new List<OpeningRange>();
        // Bounds in the hours after midnight, where clocks change, as often as in all others together.
        int Bound(int lowest) => lowest + (random.Next(2) == 0 ? random.Next(0, 16) * 15 : random.Next(0, 40) * 30);
        for (var opens = Bound(from); opens < 24 * 60 && ranges.Count < 3; opens = Bound(ranges[^1].ClosesAtMinute + 1))
            ranges.Add(new OpeningRange(opens, Math.Min(Bound(opens + 1), opens + 23 * 60)));
        return ranges;
    }

    private static string Describe(OpeningHours hours) =>
        string.Join("; ", hours.Week.Select(d => $"{d.Key} {string.Join(' ', d.Value.Select(r => $"{r.OpensAtMinute}-{r.ClosesAtMinute}"))}"))
        + string.Join("; ", hours.Exceptions.Select(e => $" {e.From} {string.Join(' ', e.Ranges.Select(r => $"{r.OpensAtMinute}-{r.ClosesAtMinute}"))} {e.EndsTheNightBefore}"));
}
