using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Retention;

/// <summary>
/// Deletes what has been kept for as long as it is kept. Believes a clock that has jumped ahead only when it still says so at the next run,
/// so a clock that is wrong for a while deletes nothing before its time.
/// </summary>
/// <param name="past">What the figures keep of a request that goes.</param>
public sealed class Purge(ContactsStore store, TimeProvider clock, Func<CallRequest, PastRequest> past)
{
    /// <summary>After it was closed or withdrawn.</summary>
    public static readonly TimeSpan ClosedRequests = TimeSpan.FromDays(90);

    /// <summary>After somebody looked at it and left it held, or said that it is spam.</summary>
    public static readonly TimeSpan HeldRequests = TimeSpan.FromDays(14);

    /// <summary>Six years, as for the records that 45 CFR 164.316(b)(2) speaks of. The store refuses to delete any sooner.</summary>
    public static readonly TimeSpan AuditEntries = TimeSpan.FromDays(6 * 366);

    /// <summary>Longer than any backup that could bring back what was erased.</summary>
    public static readonly TimeSpan ErasedMarks = Backups.KeptDaily + TimeSpan.FromDays(5);

    /// <summary>Of taps and of what stays of requests.</summary>
    public const int FigureMonths = 25;

    // No visitor's form waits noticeably behind so few.
    private const int RequestsAtOnce = 50, EntriesAtOnce = 1000;

    private (DateTimeOffset Said, long Timestamp)? lastRun;

    /// <summary>The first run only looks at the clock.</summary>
    /// <returns>How many requests were deleted.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var (says, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var earlier = lastRun;
        lastRun = (says, timestamp);
        if (earlier is not { } before)
            return 0;
        var believed = before.Said + clock.GetElapsedTime(before.Timestamp, timestamp);
        return await RunAsync(believed < says ? believed : says, cancel);
    }

    /// <summary>When a closed request goes; null while it is open.</summary>
    public static DateTimeOffset? After(DateTimeOffset? closedAt, CloseReason? because) => closedAt + (because == CloseReason.Spam ? HeldRequests : ClosedRequests);

    /// <summary>How many requests are old enough to be deleted.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public static async Task<int> CountDueAsync(ContactsStore store, DateTimeOffset now, CancellationToken cancel) => (await FindDueAsync(store, now, cancel)).Count;

    private async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var total = 0;
        // Found while forms are taken; only what is deleted keeps them waiting.
        foreach (var few in (await FindDueAsync(store, now, cancel)).Chunk(RequestsAtOnce))
            total += await store.WriteAsync(db => DeleteAsync(db, few, now, cancel), cancel);

        await store.WriteAsync(
            async db =>
            {
                var (lastDay, lastMark, lastSession) = (DateOnly.FromDateTime(now.UtcDateTime).AddMonths(-FigureMonths), now - ErasedMarks, now - StaffSession.KeptFor);
                await db.CallTaps.Where(t => t.Day < lastDay).ExecuteDeleteAsync(cancel);
                await db.PastRequests.Where(p => p.Day < lastDay).ExecuteDeleteAsync(cancel);
                await db.StaffSessions.Where(s => s.LastSeenAt < lastSession).ExecuteDeleteAsync(cancel);
                await db.SignInNotices.Where(n => n.At < lastSession).ExecuteDeleteAsync(cancel);
                await db.NumberMarks.Where(m => m.Kind == NumberMarkKind.Erased && m.At < lastMark).ExecuteDeleteAsync(cancel);
            },
            cancel);
        var lastEntry = now - AuditEntries;
        while (await store.WriteAsync(db => db.AuditEntries.Where(e => e.At < lastEntry).OrderBy(e => e.At).Take(EntriesAtOnce).ExecuteDeleteAsync(cancel), cancel) == EntriesAtOnce)
        {
        }
        if (total > 0)
            await store.EmptyLogAsync(cancel);
        return total;
    }

    /// <summary>Asked one by one, so that each has an index to go by: joined by an "or" they would walk through every request.</summary>
    private static Task<HashSet<Guid>> FindDueAsync(ContactsStore store, DateTimeOffset now, CancellationToken cancel)
    {
        var (closed, held) = (now - ClosedRequests, now - HeldRequests);
        return store.ReadAsync(
            async db =>
            {
                var closedLongAgo = db.CallRequests.Where(r => r.ClosedAt < closed);
                var spam = db.CallRequests.Where(r => r.ClosedBecause == CloseReason.Spam && r.ClosedAt < held);
                var seen = db.CallRequests.Held().Where(r => r.Submissions.All(s => s.ReceivedAt < held)
                    && db.AuditEntries.Any(e => e.CallRequestId == r.Id && e.At < held && e.Action.StartsWith(Desk.Saw)));
                var ids = new HashSet<Guid>();
                foreach (var due in new[] { closedLongAgo, spam, seen })
                    ids.UnionWith(await due.Select(r => r.Id).ToListAsync(cancel));
                return ids;
            },
            cancel);
    }

    /// <summary>What has changed since it was found stays: somebody vouched for it, opened it again, or asked again. That it was seen cannot change.</summary>
    /// <returns>How many were deleted.</returns>
    private async Task<int> DeleteAsync(ContactsDbContext db, Guid[] found, DateTimeOffset now, CancellationToken cancel)
    {
        var there = await db.CallRequests.AsNoTracking().Where(r => found.Contains(r.Id)).Include(r => r.Submissions).OrderBy(r => r.Id).ToListAsync(cancel);
        var old = there.Where(r => r.IsOpen ? r.IsHeld && r.Submissions.All(s => s.ReceivedAt < now - HeldRequests) : After(r.ClosedAt, r.ClosedBecause) < now).ToList();
        if (old.Count == 0)
            return 0;
        foreach (var request in old.Where(r => r is { IsHeld: false, ClosedBecause: not CloseReason.Spam }))
            await PastRequest.AddAsync(db, past(request), cancel);
        await Deletion.DeleteAsync(db, [.. old.Select(r => r.Id)], now, cancel);
        db.Add(AuditEntry.BySite($"deleted {Erasure.Count(old.Count, "request")} whose time had come", now));
        return old.Count;
    }
}
