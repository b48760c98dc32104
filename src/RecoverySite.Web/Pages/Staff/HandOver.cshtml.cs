using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Pages.Staff.Live;
using RecoverySite.Web.Pages.Staff.Requests;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>What one shift leaves to the next, and the switch with which people come and go.</summary>
public sealed class HandOverModel(CurrentContent content, TimeProvider clock, ContactsStore store, Presence presence, Settings settings) : StaffPage(content, clock)
{
    public const int Shown = 20;

    private const int MostCounted = 1000;

    /// <summary>On duty now, since when. Whoever is signed in nowhere has gone, also without saying so.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset Since)> OnDuty { get; private set; } = [];

    /// <summary>Theirs who are not on duty: claimed, or dialed last and never said what came of it. What somebody on duty has is in good hands.</summary>
    public IReadOnlyList<QueueRow> LeftBehind { get; private set; } = [];

    /// <summary>Everybody's, the longest wait first.</summary>
    public IReadOnlyList<QueueRow> Open { get; private set; } = [];

    public IReadOnlyList<QueueRow> DueToday { get; private set; } = [];

    /// <summary>To be called on another day, as far as they were counted; so is <see cref="HeldCount"/>.</summary>
    public int LaterCount { get; private set; }

    public int HeldCount { get; private set; }

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
                async Task<IReadOnlyList<QueueRow>> RowsAsync(IReadOnlyList<Guid> inOrder)
                {
                    var there = (await RequestSummary.ReadAsync(db, db.CallRequests.Where(r => EF.Parameter(inOrder).Contains(r.Id)), cancel)).ToDictionary(r => r.Id);
                    return [.. inOrder.Where(there.ContainsKey).Select(id => QueueRow.Of(there[id], names, looking, Me, Now))];
                }

                var signedIn = db.StaffSessions.Running(Now, settings.StaffIdle, settings.StaffSession).Select(s => s.StaffMemberId);
                var onDuty = await db.StaffMembers.Where(m => m.OnDutySince != null && signedIn.Contains(m.Id)).OrderBy(m => m.OnDutySince).ToListAsync(cancel);
                OnDuty = [.. onDuty.Select(m => (m.Name, m.OnDutySince!.Value))];
                var here = onDuty.ConvertAll(m => m.Id);
                // Few have somebody or owe an outcome; among all who wait they would have to be looked for.
                var claimed = await db.CallRequests.Waiting().Where(r => r.ClaimedUntil > Now).OrderBy(r => r.WaitingSince).Select(r => new { r.Id, r.WaitingSince, By = r.ClaimedBy!.Value }).Take(MostCounted).ToListAsync(cancel);
                var owed = await db.CallAttempts.Where(a => a.Outcome == null && !here.Contains(a.By)).OrderByDescending(a => a.DialledAt).Take(Shown)
                    .Where(a => !db.CallAttempts.Any(later => later.CallRequestId == a.CallRequestId && later.DialledAt > a.DialledAt))
                    .Join(db.CallRequests.Waiting(), a => a.CallRequestId, r => r.Id, (a, r) => new { r.Id, r.WaitingSince }).ToListAsync(cancel);
                var left = claimed.Where(c => !here.Contains(c.By)).Select(c => new { c.Id, c.WaitingSince }).Concat(owed.Where(o => !claimed.Exists(c => c.Id == o.Id))).OrderBy(l => l.WaitingSince).Select(l => l.Id).ToList();
                LeftBehind = await RowsAsync([.. left.Take(Shown)]);
                // Left out here and not by the query, which would compare every row with all of them.
                async Task<IReadOnlyList<Guid>> NotLeftAsync(IQueryable<CallRequest> inOrder) => [.. (await inOrder.Select(r => r.Id).Take(Shown + left.Count).ToListAsync(cancel)).Except(left).Take(Shown)];
                Open = await RowsAsync(await NotLeftAsync(db.CallRequests.Waiting().DueAt(Now).LongestWaitFirst()));
                DueToday = await RowsAsync(await NotLeftAsync(db.CallRequests.Waiting().DueAfter(Now).Where(r => r.DueAt < midnight).OrderBy(r => r.DueAt).ThenBy(r => r.Id)));
                LaterCount = await db.CallRequests.Waiting().DueAfter(Now).Where(r => r.DueAt >= midnight).Take(MostCounted).CountAsync(cancel);
                HeldCount = await db.CallRequests.Held().Take(MostCounted).CountAsync(cancel);
                return true;
            },
            cancel);
    }

    public async Task<IActionResult> OnPostComeAsync([FromForm] string? to)
    {
        await store.WriteAsync(
            async db =>
            {
                if (await db.StaffMembers.FindAsync(Me) is not { OnDutySince: null } member)
                    return;
                member.GoOnDuty(Now);
                db.Add(AuditEntry.OfAccount(Me, "went on duty", Now));
            },
            CancellationToken.None);
        return SeeOther(StaffAccess.SafeTarget(to));
    }

    /// <summary>Whoever goes sees what they leave.</summary>
    public async Task<IActionResult> OnPostGoAsync()
    {
        await store.WriteAsync(db => Contacts.Desk.GoOffDutyAsync(db, Me, Now, CancellationToken.None), CancellationToken.None);
        return SeeOther("/staff/hand-over");
    }
}
