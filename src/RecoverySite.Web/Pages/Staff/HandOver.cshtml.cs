using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Pages.Staff.Live;
using RecoverySite.Web.Pages.Staff.Requests;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>What one shift leaves to the next, and the switch with which people come and go.</summary>
public sealed class HandOverModel(CurrentContent content, TimeProvider clock, ContactsStore store, Presence presence) : StaffPage(content, clock)
{
    private const int Shown = 50;

    /// <summary>On duty now, since when.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset Since)> OnDuty { get; private set; } = [];

    /// <summary>Theirs who are not on duty: claimed, or dialed and never said what came of it.</summary>
    public IReadOnlyList<QueueRow> LeftBehind { get; private set; } = [];

    /// <summary>Everybody's, the longest wait first.</summary>
    public IReadOnlyList<QueueRow> Open { get; private set; } = [];

    public IReadOnlyList<QueueRow> DueToday { get; private set; } = [];

    public string Changes { get; private set; } = "";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Changes = ChangesEndpoint.Number(store, presence);
        var looking = presence.Now();
        var midnight = Site.Zone.AtStartOfDay(Instant.FromDateTimeOffset(Now).InZone(Site.Zone).Date.PlusDays(1)).ToDateTimeOffset();
        await store.ReadAsync(
            async db =>
            {
                var names = await StaffNames.ReadAsync(db, cancel);
                async Task<IReadOnlyList<QueueRow>> RowsAsync(IQueryable<CallRequest> requests) =>
                    [.. (await RequestSummary.ReadAsync(db, requests.Take(Shown), cancel)).Select(r => QueueRow.Of(r, names, looking, Me, Now))];

                var onDuty = await db.StaffMembers.Where(m => m.OnDutySince != null).OrderBy(m => m.OnDutySince).ToListAsync(cancel);
                OnDuty = [.. onDuty.Select(m => (m.Name, m.OnDutySince!.Value))];
                var here = onDuty.ConvertAll(m => (Guid?)m.Id);
                LeftBehind = await RowsAsync(db.CallRequests
                    .Where(r => r.ClosedBecause == null && r.ClaimedBy != null && !here.Contains(r.ClaimedBy))
                    .Where(r => r.ClaimedUntil > Now || r.Attempts.Any(a => a.Outcome == null))
                    .LongestWaitFirst());
                Open = await RowsAsync(db.CallRequests.Waiting().DueAt(Now).LongestWaitFirst());
                DueToday = await RowsAsync(db.CallRequests.Waiting().DueAfter(Now).Where(r => r.DueAt < midnight).OrderBy(r => r.DueAt));
                return true;
            },
            cancel);
    }

    public async Task<IActionResult> OnPostComeAsync([FromForm] string? to)
    {
        await SwitchAsync(isOn: true);
        return SeeOther(StaffAccess.SafeTarget(to));
    }

    /// <summary>Whoever goes sees what they leave.</summary>
    public async Task<IActionResult> OnPostGoAsync()
    {
        await SwitchAsync(isOn: false);
        return SeeOther("/staff/hand-over");
    }

    private Task SwitchAsync(bool isOn) =>
        store.WriteAsync(
            async db =>
            {
                if (await db.StaffMembers.FindAsync(Me) is not { } member || member.OnDutySince is not null == isOn)
                    return;
                if (isOn)
                    member.GoOnDuty(Now);
                else
                    member.GoOffDuty();
                db.Add(AuditEntry.OfAccount(Me, isOn ? "went on duty" : "went off duty", Now));
            },
            CancellationToken.None);
}
