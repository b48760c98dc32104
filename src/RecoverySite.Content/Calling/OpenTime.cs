using NodaTime;

namespace RecoverySite.Content.Calling;

/// <summary>
/// What <see cref="OpeningHours.OpenTimeBetween"/> says of moments within one stretch of time, for whoever asks it of very many: the
/// calendar is walked through once.
/// </summary>
public sealed class OpenTime
{
    private readonly Interval[] spans;
    private readonly Instant[] starts;
    private readonly Duration[] before;

    public OpenTime(OpeningHours hours, Instant start, Instant end)
    {
        spans = [.. hours.OpenBetween(start, end)];
        starts = [.. spans.Select(s => s.Start)];
        before = new Duration[spans.Length];
        for (var i = 1; i < spans.Length; i++)
            before[i] = before[i - 1] + spans[i - 1].Duration;
    }

    public Duration Between(Instant from, Instant until) => from < until ? Until(until) - Until(from) : Duration.Zero;

    private Duration Until(Instant moment)
    {
        var found = Array.BinarySearch(starts, moment);
        var i = found < 0 ? ~found - 1 : found;
        return i < 0 ? Duration.Zero : before[i] + (Instant.Min(moment, spans[i].End) - starts[i]);
    }
}
