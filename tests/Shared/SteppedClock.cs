namespace RecoverySite.Tests;

/// <summary>A clock that stands still until a test moves it, and whose timers go off when it does.</summary>
public sealed class SteppedClock(DateTimeOffset now) : TimeProvider
{
    private readonly Lock held = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = now;

    public override DateTimeOffset GetUtcNow()
    {
        lock (held)
            return now;
    }

    public void Advance(TimeSpan by)
    {
        List<Timer> due;
        lock (held)
        {
            now += by;
            due = [.. timers.Where(t => t.DueAt <= now)];
            timers.RemoveAll(due.Contains);
        }
        foreach (var timer in due)
            timer.GoOff();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(SteppedClock clock, Action goOff) : ITimer
    {
        public DateTimeOffset DueAt { get; private set; }

        public void GoOff() => goOff();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.held)
            {
                clock.timers.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    DueAt = clock.now + dueTime;
                    clock.timers.Add(this);
                }
            }
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
