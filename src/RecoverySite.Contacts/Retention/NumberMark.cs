namespace RecoverySite.Contacts.Retention;

public enum NumberMarkKind
{
    /// <summary>The person asked not to be called, in a request that is no longer here.</summary>
    DoNotCall,

    /// <summary>Everything up to that moment was erased, and is erased again when a backup from before brings it back.</summary>
    Erased,
}

/// <summary>What stays of a number whose requests are gone: its blind index, which nobody can turn back into the number without the key ring.</summary>
public sealed class NumberMark
{
    private NumberMark()
    {
    }

    public byte[] NumberIndex { get; private set; } = [];
    public NumberMarkKind Kind { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; private set; }

    internal static NumberMark Make(byte[] numberIndex, NumberMarkKind kind, DateTimeOffset now) => new() { NumberIndex = numberIndex, Kind = kind, At = now };

    internal void Renew(DateTimeOffset now) => At = now;
}
