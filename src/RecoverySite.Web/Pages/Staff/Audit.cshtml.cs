using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Who did what, the latest first. Entries hold no personal data, and nobody can change one.</summary>
[Authorize(Policy = StaffAccess.Administrator)]
public sealed class AuditModel(CurrentContent content, TimeProvider clock, ContactsStore store) : StaffPage(content, clock)
{
    private const int PageSize = 100;

    private static readonly string[] NoStaff = [AuditEntry.Visitor, AuditEntry.Command, AuditEntry.Site];

    /// <summary>Where the list goes on: <c>ticks.id</c> of the last row before.</summary>
    [FromQuery(Name = "before")]
    public string? Before { get; set; }

    [FromQuery(Name = "by")]
    public string? By { get; set; }

    [FromQuery(Name = "from")]
    public string? From { get; set; }

    [FromQuery(Name = "to")]
    public string? To { get; set; }

    /// <summary>Only what this one did; null for everybody.</summary>
    public string? Actor => NoStaff.Contains(By) ? By : Guid.TryParse(By, out var staff) ? AuditEntry.ActorOf(staff) : null;

    public DateOnly? FirstDay => Days.Read(From);

    public DateOnly? LastDay => Days.Read(To);

    public bool IsFiltered => Actor is not null || FirstDay is not null || LastDay is not null;

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public StaffNames Names { get; private set; } = null!;

    /// <summary>Address of the entries before these; null when there are none.</summary>
    public string? Next { get; private set; }

    private HashSet<Guid> requestsThere = [];

    /// <summary>Whose entries can be asked for, by the value in the address.</summary>
    public IEnumerable<(string Value, string Name)> Actors =>
        Names.All.Select(n => (AuditEntry.ActorOf(n.Key), n.Value)).Concat(NoStaff.Select(actor => (actor, Names.OfActor(actor))));

    public bool IsThere(AuditEntry entry) => entry.CallRequestId is { } id && requestsThere.Contains(id);

    /// <summary>Whom it was done to, when that was another than who did it.</summary>
    public string? ToWhom(AuditEntry entry) => entry.StaffMemberId is { } id && entry.Actor != AuditEntry.ActorOf(id) ? Names.Of(id) : null;

    public Task OnGetAsync(CancellationToken cancel) =>
        store.ReadAsync(
            async db =>
            {
                Names = await StaffNames.ReadAsync(db, cancel);
                Entries = await Chosen(db.AuditEntries).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(cancel);
                if (Entries.Count > PageSize)
                {
                    Entries = [.. Entries.Take(PageSize)];
                    Next = Address(Entries[^1]);
                }
                var requests = Entries.Select(e => e.CallRequestId).OfType<Guid>().Distinct().ToList();
                requestsThere = await db.CallRequests.Where(r => requests.Contains(r.Id)).Select(r => r.Id).ToHashSetAsync(cancel);
                return true;
            },
            cancel);

    private IQueryable<AuditEntry> Chosen(IQueryable<AuditEntry> entries)
    {
        // The first half is what the index can be asked; an "or" alone it cannot.
        if (ListPosition.Read<long>(Before) is var (at, id))
            entries = entries.Where(e => e.At <= at && (e.At < at || e.Id < id));
        if (Actor is { } actor)
            entries = entries.Where(e => e.Actor == actor);
        if (FirstDay is { } first)
        {
            var start = Days.Begin(Site, first);
            entries = entries.Where(e => e.At >= start);
        }
        if (LastDay is { } last)
        {
            var end = Days.End(Site, last);
            entries = entries.Where(e => e.At < end);
        }
        return entries;
    }

    private string Address(AuditEntry entry)
    {
        var query = new QueryBuilder();
        if (Actor is { } actor)
            query.Add("by", actor);
        if (FirstDay is { } first)
            query.Add("from", Days.Write(first));
        if (LastDay is { } last)
            query.Add("to", Days.Write(last));
        query.Add("before", ListPosition.Of(entry.At, entry.Id));
        return "/staff/audit" + query;
    }
}
