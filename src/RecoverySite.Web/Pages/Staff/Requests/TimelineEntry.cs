using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>One line of what happened to a request: who, what, when, and the words of a note.</summary>
public sealed record TimelineEntry(DateTimeOffset At, string Who, string What, string? Note)
{
    /// <summary>Somebody looked and changed nothing.</summary>
    public bool IsLook => What.StartsWith(Contacts.Desk.Saw, StringComparison.Ordinal);

    /// <summary>The latest first. A note and its entry were stored in the same moment by the same person, and are told as one.</summary>
    public static async Task<IReadOnlyList<TimelineEntry>> ReadAsync(ContactsDbContext db, Guid requestId, StaffNames names, CancellationToken cancel)
    {
        var entries = await db.AuditEntries.AsNoTracking().Where(e => e.CallRequestId == requestId).OrderByDescending(e => e.Id).ToListAsync(cancel);
        var notes = await db.StaffNotes.AsNoTracking().Where(n => n.CallRequestId == requestId).ToListAsync(cancel);
        var texts = notes.ToLookup(n => (AuditEntry.ActorOf(n.By), n.At), n => n.Text);
        return
        [
            .. entries.Select(e => new TimelineEntry(
                e.At,
                names.OfActor(e.Actor),
                e.Action,
                e.Action == Contacts.Desk.WroteANote ? string.Join("\n\n", texts[(e.Actor, e.At)]) : null)),
        ];
    }
}
