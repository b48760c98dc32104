using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Retention;

/// <summary>What the store has about one number.</summary>
/// <param name="Number">E.164.</param>
/// <param name="Fingerprint">Changes with anything that an erasure would take.</param>
public sealed record Erasable(string Number, IReadOnlyList<CallRequest> Requests, int Forms, int Calls, int Notes, string Fingerprint);

/// <summary>Erases one person: every request of their number with everything that hangs on it.</summary>
public static class Erasure
{
    /// <summary>How the entry of each erasure begins.</summary>
    public const string Erased = "erased a person";

    /// <param name="typed">A phone number in any shape, or the reference of a form.</param>
    /// <returns>Null when there is nothing.</returns>
    public static async Task<Erasable?> FindAsync(ContactsDbContext db, string typed, CancellationToken cancel)
    {
        var reference = CrockfordBase32.Read(typed);
        var number = reference.Length == 8 && await db.Submissions.SingleOrDefaultAsync(s => s.Reference == reference.Insert(4, "-"), cancel) is { } form
            ? form.Number
            : PhoneNumber.Parse(typed)?.E164;
        if (number is null)
            return null;
        var requests = await db.CallRequests.Include(r => r.Submissions).Include(r => r.Attempts).AsSplitQuery().AsNoTracking().WithNumber(db, number).OrderBy(r => r.OpenedAt).ToListAsync(cancel);
        if (requests.Count == 0)
            return null;
        var ids = requests.Select(r => r.Id).ToList();
        var notes = await db.StaffNotes.CountAsync(n => ids.Contains(n.CallRequestId), cancel);
        var (forms, calls) = (requests.Sum(r => r.Submissions.Count), requests.Sum(r => r.Attempts.Count));
        return new Erasable(number, requests, forms, calls, notes, FingerprintOf(requests, notes));
    }

    /// <summary>Runs inside the write gate; the caller saves, and then empties the log (<see cref="ContactsStore.EmptyLogAsync"/>).</summary>
    /// <param name="fingerprint">Of what the staff member was shown.</param>
    /// <returns>The entry that is the receipt, without personal data; null when what would go is not what was shown.</returns>
    public static async Task<AuditEntry?> EraseAsync(ContactsDbContext db, string typed, string fingerprint, Guid staffId, DateTimeOffset now, CancellationToken cancel)
    {
        if (await FindAsync(db, typed, cancel) is not { } found || found.Fingerprint != fingerprint)
            return null;
        await Deletion.DeleteAsync(db, [.. found.Requests.Select(r => r.Id)], now, cancel);
        await Deletion.MarkAsync(db, db.Keys.IndexOfNumber(found.Number), NumberMarkKind.Erased, now, cancel);
        var entry = AuditEntry.ByStaff(staffId, $"{Erased}: {Words(found)}", now);
        db.Add(entry);
        return entry;
    }

    /// <summary>As in <c>2 requests, 3 forms, 1 call, no notes</c>.</summary>
    public static string Words(Erasable found) =>
        $"{Count(found.Requests.Count, "request")}, {Count(found.Forms, "form")}, {Count(found.Calls, "call")}, {Count(found.Notes, "note")}";

    internal static string Count(int count, string what) => count switch { 0 => $"no {what}s", 1 => $"1 {what}", _ => $"{count} {what}s" };

    private static string FingerprintOf(IEnumerable<CallRequest> requests, int notes)
    {
        var state = requests.Select(r => string.Join(
            '|',
            [r.Id, r.ClosedAt?.UtcTicks, r.ClaimedAt?.UtcTicks, .. r.Submissions.OrderBy(s => s.Id).SelectMany(s => new object?[] { s.Id, s.CorrectedAt?.UtcTicks, s.WithdrawnAt?.UtcTicks }), r.Attempts.Count]));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{string.Join('\n', state)}\n{notes}"))));
    }
}
