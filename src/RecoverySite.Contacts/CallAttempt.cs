namespace RecoverySite.Contacts;

/// <summary>How a call went. Reached, a wrong number and the wish not to be called end the request.</summary>
public enum CallOutcome
{
    Reached,

    /// <summary>Reached, and to be called at another time: nothing is ended.</summary>
    AskedForLater,
    Voicemail,
    NoAnswer,

    /// <summary>Somebody else picked up, and was told nothing.</summary>
    SomebodyElse,
    WrongNumber,
    AskedNotToBeCalled,

    /// <summary>The button was pressed and no call was made.</summary>
    NotCalled,
}

public static class CallOutcomes
{
    /// <summary>Whether another try can be agreed on after it.</summary>
    public static bool CanBeTriedAgain(this CallOutcome outcome) =>
        outcome is CallOutcome.AskedForLater or CallOutcome.Voicemail or CallOutcome.NoAnswer or CallOutcome.SomebodyElse;
}

/// <summary>One call to the person, from the dial tap to what came of it. Times are UTC.</summary>
public sealed class CallAttempt
{
    private CallAttempt()
    {
    }

    /// <summary>Also what the form about it is known by, so that one sent twice is one call.</summary>
    public Guid Id { get; private set; }

    public Guid CallRequestId { get; private set; }

    /// <summary>Staff member.</summary>
    public Guid By { get; private set; }

    public DateTimeOffset DialledAt { get; private set; }

    /// <summary>Null until it is recorded.</summary>
    public CallOutcome? Outcome { get; private set; }

    public DateTimeOffset? RecordedAt { get; private set; }

    internal static CallAttempt Dial(Guid requestId, Guid by, DateTimeOffset now, Guid? id = null) =>
        new() { Id = id ?? Guid.CreateVersion7(now), CallRequestId = requestId, By = by, DialledAt = now };

    internal void TakeBack() => (Outcome, RecordedAt) = (null, null);

    internal void Record(CallOutcome outcome, DateTimeOffset now) => (Outcome, RecordedAt) = (outcome, now);
}
