using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Notices;

/// <summary>Notices that no visitor gives rise to: a call that has come due and that nobody has taken, and one that nobody has taken for too long since.</summary>
public static class Reminders
{
    private const int AtOnce = 50;

    /// <summary>How often staff are told that somebody waits too long: whoever reads it sees all of them in the queue.</summary>
    private static readonly TimeSpan OverdueEvery = TimeSpan.FromHours(1);

    /// <summary>What came due while the site was not running is told of as far back.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(3);

    /// <summary>Adds what is to be told now. Runs inside the write gate; the caller saves, and rings.</summary>
    /// <param name="isTooLong">Whether whoever was to be called then should have been by now.</param>
    /// <returns>Whether there is anything new.</returns>
    public static async Task<bool> AddAsync(ContactsDbContext db, Func<DateTimeOffset, bool> isTooLong, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - LookBack;
        var free = db.CallRequests.Waiting().DueAt(now).Where(r => r.ClaimedUntil == null || r.ClaimedUntil <= now);
        var due = await free
            .Where(r => r.DueAt > since && r.TryAgainAt != null && !db.Notices.Any(n => n.CallRequestId == r.Id && n.Kind == NoticeKind.Due && n.AroseAt == r.TryAgainAt))
            .Take(AtOnce).ToListAsync(cancel);
        foreach (var request in due)
            db.Add(Notice.Of(request, request.TryAgainAt!.Value, NoticeKind.Due));

        var lately = now - OverdueEvery;
        var oldest = await free.OrderBy(r => r.DueAt).ThenBy(r => r.Id).FirstOrDefaultAsync(cancel);
        // A notice whose request was dealt with before anything went out will not go out any more: nobody was told by it.
        var isOverdue = oldest is not null && isTooLong(oldest.DueAt)
            && !await db.Notices.WereSentOrWillBe(db).AnyAsync(n => n.Kind == NoticeKind.Overdue && n.AroseAt > lately, cancel);
        if (isOverdue)
            db.Add(Notice.Of(oldest!, now, NoticeKind.Overdue));
        return isOverdue || due.Count > 0;
    }
}
