using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Store;

/// <summary>Why the store does not take or give anything, in words for whoever has to mend it; without anything that a visitor wrote.</summary>
/// <param name="Since">UTC, of the first failure after the last success.</param>
public sealed record StoreTrouble(string Words, DateTimeOffset Since)
{
    // SQLite's primary result codes, sqlite.org/rescode.html.
    internal const int Corrupt = 11, CannotOpen = 14;

    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Full = 13, NotADatabase = 26;

    internal static string Of(Exception e) => e switch
    {
        KeyRingException ring => ring.Message,
        SealBrokenException => "A row was changed past this program, or belongs to another key ring: it cannot be opened.",
        SqliteException { SqliteErrorCode: Busy or Locked } => "Another program holds the store's file.",
        SqliteException { SqliteErrorCode: ReadOnly } => "The store's file may not be written to.",
        SqliteException { SqliteErrorCode: IoError } => "The disk reports an error.",
        SqliteException { SqliteErrorCode: Corrupt or NotADatabase } => "The store's file is damaged. Restore the last backup.",
        SqliteException { SqliteErrorCode: Full } => "The disk is full.",
        SqliteException { SqliteErrorCode: CannotOpen } => "The store's file cannot be opened.",
        TimeoutException => "More writes wait than the disk takes.",
        DbUpdateException { InnerException: { } inner } => Of(inner),
        _ => "A write failed for a reason that the log names.",
    };
}
