namespace RecoverySite.Tests;

/// <summary>A clock that stands still until a test moves it. Durations are real.</summary>
public sealed class TestClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>A Tuesday at 10:00 in New York: the provider's line is answered.</summary>
    public static TestClock Open() => new(new DateTimeOffset(2026, 11, 24, 15, 0, 0, TimeSpan.Zero));

    /// <summary>A Saturday at 02:00 in New York: nobody answers until Monday.</summary>
    public static TestClock Closed() => new(new DateTimeOffset(2026, 11, 28, 7, 0, 0, TimeSpan.Zero));
}
