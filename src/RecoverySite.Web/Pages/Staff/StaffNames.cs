using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Who is who at the desk.</summary>
public sealed class StaffNames
{
    private readonly Dictionary<Guid, string> names;

    private StaffNames(Dictionary<Guid, string> names) => this.names = names;

    public static async Task<StaffNames> ReadAsync(ContactsDbContext db, CancellationToken cancel) =>
        new(await db.StaffMembers.Select(m => new { m.Id, m.Name, m.Email }).ToDictionaryAsync(m => m.Id, m => m.Name.Length == 0 ? m.Email : m.Name, cancel));

    /// <summary>By name, in the order of the alphabet.</summary>
    public IEnumerable<KeyValuePair<Guid, string>> All => names.OrderBy(n => n.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Of an entry: somebody at the desk, or in words who else it was.</summary>
    public string OfActor(string actor) => actor switch
    {
        AuditEntry.Visitor => "The visitor",
        AuditEntry.Command => "A command on the server",
        AuditEntry.Site => "The site itself",
        _ => Of(Guid.TryParse(actor, out var staff) ? staff : null),
    };

    public string Of(Guid? id) => id is { } known && names.TryGetValue(known, out var name) ? name : "Somebody who is no longer here";
}
