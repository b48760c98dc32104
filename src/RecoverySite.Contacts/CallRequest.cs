using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts;

/// <summary>What became of an attempt to take a request on.</summary>
public enum ClaimAnswer
{
    Claimed,

    /// <summary>Somebody else has it.</summary>
    Taken,

    /// <summary>Somebody else dialed and never said what came of it; claiming again needs to be meant.</summary>
    DialledBefore,

    /// <summary>Nobody is to be called any more.</summary>
    Closed,
}

/// <summary>
/// Somebody to call back: one number, and every form sent for it while nobody has dealt with it. All times are UTC.
/// Its verbs run inside the write gate, one at a time; a second instance of the site would need a version on the row.
/// </summary>
public sealed class CallRequest
{
    /// <summary>How long a claim lasts before the dial tap, and after it.</summary>
    public static readonly TimeSpan ClaimBeforeDialling = TimeSpan.FromMinutes(10), ClaimAfterDialling = TimeSpan.FromMinutes(90);

    private readonly List<Submission> submissions = [];
    private readonly List<CallAttempt> attempts = [];

    private CallRequest()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>E.164; <see cref="Unreadable.Text"/> when nobody can read it any more.</summary>
    public string Number { get; private set; } = "";

    /// <summary>False when the row is damaged: nobody is dialed at a number that may have been changed.</summary>
    public bool IsReadable => !Unreadable.Is(Number);

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When the wait began: at receipt, or at the start of the time that the visitor chose.</summary>
    public DateTimeOffset WaitingSince { get; private set; }

    /// <summary>After a call that reached nobody: not before then. Null when the request is due by its wait alone.</summary>
    public DateTimeOffset? TryAgainAt { get; private set; }

    /// <summary>IANA zone of the clock by which <see cref="TryAgainAt"/> was agreed; null with it.</summary>
    public string? TryAgainZone { get; private set; }

    /// <summary>When it is to be called: when the wait began, or at the later time that was agreed.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Path of the article that led to the first form, or null.</summary>
    public string? FromPage { get; private set; }

    /// <summary>How an earlier request from the number had ended when this one was opened, if with a wrong number or with the wish not to be called; otherwise null.</summary>
    public CloseReason? Warning { get; private set; }

    /// <summary>When the first call was made of which somebody said what came of it, and the first in which we spoke to them.</summary>
    public DateTimeOffset? FirstCalledAt { get; private set; }

    /// <inheritdoc cref="FirstCalledAt"/>
    public DateTimeOffset? FirstReachedAt { get; private set; }

    /// <summary>True while every form sent looks like spam; staff look at held requests apart from the queue.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Somebody has looked and says that it is not spam, or has taken the person on.</summary>
    public bool IsVouchedFor { get; private set; }

    /// <summary>Staff member who took the request last; whether it is still theirs says <see cref="HolderAt"/>.</summary>
    public Guid? ClaimedBy { get; private set; }

    public DateTimeOffset? ClaimedAt { get; private set; }
    public DateTimeOffset? ClaimedUntil { get; private set; }

    /// <summary>Null while the request is open.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Null while the request is open.</summary>
    public CloseReason? ClosedBecause { get; private set; }

    public IReadOnlyList<Submission> Submissions => submissions;
    public IReadOnlyList<CallAttempt> Attempts => attempts;

    public bool IsOpen => ClosedAt is null;

    /// <summary>The more cautious wish of all forms sent: one "no" is enough, also when its form was withdrawn.</summary>
    public bool VoicemailIsOk => submissions.Count > 0 && submissions.All(s => s.VoicemailIsOk);

    /// <inheritdoc cref="VoicemailIsOk"/>
    public bool MaySayWho => submissions.Count > 0 && submissions.All(s => s.MaySayWho);

    /// <inheritdoc cref="VoicemailIsOk"/>
    public bool TextIsOk => submissions.Count > 0 && submissions.All(s => s.TextIsOk);

    /// <summary>The last call, while nobody has said what came of it.</summary>
    public CallAttempt? OpenAttempt => attempts.MaxBy(a => a.DialledAt) is { Outcome: null } last ? last : null;

    private IEnumerable<Submission> Live => submissions.Where(s => s.IsLive);

    /// <param name="warning">As in <see cref="Warning"/>.</param>
    internal static CallRequest Open(string number, CloseReason? warning, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Number = number, Warning = warning, OpenedAt = now, WaitingSince = now, DueAt = now };

    /// <summary>The staff member whose request this is now, or null.</summary>
    public Guid? HolderAt(DateTimeOffset now) => IsOpen && ClaimedUntil > now ? ClaimedBy : null;

    /// <summary>Takes in a form: the first, a further one ("asked again"), or one that was corrected to this number.</summary>
    internal void Attach(Submission submission)
    {
        if (!IsOpen)
            throw new InvalidOperationException("A closed request takes no further forms.");
        submissions.Add(submission);
        submission.CallRequestId = Id;
        FromPage ??= submissions.Count == 1 ? submission.FromPage : null;
        TryAgain(null, null);
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
        DueAt = TryAgainAt > WaitingSince ? TryAgainAt.Value : WaitingSince;
        IsHeld = !IsVouchedFor && Live.All(s => s.HeldBecause is not null);
    }

    /// <summary>The visitor has changed a form: what was agreed about another try does not hold any more.</summary>
    internal void TakeCorrection()
    {
        TryAgain(null, null);
        Recount();
    }

    /// <summary>Puts a held request into the queue with the wait that it has had.</summary>
    internal void VouchFor() => (IsVouchedFor, IsHeld) = (true, false);

    /// <summary>Takes the request on. Whoever is taken on is not held any more, nor again by what is sent later.</summary>
    /// <param name="knowingly">True when the staff member has read that somebody else dialed.</param>
    /// <param name="takingOver">True for a supervisor who has read that a colleague has it.</param>
    internal ClaimAnswer Claim(Guid by, bool knowingly, bool takingOver, DateTimeOffset now)
    {
        if (!IsOpen)
            return ClaimAnswer.Closed;
        if (HolderAt(now) is { } holder && (holder == by || !takingOver))
            return holder == by ? ClaimAnswer.Claimed : ClaimAnswer.Taken;
        if (OpenAttempt is { } dialed && dialed.By != by && !knowingly && !takingOver)
            return ClaimAnswer.DialledBefore;
        (ClaimedBy, ClaimedAt, ClaimedUntil) = (by, now, now + ClaimBeforeDialling);
        VouchFor();
        return ClaimAnswer.Claimed;
    }

    /// <summary>Puts the request back into the queue, with the wait that it has had. False when it is not theirs, or when they have dialed and owe an outcome.</summary>
    internal bool Release(Guid by, DateTimeOffset now)
    {
        if (HolderAt(now) != by || DialledBy(by) is not null)
            return false;
        ClaimedUntil = now;
        return true;
    }

    /// <summary>Ends their claim. Of a call that was made under it they have a moment to say what came of it; after that it is still theirs to say, and the request anybody's.</summary>
    /// <param name="atOnce">True for whoever cannot say it any more.</param>
    internal void LetGo(Guid by, bool atOnce, DateTimeOffset now)
    {
        if (HolderAt(now) == by && (atOnce || DialledBy(by) is null))
            ClaimedUntil = now;
        else if (HolderAt(now) == by && ClaimedUntil > now + ClaimBeforeDialling)
            ClaimedUntil = now + ClaimBeforeDialling;
    }

    /// <summary>The dial tap. A second one under the same claim is the same attempt. Null when the request is not theirs.</summary>
    internal CallAttempt? Dial(Guid by, DateTimeOffset now)
    {
        if (HolderAt(now) != by)
            return null;
        ClaimedUntil = now + ClaimAfterDialling;
        if (DialledBy(by) is { } dialed)
            return dialed;
        var attempt = CallAttempt.Dial(Id, by, now);
        attempts.Add(attempt);
        return attempt;
    }

    /// <summary>
    /// Records how their call went, also when their claim has run out meanwhile: what happened, happened.
    /// The request is closed when the outcome ends it, or when there is no time to try again at. While somebody else has it, it
    /// stays as they leave it. A wish not to be called ends it whoever has it, and is why it is closed however it ended.
    /// </summary>
    /// <param name="tryAgainZone">IANA zone of the clock by which <paramref name="tryAgainAt"/> was agreed.</param>
    /// <param name="attemptId">Which call it is about: one that was dialed, or one that is told of now for the first time. Null for whichever it is.</param>
    /// <returns>False when it is not theirs to say, when the visitor wants no voicemail and one is reported, or when they asked for another time and none is given.</returns>
    internal bool Record(Guid by, CallOutcome outcome, DateTimeOffset? tryAgainAt, string? tryAgainZone, DateTimeOffset now, Guid? attemptId)
    {
        if ((outcome == CallOutcome.Voicemail && !VoicemailIsOk) || (outcome == CallOutcome.AskedForLater && tryAgainAt is null))
            return false;
        var attempt = UnrecordedBy(by, now);
        if (!MayRecord(by, now) || (attemptId is not null && attempt?.Id != attemptId && (attempt is not null || attempts.Any(a => a.Id == attemptId))))
            return false;
        if (attempt is null)
            attempts.Add(attempt = CallAttempt.Dial(Id, by, now, attemptId));
        attempt.Record(outcome, now);
        if (outcome != CallOutcome.NotCalled && !(FirstCalledAt <= attempt.DialledAt))
            FirstCalledAt = attempt.DialledAt;
        if (WasReached(outcome) && !(FirstReachedAt <= attempt.DialledAt))
            FirstReachedAt = attempt.DialledAt;

        if (outcome == CallOutcome.AskedNotToBeCalled)
            (ClosedAt, ClosedBecause) = (ClosedAt ?? now, CloseReason.AskedNotToBeCalled);
        var holder = HolderAt(now);
        if (ClaimedBy == by && ClaimedUntil > now)
            ClaimedUntil = now;
        if (!IsOpen || (holder is not null && holder != by))
            return true;
        if (outcome.CanBeTriedAgain() && tryAgainAt is not null)
            TryAgain(tryAgainAt, tryAgainZone);
        else if (outcome != CallOutcome.NotCalled)
            (ClosedAt, ClosedBecause) = (now, ReasonOf(outcome));
        return true;
    }

    /// <summary>Closes it without a call. False when it is closed already, is somebody else's now, or when the reason is not one that staff can give.</summary>
    internal bool Close(Guid by, CloseReason reason, DateTimeOffset now)
    {
        if (!IsOpen || (HolderAt(now) is { } holder && holder != by) || reason is not (CloseReason.CalledUs or CloseReason.NotNeeded or CloseReason.Spam))
            return false;
        (ClosedAt, ClosedBecause, ClaimedUntil) = (now, reason, ClaimedUntil is null ? null : now);
        return true;
    }

    /// <summary>Agrees on another time, or on none, and vouches for whoever is to be called then. False when the request is closed or somebody else's now.</summary>
    internal bool CallLater(Guid by, DateTimeOffset? at, string? zone, DateTimeOffset now)
    {
        if (!IsOpen || (HolderAt(now) is { } holder && holder != by))
            return false;
        VouchFor();
        TryAgain(at, zone);
        // Whoever puts it off has nothing to do with it until then.
        if (at is not null && DialledBy(by) is null)
            LetGo(by, atOnce: true, now);
        return true;
    }

    /// <summary>Whether an outcome is theirs to say: they hold the request, were the last to hold it, or have dialed.</summary>
    public bool MayRecord(Guid by, DateTimeOffset now) => UnrecordedBy(by, now) is not null || HolderAt(now) == by || (IsOpen && HolderAt(now) is null && ClaimedBy == by);

    /// <summary>
    /// Takes a wrong end back. When it was the outcome of their own call, that outcome goes too and the request is theirs, to say again what
    /// came of it; otherwise it is nobody's. False when it is open, or when the visitor closed it or has withdrawn since.
    /// </summary>
    internal bool Reopen(Guid by, DateTimeOffset now)
    {
        if (ClosedBecause is null or CloseReason.Withdrawn || !Live.Any())
            return false;
        var wasCalled = ClosedBecause is not (CloseReason.CalledUs or CloseReason.NotNeeded or CloseReason.Spam);
        (ClosedAt, ClosedBecause) = (null, null);
        TryAgain(null, null);
        if (wasCalled && attempts.MaxBy(a => a.DialledAt) is { Outcome: not null } last && last.By == by)
        {
            last.TakeBack();
            (ClaimedBy, ClaimedAt, ClaimedUntil) = (by, last.DialledAt, now + ClaimAfterDialling);
            FirstCalledAt = attempts.Where(a => a.Outcome is not (null or CallOutcome.NotCalled)).Min(a => (DateTimeOffset?)a.DialledAt);
            FirstReachedAt = attempts.Where(a => WasReached(a.Outcome)).Min(a => (DateTimeOffset?)a.DialledAt);
        }
        return true;
    }

    /// <summary>The call that they have made under the claim that they have now, or null.</summary>
    public CallAttempt? DialledBy(Guid by) => OpenAttempt is { } last && last.By == by && last.DialledAt >= ClaimedAt ? last : null;

    /// <summary>The call of theirs that an outcome would be about. While they hold the request and somebody else has called since, that is none of the earlier ones.</summary>
    public CallAttempt? UnrecordedBy(Guid by, DateTimeOffset now) =>
        HolderAt(now) == by
            ? OpenAttempt is { } last && last.By == by ? last : null
            : attempts.Where(a => a.By == by && a.Outcome is null).MaxBy(a => a.DialledAt);

    private static bool WasReached(CallOutcome? outcome) => outcome is CallOutcome.Reached or CallOutcome.AskedForLater or CallOutcome.AskedNotToBeCalled;

    private void CloseWhenEmpty(DateTimeOffset now)
    {
        if (IsOpen && !Live.Any())
            (ClosedAt, ClosedBecause) = (now, CloseReason.Withdrawn);
        Recount();
    }

    private void TryAgain(DateTimeOffset? at, string? zone)
    {
        (TryAgainAt, TryAgainZone) = (at, at is null ? null : zone);
        DueAt = at > WaitingSince ? at.Value : WaitingSince;
    }

    private static CloseReason ReasonOf(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Reached => CloseReason.Reached,
        CallOutcome.Voicemail => CloseReason.Voicemail,
        CallOutcome.NoAnswer or CallOutcome.SomebodyElse => CloseReason.NoAnswer,
        CallOutcome.WrongNumber => CloseReason.WrongNumber,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };
}
