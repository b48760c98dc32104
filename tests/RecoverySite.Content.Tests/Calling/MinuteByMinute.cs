using RecoverySite.Content.Calling;

namespace RecoverySite.Content.Tests.Calling;

/// <summary>
/// The hours told by somebody with a wall calendar and patience: each UTC minute is looked at by itself, its local time taken from the
/// framework's own zone rules. Shares nothing with the real thing but the ranges that it is given.
/// </summary>
internal sealed class MinuteByMinute
{
    private readonly DateTime first;
    private readonly bool[] isOpen;

    /// <param name="first">UTC, on a minute.</param>
    public MinuteByMinute(TimeZoneInfo zone, Func<DateOnly, IReadOnlyList<OpeningRange>> rangesOn, Func<DateOnly, bool> endsTheNightBefore, DateTime first, int minutes)
    {
        this.first = first;
        // Two days around, because a range is followed from the day on which it opens.
        const int Around = 3 * 24 * 60;
        var wall = Enumerable.Range(0, minutes + 2 * Around).Select(i => TimeZoneInfo.ConvertTimeFromUtc(first.AddMinutes(i - Around), zone)).ToArray();
        isOpen = new bool[wall.Length];
        for (var day = DateOnly.FromDateTime(wall[0]).AddDays(1); day < DateOnly.FromDateTime(wall[^1]).AddDays(-1); day = day.AddDays(1))
        {
            foreach (var range in rangesOn(day))
            {
                var opens = day.ToDateTime(default).AddMinutes(range.OpensAtMinute);
                var closes = day.ToDateTime(default).AddMinutes(range.ClosesAtMinute);
                if (endsTheNightBefore(day.AddDays(1)) && closes > day.AddDays(1).ToDateTime(default))
                    closes = day.AddDays(1).ToDateTime(default);
                // Opens with the first minute whose clock shows the opening time or, where the clock jumps over it, anything later.
                var from = Array.FindIndex(wall, w => w >= opens);
                // Closes when the clock shows the closing time for the last time or, where it jumps over it, anything later.
                var until = Array.FindLastIndex(wall, w => w == closes);
                if (until < 0)
                    until = Array.FindIndex(wall, w => w > closes);
                for (var i = from; i < until; i++)
                    isOpen[i] = true;
            }
        }
        isOpen = isOpen[Around..^Around];
    }

    public bool IsOpenAt(DateTime utc) => isOpen[(int)(utc - first).TotalMinutes];

    /// <summary>The next minute at which it is otherwise, or null within what was looked at.</summary>
    public DateTime? ChangesAfter(DateTime utc)
    {
        var now = (int)(utc - first).TotalMinutes;
        var next = Array.FindIndex(isOpen, now, open => open != isOpen[now]);
        return next < 0 ? null : first.AddMinutes(next);
    }
}
