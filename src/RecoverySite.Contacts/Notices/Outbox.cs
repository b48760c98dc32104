using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Notices;

/// <summary>Requests that wait and that nobody was told of yet; or sign-ins, of which their member was not.</summary>
/// <param name="Requests">How many.</param>
/// <param name="Since">When the first of them came in.</param>
public sealed record Untold(int Requests, DateTimeOffset Since);

/// <summary>
/// What is to be sent, the oldest first, and what was. Changes run inside the write gate, sending never does. One site sends:
/// a second one on the same store would need to take turns with it.
/// </summary>
public static class Outbox
{
    /// <summary>When more notices than this wait, one e-mail covers them all.</summary>
    public const int MostSingly = 20;

    private const int Batch = 200;

    /// <summary>How long a delivered notice is kept.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    public static Task<Untold?> NotMailedAsync(ContactsDbContext db, CancellationToken cancel) =>
        UntoldAsync(NotMailed(db), cancel);

    public static Task<Untold?> NotPostedAsync(ContactsDbContext db, CancellationToken cancel) => UntoldAsync(NotPosted(db), cancel);

    /// <summary>
    /// The e-mail under way, unless none of its requests waits any more: then its notices are as if it had never been. Else a
    /// new one, about the request that has waited longest for its notice, or about all.
    /// </summary>
    public static async Task<NoticeMail?> NextMailAsync(ContactsDbContext db, string domain, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.NoticeMails.SingleOrDefaultAsync(m => m.DeliveredAt == null, cancel) is { } underWay)
        {
            if (await db.Notices.GoodIn(db).AnyAsync(n => n.MailId == underWay.Id, cancel))
                return underWay;
            db.Remove(underWay);
        }
        var waiting = db.Notices.GoodIn(db).Where(n => n.MailId == null);
        var first = await waiting.OldestFirst().Take(MostSingly + 1).Select(n => n.CallRequestId).ToListAsync(cancel);
        if (first.Count == 0)
            return null;
        var covered = first.Count > MostSingly ? waiting : waiting.Where(n => n.CallRequestId == first[0]);
        var told = (await UntoldAsync(covered, cancel))!;
        var kind = await covered.OldestFirst().Select(n => n.Kind).FirstAsync(cancel);
        var mail = NoticeMail.Compose(told.Requests, told.Since, kind, domain, now);
        db.Add(mail);
        await db.SaveChangesAsync(cancel);
        await covered.ExecuteUpdateAsync(n => n.SetProperty(x => x.MailId, mail.Id), cancel);
        return mail;
    }

    public static async Task MailedAsync(ContactsDbContext db, Guid mailId, DateTimeOffset now, CancellationToken cancel) =>
        (await db.NoticeMails.FindAsync([mailId], cancel))?.Delivered(now);

    public static Task<Notice?> NextPostAsync(ContactsDbContext db, CancellationToken cancel) => NotPosted(db).OldestFirst().FirstOrDefaultAsync(cancel);

    public static async Task PostedAsync(ContactsDbContext db, Guid noticeId, DateTimeOffset now, CancellationToken cancel) =>
        (await db.Notices.FindAsync([noticeId], cancel))?.Posted(now);

    /// <summary>Deletes some of what was delivered long ago. A notice that never was goes with its request.</summary>
    /// <returns>True when there may be more.</returns>
    public static async Task<bool> ForgetAsync(ContactsDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var before = now - Kept;
        var mails = await db.NoticeMails.Where(m => m.DeliveredAt < before).OrderBy(m => m.DeliveredAt).Select(m => (Guid?)m.Id).Take(Batch).ToListAsync(cancel);
        var posted = await db.Notices.Where(n => n.PostedAt < before).OrderBy(n => n.PostedAt).Take(Batch).ExecuteDeleteAsync(cancel);
        var mailed = await db.Notices.Where(n => mails.Contains(n.MailId)).OldestFirst().Take(Batch).ExecuteDeleteAsync(cancel);
        await db.NoticeMails.Where(m => mails.Contains(m.Id) && !db.Notices.Any(n => n.MailId == m.Id)).ExecuteDeleteAsync(cancel);
        return mails.Count == Batch || posted == Batch || mailed == Batch;
    }

    // In two parts, so that each has an index to go by: of what was mailed long ago nothing is looked at again.
    private static IQueryable<Notice> NotMailed(ContactsDbContext db) =>
        db.Notices.Where(n => n.MailId == null)
            .Concat(db.NoticeMails.Where(m => m.DeliveredAt == null).SelectMany(m => db.Notices.Where(n => n.MailId == m.Id)))
            .GoodIn(db);

    private static IQueryable<Notice> NotPosted(ContactsDbContext db) => db.Notices.GoodIn(db).Where(n => n.PostedAt == null);

    private static IQueryable<Notice> GoodIn(this IQueryable<Notice> notices, ContactsDbContext db) =>
        notices.Where(n => db.CallRequests.Waiting().Any(r => r.Id == n.CallRequestId));

    /// <summary>All but those that were dropped, because their request does not wait any more.</summary>
    internal static IQueryable<Notice> WereSentOrWillBe(this IQueryable<Notice> notices, ContactsDbContext db) =>
        notices.Where(n => n.PostedAt != null || db.NoticeMails.Any(m => m.Id == n.MailId && m.DeliveredAt != null) || db.CallRequests.Waiting().Any(r => r.Id == n.CallRequestId));

    private static IQueryable<Notice> OldestFirst(this IQueryable<Notice> notices) => notices.OrderBy(n => n.AroseAt).ThenBy(n => n.Id);

    private static async Task<Untold?> UntoldAsync(IQueryable<Notice> notices, CancellationToken cancel) =>
        await notices.MinAsync(n => (DateTimeOffset?)n.AroseAt, cancel) is { } since
            ? new Untold(await notices.Select(n => n.CallRequestId).Distinct().CountAsync(cancel), since)
            : null;
}
