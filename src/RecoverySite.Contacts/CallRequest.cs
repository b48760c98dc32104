namespace RecoverySite.Contacts;

/// <summary>
/// Somebody to call back: one number, and every form sent for it while nobody has dealt with it. All times are UTC.
/// </summary>
public sealed class CallRequest
{
    private readonly List<Submission> submissions = [];

    private CallRequest()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>E.164.</summary>
    public string Number { get; private set; } = "";

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When the wait began: at receipt, or at the start of the time that the visitor chose.</summary>
    public DateTimeOffset WaitingSince { get; private set; }

    /// <summary>True while every form sent looks like spam; staff look at held requests apart from the queue.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Null while the request is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    public IReadOnlyList<Submission> Submissions => submissions;

    public bool IsOpen => ClosedAt is null;

    /// <summary>The more cautious wish of all forms sent: one "no" is enough.</summary>
    public bool VoicemailIsOk => Live.Any() && Live.All(s => s.VoicemailIsOk);

    private IEnumerable<Submission> Live => submissions.Where(s => s.IsLive);

    internal static CallRequest Open(string number, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Number = number, OpenedAt = now, WaitingSince = now };

    /// <summary>Takes in a form: the first, a further one ("asked again"), or one that was corrected to this number.</summary>
    internal void Attach(Submission submission)
    {
        if (!IsOpen)
            throw new InvalidOperationException("A closed request takes no further forms.");
        submissions.Add(submission);
        Recount();
    }

    /// <summary>Lets go of a form whose number was corrected to another; a request left empty is closed.</summary>
    internal void Detach(Submission submission, DateTimeOffset now)
    {
        submissions.Remove(submission);
        CloseWhenEmpty(now);
    }

    /// <summary>The visitor takes back one form. Others for the same number stand.</summary>
    internal void Withdraw(Submission submission, DateTimeOffset now)
    {
        submission.Withdraw(now);
        CloseWhenEmpty(now);
    }

    internal void Recount()
    {
        if (!Live.Any())
            return;
        WaitingSince = Live.Min(s => s.WaitingSince);
        IsHeld = Live.All(s => s.HeldBecause is not null);
    }

    private void CloseWhenEmpty(DateTimeOffset now)
    {
        if (IsOpen && !Live.Any())
            ClosedAt = now;
        Recount();
    }
}
