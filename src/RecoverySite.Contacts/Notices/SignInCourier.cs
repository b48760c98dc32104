using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Notices;

/// <summary>
/// Tells members by e-mail, each at their own address, of a sign-in with a browser that was new to them. Apart from the
/// e-mail about requests, so that an address that no server takes keeps nobody from hearing of those; nor of their own
/// sign-ins, because after a failure it is the next one's turn.
/// </summary>
/// <param name="write">Finds the words for a notice.</param>
public sealed class SignInCourier(ContactsStore store, MailServer server, Func<SignInNotice, Letter> write, TimeProvider clock, ILogger<SignInCourier> log)
    : Courier(store, clock, log)
{
    /// <summary>Later it is no news any more.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(3);

    private Guid tried;

    protected override TimeSpan Patience => TimeSpan.FromSeconds(30);

    protected override string Means => "e-mail about a sign-in";

    protected override async Task<Untold?> UntoldAsync(ContactsDbContext db, CancellationToken cancel)
    {
        var notices = Untold(db);
        return await notices.MinAsync(n => (DateTimeOffset?)n.At, cancel) is { } since ? new Untold(await notices.CountAsync(cancel), since) : null;
    }

    protected override async Task<(Guid Id, Func<CancellationToken, Task<Delivery>> Carry)?> NextAsync(CancellationToken cancel)
    {
        var next = await Store.ReadAsync(
            async db =>
            {
                var notices = Untold(db).OrderBy(n => n.Id).Join(db.StaffMembers, n => n.StaffMemberId, m => m.Id, (n, m) => new { Notice = n, m.Email });
                return await notices.FirstOrDefaultAsync(n => n.Notice.Id > tried, cancel) ?? await notices.FirstOrDefaultAsync(cancel);
            },
            cancel);
        if (next is null)
            return null;
        tried = next.Notice.Id;
        return (next.Notice.Id, patience => server.SendAsync(next.Notice, next.Email, write(next.Notice), patience));
    }

    protected override async Task NoteAsync(ContactsDbContext db, Guid id) => (await db.SignInNotices.FindAsync(id))?.Delivered(Now);

    private IQueryable<SignInNotice> Untold(ContactsDbContext db)
    {
        var since = Now - GoodFor;
        return db.SignInNotices.Where(n => n.DeliveredAt == null && n.At > since && db.StaffMembers.Any(m => m.Id == n.StaffMemberId && m.DisabledAt == null));
    }
}
