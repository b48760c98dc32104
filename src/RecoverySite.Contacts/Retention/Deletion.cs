using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Retention;

/// <summary>Takes requests out of the store with everything that hangs on them: forms, consents, calls, notes, notices.</summary>
internal static class Deletion
{
    /// <summary>Runs inside the write gate. Foreign keys cascade, and secure_delete overwrites what they free.</summary>
    public static async Task DeleteAsync(ContactsDbContext db, IReadOnlyCollection<Guid> requests, DateTimeOffset now, CancellationToken cancel)
    {
        // The reason is not part of the question, or SQLite would look through all that were ever closed for it.
        var numbers = await db.CallRequests.Where(r => requests.Contains(r.Id)).Select(r => new { r.ClosedBecause, Index = EF.Property<byte[]>(r, SealedColumns.NumberIndex) }).ToListAsync(cancel);
        foreach (var index in numbers.Where(n => n.ClosedBecause == CloseReason.AskedNotToBeCalled).Select(n => n.Index).DistinctBy(Convert.ToHexString))
            await MarkAsync(db, index, NumberMarkKind.DoNotCall, now, cancel);
        await db.CallRequests.Where(r => requests.Contains(r.Id)).ExecuteDeleteAsync(cancel);
    }

    public static async Task MarkAsync(ContactsDbContext db, byte[] numberIndex, NumberMarkKind kind, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.NumberMarks.SingleOrDefaultAsync(m => m.NumberIndex == numberIndex && m.Kind == kind, cancel) is { } known)
            known.Renew(now);
        else
            db.Add(NumberMark.Make(numberIndex, kind, now));
    }
}
