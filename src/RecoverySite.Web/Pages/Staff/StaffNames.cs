using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Who is who at the desk.</summary>
public sealed class StaffNames
{
    private readonly Dictionary<Guid, string> names;

    private StaffNames(Dictionary<Guid, string> names) => this.names = names;

    public static async Task<StaffNames> ReadAsync(ContactsDbContext db, CancellationToken cancel) =>
        new(await db.StaffMembers.Select(m => new { m.Id, m.Name, m.Email }).ToDictionaryAsync(m => m.Id, m => m.Name.Length == 0 ? m.Email : m.Name, cancel));

    /// <summary>By name.</summary>
    public IReadOnlyList<(Guid Id, string Name)> All => [.. names.Select(n => (n.Key, n.Value)).OrderBy(n => n.Value, StringComparer.CurrentCultureIgnoreCase)];

    public string Of(Guid? id) => id is { } known && names.TryGetValue(known, out var name) ? name : "Somebody who is no longer here";
}
