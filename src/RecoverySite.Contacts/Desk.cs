using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>
/// What staff do with a request: load, let it decide, note who did what. Runs inside the write gate, so that of two people
/// who want the same request one is told about the other. The caller saves.
/// </summary>
public static class Desk
{
    /// <summary>How the entry of each look begins.</summary>
    public const string Saw = "saw it";

    /// <summary>The entry that belongs to each note.</summary>
    public const string WroteANote = "wrote a note";

    /// <summary>Of whom <see cref="NextAsync"/> looks at most at so many, a few at a time: the gate is not kept shut for a whole queue to be read.</summary>
    private const int MostLookedAt = 500, AFew = 50;

    /// <summary>A look so soon after the last is the same look: the page was loaded again.</summary>
    private static readonly TimeSpan SameLook = TimeSpan.FromMinutes(1);

    /// <summary>No page stays open for longer than a session.</summary>
    private static readonly TimeSpan LongestLook = TimeSpan.FromHours(12);

    public static async Task<CallRequest?> FindAsync(ContactsDbContext db, Guid id, CancellationToken cancel) =>
        await db.CallRequests.Include(r => r.Submissions).Include(r => r.Attempts).AsSplitQuery().SingleOrDefaultAsync(r => r.Id == id, cancel);

    /// <summary>Whoever takes somebody on is on duty, also when they forgot to say so.</summary>
    /// <param name="takingOver">True for a supervisor who takes it from a colleague.</param>
    public static ClaimAnswer Claim(ContactsDbContext db, CallRequest request, Guid staffId, bool knowingly, DateTimeOffset now, bool takingOver = false)
    {
        var before = request.HolderAt(now);
        var answer = request.Claim(staffId, knowingly, takingOver, now);
        if (answer != ClaimAnswer.Claimed || before == staffId)
            return answer;
        if (db.StaffMembers.Find(staffId) is { OnDutySince: null } member)
        {
            member.GoOnDuty(now);
            db.Add(AuditEntry.OfAccount(staffId, "went on duty", now));
        }
        db.Add(AuditEntry.ByStaff(staffId, before is null ? "claimed it" : "took it over", request, now));
        return answer;
    }

    /// <summary>Claims the next; whoever has a request already is led to that one.</summary>
    /// <inheritdoc cref="NextAsync"/>
    public static async Task<Guid?> TakeNextAsync(ContactsDbContext db, Guid staffId, Func<RequestSummary, bool> isGoodTime, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.CallRequests.HeldBy(staffId, now).OrderBy(r => r.ClaimedAt).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancel) is { } theirs)
            return theirs;
        if (await NextAsync(db, staffId, isGoodTime, now, cancel) is not { } next)
            return null;
        Claim(db, (await FindAsync(db, next.Id, cancel))!, staffId, knowingly: false, now);
        return next.Id;
    }

    /// <summary>
    /// Whoever has waited longest and is nobody's, among the first five hundred of those: behind so many who cannot be called
    /// now, somebody is found by hand. Passes over requests that somebody else dialed without saying what came of it: those
    /// need a look first. Nor is anybody given again at once what they have just put back.
    /// </summary>
    /// <param name="isGoodTime">Whether this person can be called at this hour.</param>
    /// <returns>Null when there is nobody to take.</returns>
    public static async Task<RequestSummary?> NextAsync(ContactsDbContext db, Guid staffId, Func<RequestSummary, bool> isGoodTime, DateTimeOffset now, CancellationToken cancel)
    {
        var free = db.CallRequests.Waiting().DueAt(now)
            .Where(r => r.ClaimedUntil == null || r.ClaimedUntil <= now)
            .Where(r => !r.Attempts.Any(a => a.Outcome == null && a.By != staffId && !r.Attempts.Any(later => later.DialledAt > a.DialledAt)));
        var rest = free;
        for (var looked = 0; looked < MostLookedAt; looked += AFew)
        {
            var few = await RequestSummary.ReadAsync(db, rest.LongestWaitFirst().Take(AFew), cancel);
            if (few.FirstOrDefault(r => isGoodTime(r) && r.IsFreeFor(staffId, now)) is { } next)
                return next;
            if (few.Count < AFew)
                return null;
            rest = free.WaitingBehind(few[^1].WaitingSince, few[^1].Id);
        }
        return null;
    }

    /// <summary>Takes a wrong outcome back. False when it cannot be, because the number waits in another request already.</summary>
    public static async Task<bool> ReopenAsync(ContactsDbContext db, CallRequest request, Guid staffId, DateTimeOffset now, CancellationToken cancel)
    {
        var isOpenAgain = !await db.CallRequests.WithNumber(db, request.Number).AnyAsync(r => r.ClosedAt == null, cancel) && request.Reopen(staffId, now);
        if (isOpenAgain && request.HolderAt(now) is null)
            db.Add(Notice.Of(request, now, NoticeKind.Due));
        return Note(db, request, staffId, "opened it again", now, isOpenAgain);
    }

    public static bool Release(ContactsDbContext db, CallRequest request, Guid staffId, DateTimeOffset now) =>
        Note(db, request, staffId, "put it back", now, request.Release(staffId, now));

    /// <summary>Puts back into the queue what somebody has who was shut out. Of a call that they have made colleagues read, and ask before they call.</summary>
    /// <param name="by">Who shut them out; null for a command.</param>
    internal static async Task TakeBackAsync(ContactsDbContext db, Guid staffId, Guid? by, DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var request in await db.CallRequests.HeldBy(staffId, now).Include(r => r.Attempts).ToListAsync(cancel))
        {
            request.LetGo(staffId, atOnce: true, now);
            db.Add(AuditEntry.OfClaim(request, staffId, by, "put it back for a colleague who was shut out", now));
        }
    }

    /// <summary>
    /// Whoever goes off duty lets go of whom they have. Somebody whom they have just called stays theirs for a moment more, to say what came
    /// of it; then colleagues read of the call, and ask before they call. Does nothing when they are off duty already.
    /// </summary>
    public static async Task GoOffDutyAsync(ContactsDbContext db, Guid staffId, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.StaffMembers.FindAsync([staffId], cancel) is not { OnDutySince: not null } member)
            return;
        member.GoOffDuty();
        db.Add(AuditEntry.OfAccount(staffId, "went off duty", now));
        foreach (var request in await db.CallRequests.HeldBy(staffId, now).Include(r => r.Attempts).ToListAsync(cancel))
        {
            request.LetGo(staffId, atOnce: false, now);
            if (request.HolderAt(now) is null)
                db.Add(AuditEntry.ByStaff(staffId, "put it back", request, now));
        }
    }

    public static bool Dial(ContactsDbContext db, CallRequest request, Guid staffId, DateTimeOffset now)
    {
        var before = request.OpenAttempt?.Id;
        if (request.Dial(staffId, now) is not { } attempt)
            return false;
        if (attempt.Id != before)
        {
            db.Add(attempt);
            db.Add(AuditEntry.ByStaff(staffId, "dialed", request, now));
        }
        return true;
    }

    public static bool Record(ContactsDbContext db, CallRequest request, Guid staffId, CallOutcome outcome, DateTimeOffset? tryAgainAt, DateTimeOffset now, string? tryAgainZone = null, Guid? attemptId = null)
    {
        var known = request.Attempts.Select(a => a.Id).ToHashSet();
        if (!request.Record(staffId, outcome, tryAgainAt, tryAgainZone, now, attemptId))
            return false;
        db.AddRange(request.Attempts.Where(a => !known.Contains(a.Id)));
        return Note(db, request, staffId, "recorded: " + Words(outcome), now, true);
    }

    public static bool Close(ContactsDbContext db, CallRequest request, Guid staffId, CloseReason reason, DateTimeOffset now) =>
        Note(db, request, staffId, "closed it: " + Words(reason), now, request.Close(staffId, reason, now));

    /// <summary>Agrees on a later time without a call, or takes one back.</summary>
    public static bool CallLater(ContactsDbContext db, CallRequest request, Guid staffId, DateTimeOffset? at, string? zone, DateTimeOffset now)
    {
        var isTakenBack = at is null && request.TryAgainAt is not null;
        var happened = request.CallLater(staffId, at, zone, now);
        if (happened && isTakenBack)
            db.Add(Notice.Of(request, now, NoticeKind.Due));
        return Note(db, request, staffId, at is null ? "put it into the queue at once" : "put the call off", now, happened);
    }

    /// <summary>Adds a note for colleagues; anybody who may see the request may add one.</summary>
    /// <param name="id">One that no note has; null for a new one.</param>
    public static void Write(ContactsDbContext db, CallRequest request, Guid staffId, string text, DateTimeOffset now, Guid? id = null)
    {
        db.Add(StaffNote.Write(request.Id, staffId, text, now, id));
        Note(db, request, staffId, WroteANote, now, true);
    }

    public static void VouchFor(ContactsDbContext db, CallRequest request, Guid staffId, DateTimeOffset now)
    {
        request.VouchFor();
        Note(db, request, staffId, "said that it is not spam", now, true);
    }

    /// <summary>Notes that somebody looked at the request, with the number or without it. Nothing is shown whose entry could not be stored.</summary>
    /// <param name="isSameLook">True for a page that was open already and has renewed itself.</param>
    public static async Task SeeAsync(ContactsDbContext db, CallRequest request, Guid staffId, bool withNumber, bool isSameLook, DateTimeOffset now, CancellationToken cancel)
    {
        var action = withNumber ? Saw + " with the number" : Saw;
        var actor = AuditEntry.ActorOf(staffId);
        var since = now - (isSameLook ? LongestLook : SameLook);
        if (!await db.AuditEntries.AnyAsync(e => e.CallRequestId == request.Id && e.Actor == actor && e.Action == action && e.At > since, cancel))
            db.Add(AuditEntry.ByStaff(staffId, action, request, now));
    }

    /// <summary>Reads what was written in each of these requests, and notes it as a look at whoever wrote something.</summary>
    /// <returns>By request, in the order in which it was written.</returns>
    public static async Task<ILookup<Guid, string>> SeeMessagesAsync(ContactsDbContext db, IReadOnlyList<Guid> requests, Guid staffId, DateTimeOffset now, CancellationToken cancel)
    {
        var written = await db.CallRequests.Where(r => requests.Contains(r.Id)).Include(r => r.Submissions).ToListAsync(cancel);
        var messages = written.SelectMany(r => r.Submissions.Where(s => s.IsLive && s.Note is not null)).OrderBy(s => s.ReceivedAt).ToLookup(s => s.CallRequestId, s => s.Note!);
        var (actor, since) = (AuditEntry.ActorOf(staffId), now - LongestLook);
        var seen = await db.AuditEntries.Where(e => requests.Contains(e.CallRequestId!.Value) && e.Actor == actor && e.Action == Saw && e.At > since).Select(e => e.CallRequestId).ToListAsync(cancel);
        db.AddRange(written.Where(r => messages.Contains(r.Id) && !seen.Contains(r.Id)).Select(r => AuditEntry.ByStaff(staffId, Saw, r, now)));
        return messages;
    }

    /// <summary>Notes that requests leave the store in a file. Nothing of it is sent whose entry could not be stored.</summary>
    /// <param name="reason">Kept with the entry: it names nobody.</param>
    public static void Export(ContactsDbContext db, Guid staffId, int count, DateOnly from, DateOnly to, string reason, DateTimeOffset now) =>
        db.Add(AuditEntry.ByStaff(staffId, $"exported {Erasure.Count(count, "request")} from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}: {reason}", now));

    /// <summary>In the words that staff use, as in <c>no answer</c>.</summary>
    public static string Words(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Reached => "reached",
        CallOutcome.Voicemail => "left a voicemail",
        CallOutcome.NoAnswer => "no answer",
        CallOutcome.AskedForLater => "reached, and to be called at another time",
        CallOutcome.SomebodyElse => "somebody else picked up",
        CallOutcome.WrongNumber => "wrong number",
        CallOutcome.NotCalled => "did not call",
        _ => "asked not to be called",
    };

    /// <summary>Reads on after "closed:".</summary>
    public static string Words(CloseReason reason) => reason switch
    {
        CloseReason.Reached => "reached",
        CloseReason.Voicemail => "left a voicemail",
        CloseReason.NoAnswer => "no answer",
        CloseReason.WrongNumber => "wrong number",
        CloseReason.AskedNotToBeCalled => "asked not to be called",
        CloseReason.Withdrawn => "withdrawn by the visitor",
        CloseReason.CalledUs => "they called us",
        CloseReason.NotNeeded => "no call needed",
        _ => "spam",
    };

    private static bool Note(ContactsDbContext db, CallRequest request, Guid staffId, string action, DateTimeOffset now, bool happened)
    {
        if (happened)
            db.Add(AuditEntry.ByStaff(staffId, action, request, now));
        return happened;
    }
}
