using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Pages.Staff.Live;
using RecoverySite.Web.Pages.Staff.Requests;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>What looks like spam, with the reason, and the way into the queue for what is none.</summary>
[Authorize(Policy = StaffAccess.Supervisor)]
public sealed class HeldModel(CurrentContent content, TimeProvider clock, ContactsStore store, NoticeBell bell, Presence presence) : StaffPage(content, clock)
{
    private const int Shown = 50, MostCounted = 1000;

    public IReadOnlyList<QueueRow> Rows { get; private set; } = [];

    public int Count { get; private set; }

    /// <summary>As the page compares it with what the desk says every two seconds.</summary>
    public string Changes { get; private set; } = "";

    /// <summary>The request about which something was decided on the page before.</summary>
    [FromQuery(Name = "id")]
    public Guid? DoneTo { get; set; }

    [FromQuery(Name = "done")]
    public string? DoneWhat { get; set; }

    public string? Done => DoneTo is null ? null : DoneWhat switch { "spam" => "Closed as spam.", "not-spam" => "It is in the queue now, with the wait that it has had.", _ => null };

    public Task OnGetAsync(CancellationToken cancel)
    {
        Changes = ChangesEndpoint.Number(store, presence);
        return store.ReadAsync(
            async db =>
            {
                var names = await StaffNames.ReadAsync(db, cancel);
                var held = await RequestSummary.ReadAsync(db, db.CallRequests.Held().LongestWaitFirst().Take(Shown), cancel);
                Rows = [.. held.Select(r => QueueRow.Of(r, names, presence.Now(), Me, Now))];
                Count = await db.CallRequests.Held().Take(MostCounted).CountAsync(cancel);
                return true;
            },
            cancel);
    }

    public async Task<IActionResult> OnPostNotSpamAsync([FromForm] Guid id)
    {
        await store.WriteAsync(
            async db =>
            {
                if (await Desk.FindAsync(db, id, CancellationToken.None) is { IsHeld: true } request)
                    Desk.VouchFor(db, request, Me, Now);
            },
            CancellationToken.None);
        bell.Ring();
        return SeeOther($"/staff/held?done=not-spam&id={id}");
    }

    /// <summary>Closed as what it is, and deleted sooner than anything else. It can be opened again until then.</summary>
    public async Task<IActionResult> OnPostSpamAsync([FromForm] Guid id)
    {
        await store.WriteAsync(
            async db =>
            {
                if (await Desk.FindAsync(db, id, CancellationToken.None) is { IsHeld: true } request)
                    Desk.Close(db, request, Me, CloseReason.Spam, Now);
            },
            CancellationToken.None);
        return SeeOther($"/staff/held?done=spam&id={id}");
    }
}
