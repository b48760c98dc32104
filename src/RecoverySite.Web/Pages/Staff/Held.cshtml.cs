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

/// <summary>
/// What looks like spam, with the reason and what was written: a person is told from a program by that alone. It is a look at each whose
/// message is shown, and entered as one before anything is shown.
/// </summary>
[Authorize(Policy = StaffAccess.Supervisor)]
public sealed class HeldModel(CurrentContent content, TimeProvider clock, ContactsStore store, NoticeBell bell, Presence presence) : StaffPage(content, clock)
{
    private const int Shown = 50, MostCounted = 1000;

    public IReadOnlyList<QueueRow> Rows { get; private set; } = [];

    /// <summary>What they wrote, by request.</summary>
    public ILookup<Guid, string> Messages { get; private set; } = Array.Empty<string>().ToLookup(_ => Guid.Empty);

    public int Count { get; private set; }

    /// <summary>Whom <see cref="DoneTo"/> is about, as far as they gave a name.</summary>
    public string DoneName { get; private set; } = "";

    /// <summary>As the page compares it with what the desk says every two seconds.</summary>
    public string Changes { get; private set; } = "";

    /// <summary>The request about which something was decided on the page before.</summary>
    [FromQuery(Name = "id")]
    public Guid? DoneTo { get; set; }

    [FromQuery(Name = "done")]
    public string? DoneWhat { get; set; }

    public string? Done => DoneTo is null ? null : DoneWhat switch { "spam" => $"Closed as spam: {DoneName}.", "not-spam" => $"In the queue now, with the wait since they asked: {DoneName}.", _ => null };

    public Task OnGetAsync(CancellationToken cancel)
    {
        Changes = ChangesEndpoint.Number(store, presence);
        return store.WriteAsync(
            async db =>
            {
                var names = await StaffNames.ReadAsync(db, cancel);
                var held = await RequestSummary.ReadAsync(db, db.CallRequests.Held().LongestWaitFirst().Take(Shown), cancel);
                Rows = [.. held.Select(r => QueueRow.Of(r, names, presence.Now(), Me, Now))];
                Messages = await Desk.SeeMessagesAsync(db, [.. Rows.Where(r => r.HasNote).Select(r => r.Id)], Me, Now, cancel);
                Count = await db.CallRequests.Held().Take(MostCounted).CountAsync(cancel);
                if (DoneTo is { } id && (await RequestSummary.ReadAsync(db, db.CallRequests.Where(r => r.Id == id), cancel)).SingleOrDefault() is { } done)
                    DoneName = QueueRow.Of(done, names, presence.Now(), Me, Now).Name ?? "no name given";
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
