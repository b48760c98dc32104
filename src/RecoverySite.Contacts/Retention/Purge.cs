using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Retention;

/// <summary>
/// Deletes what has been kept for as long as it is kept. Believes a clock that has jumped ahead only when it still says so at the next run,
/// so a clock that is wrong for a while deletes nothing before its time.
/// </summary>
public sealed class Purge(ContactsStore store, TimeProvider clock)
{
    /// <summary>After it was closed or withdrawn.</summary>
    public static readonly TimeSpan ClosedRequests = TimeSpan.FromDays(90);

    /// <summary>After somebody looked at it and left it held.</summary>
    public static readonly TimeSpan HeldRequests = TimeSpan.FromDays(14);

    /// <summary>Six years, as for the records that 45 CFR 164.316(b)(2) speaks of. The store refuses to delete any sooner.</summary>
    public static readonly TimeSpan AuditEntries = TimeSpan.FromDays(6 * 366);

    /// <summary>Longer than any backup that could bring back what was erased.</summary>
    public static readonly TimeSpan ErasedMarks = Backups.KeptDaily + TimeSpan.FromDays(5);

    public const int CallTapMonths = 25;

    // No visitor's form waits noticeably behind so few.
    private const int RequestsAtOnce = 50;

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

    /// <summary>How many requests are old enough to be deleted.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public static Task<int> CountDueAsync(ContactsStore store, DateTimeOffset now, CancellationToken cancel) => store.ReadAsync(db => Due(db, now).CountAsync(cancel), cancel);

    private async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var (total, few) = (0, 0);
        do
        {
            few = await store.WriteAsync(
                async db =>
                {
                    var ids = await Due(db, now).OrderBy(r => r.Id).Take(RequestsAtOnce).Select(r => r.Id).ToListAsync(cancel);
                    await Deletion.DeleteAsync(db, ids, now, cancel);
                    if (ids.Count > 0)
                        db.Add(AuditEntry.BySite($"deleted {Erasure.Count(ids.Count, "request")} whose time had come", now));
                    return ids.Count;
                },
                cancel);
            total += few;
        }
        while (few == RequestsAtOnce);

        await store.WriteAsync(
            async db =>
            {
                var (lastDay, lastEntry, lastMark) = (DateOnly.FromDateTime(now.UtcDateTime).AddMonths(-CallTapMonths), now - AuditEntries, now - ErasedMarks);
                await db.CallTaps.Where(t => t.Day < lastDay).ExecuteDeleteAsync(cancel);
                await db.AuditEntries.Where(e => e.At < lastEntry).ExecuteDeleteAsync(cancel);
                await db.NumberMarks.Where(m => m.Kind == NumberMarkKind.Erased && m.At < lastMark).ExecuteDeleteAsync(cancel);
            },
            cancel);
        if (total > 0)
            await store.EmptyLogAsync(cancel);
        return total;
    }

    private static IQueryable<CallRequest> Due(ContactsDbContext db, DateTimeOffset now)
    {
        var (closed, held) = (now - ClosedRequests, now - HeldRequests);
        return db.CallRequests.Where(r => r.ClosedAt < closed
            || (r.ClosedAt == null && r.IsHeld && r.Submissions.All(s => s.ReceivedAt < held)
                && db.AuditEntries.Any(e => e.CallRequestId == r.Id && e.At < held && e.Action.StartsWith(Desk.Saw))));
    }
}
