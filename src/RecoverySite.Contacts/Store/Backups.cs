using System.Globalization;
using Microsoft.Data.Sqlite;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Store;

/// <summary>A backup could not be made, or cannot be used. The message says why, in words.</summary>
public sealed class BackupException(string message) : Exception(message);

/// <summary>A verified backup.</summary>
/// <param name="File">Absolute path.</param>
/// <param name="MadeAt">UTC, the moment that it shows.</param>
public sealed record Backup(string File, DateTimeOffset MadeAt, long Bytes);

/// <summary>
/// Sealed copies of the store in a folder. A copy is taken with SQLite's online backup while the site serves, sealed with the
/// key ring, and only then given its name when what was written has been opened again, checked and counted.
/// </summary>
public sealed class Backups(string folder, string databaseFile)
{
    /// <summary>Every backup is kept for so long, then the first of each day.</summary>
    public static readonly TimeSpan KeptEach = TimeSpan.FromHours(48);

    public static readonly TimeSpan KeptDaily = TimeSpan.FromDays(30);

    private const string Prefix = "recoverysite-", Ending = ".backup", TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    // The write-ahead log holds what was not yet written into the file; it is part of the store.
    private static readonly string[] Parts = ["-wal", "-shm", ""];

    private static readonly string[] Unfinished = [".copy", ".draft", ".again"];

    public string Folder => folder;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<Backup> All() =>
        !Directory.Exists(folder)
            ? []
            : [.. new DirectoryInfo(folder).EnumerateFiles(Prefix + "*" + Ending)
                .Select(f => MadeAt(f.Name) is { } at ? new Backup(f.FullName, at, f.Length) : null)
                .OfType<Backup>()
                .OrderByDescending(b => b.MadeAt)];

    /// <exception cref="BackupException">There is no new backup; the earlier ones stand.</exception>
    public async Task<Backup> MakeAsync(ContactsStore store, DateTimeOffset now, CancellationToken cancel)
    {
        if (store.Keys is not { } keys)
            throw new BackupException("The store is not ready.");
        var name = Path.Combine(folder, Prefix + now.ToString(TimeFormat, CultureInfo.InvariantCulture) + Ending);
        string copy = name + Unfinished[0], draft = name + Unfinished[1], again = name + Unfinished[2];
        try
        {
            CreateFolder();
            Tidy();
            Copy(copy);
            await SealAsync(copy, draft, keys, cancel);
            await OpenAsync(draft, again, keys, cancel);
            if (Check(copy, "quick_check") != Check(again, "quick_check"))
                throw new BackupException("What was written is not what was read.");
            File.Move(draft, name, overwrite: true);
            return new Backup(name, now, new FileInfo(name).Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException or SealBrokenException)
        {
            throw new BackupException($"No backup could be made in {folder} ({e.GetType().Name}).");
        }
        finally
        {
            foreach (var ending in Unfinished)
                TryDelete(name + ending);
        }
    }

    /// <summary>Deletes what is older than it is kept for; never the last one.</summary>
    public int Thin(DateTimeOffset now)
    {
        var all = All();
        var firstOfDay = all.GroupBy(b => b.MadeAt.Date).Select(day => day.MinBy(b => b.MadeAt)!).ToHashSet();
        var old = all.Skip(1).Where(b => b.MadeAt < now - KeptDaily || (b.MadeAt < now - KeptEach && !firstOfDay.Contains(b))).ToList();
        foreach (var backup in old)
            TryDelete(backup.File);
        return old.Count;
    }

    /// <summary>
    /// Puts a backup in the place of the store, of which no site may have hold. What was there before is kept beside it.
    /// </summary>
    /// <returns>Where the store that was replaced lies now, or null when there was none, and how many requests there are.</returns>
    /// <exception cref="BackupException">The store is what it was.</exception>
    public async Task<(string? Replaced, long Requests)> RestoreAsync(string backup, KeyRing keys, DateTimeOffset now, CancellationToken cancel)
    {
        var restored = Restored(databaseFile);
        try
        {
            await OpenAsync(backup, restored, keys, cancel);
            Check(restored, "integrity_check");
            var isThere = File.Exists(databaseFile);
            if (isThere)
                EraseAgain(restored);
            var replaced = $"{databaseFile}.replaced-{now.ToString(TimeFormat, CultureInfo.InvariantCulture)}";
            // Also of a file that is lost: SQLite would play a log left behind into the one that takes its place.
            foreach (var part in Parts.Where(p => File.Exists(databaseFile + p)))
                File.Move(databaseFile + part, replaced + part, overwrite: true);
            var requests = Check(restored, "quick_check").Requests;
            File.Move(restored, databaseFile);
            return (isThere ? replaced : null, requests);
        }
        catch (SealBrokenException e)
        {
            TryDelete(restored);
            throw new BackupException($"{backup} cannot be opened. {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            if (File.Exists(databaseFile))
                TryDelete(restored);
            throw new BackupException($"{backup} cannot be restored ({e.GetType().Name}).");
        }
    }

    /// <summary>Takes the last step of a restoring that was stopped just before it.</summary>
    internal static void FinishRestoring(string databaseFile)
    {
        if (!File.Exists(databaseFile) && File.Exists(Restored(databaseFile)))
            File.Move(Restored(databaseFile), databaseFile);
    }

    private static string Restored(string databaseFile) => databaseFile + ".restored";

    private readonly record struct Counts(long Requests, long Submissions, long Notes, long Audit);

    private void Copy(string target)
    {
        using var source = Open(databaseFile, SqliteOpenMode.ReadOnly);
        using var copy = Open(target, SqliteOpenMode.ReadWriteCreate);
        // The copying itself does not wait for a lock; within a transaction it needs none.
        using var transaction = source.BeginTransaction(deferred: true);
        Ask<long>(source, "SELECT count(*) FROM sqlite_schema");
        source.BackupDatabase(copy);
        // A copy must be whole in its one file.
        Ask<string>(copy, "PRAGMA journal_mode=DELETE");
    }

    /// <summary>Whoever was erased after the backup was made does not come back with it.</summary>
    private void EraseAgain(string restored)
    {
        using var connection = Open(restored, SqliteOpenMode.ReadWrite);
        Ask<object>(connection, "PRAGMA secure_delete=ON");
        using var attach = connection.CreateCommand();
        attach.CommandText = "ATTACH $file AS replaced";
        attach.Parameters.AddWithValue("$file", databaseFile);
        attach.ExecuteNonQuery();
        if (Ask<long>(connection, "SELECT count(*) FROM replaced.sqlite_schema WHERE name = 'NumberMarks'") == 0)
            return;
        Ask<object>(connection, """
            DELETE FROM CallRequests WHERE EXISTS (SELECT 1 FROM replaced.NumberMarks m WHERE m.NumberIndex = CallRequests.NumberIndex AND m.Kind = 'Erased' AND m.At >= CallRequests.OpenedAt);
            INSERT OR REPLACE INTO NumberMarks SELECT * FROM replaced.NumberMarks;
            """);
    }

    /// <summary>Whether the file is whole, and what is in it.</summary>
    private static Counts Check(string file, string pragma)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        if (Ask<string>(connection, $"PRAGMA {pragma}") is not "ok")
            throw new BackupException($"The copy does not pass SQLite's {pragma}.");
        return new Counts(Count("CallRequests"), Count("Submissions"), Count("StaffNotes"), Count("AuditEntries"));

        long Count(string table) => Ask<long>(connection, $"SELECT count(*) FROM {table}");
    }

    private static async Task SealAsync(string source, string target, KeyRing keys, CancellationToken cancel)
    {
        await using var plain = File.OpenRead(source);
        await using var file = Create(target);
        await SealedFile.SealAsync(plain, file, keys, cancel);
        file.Flush(flushToDisk: true);
    }

    private static async Task OpenAsync(string source, string target, KeyRing keys, CancellationToken cancel)
    {
        await using var file = File.OpenRead(source);
        await using var plain = Create(target);
        await SealedFile.OpenAsync(file, plain, keys, cancel);
        plain.Flush(flushToDisk: true);
    }

    private static FileStream Create(string file)
    {
        File.Delete(file);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }

    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>What a backup left behind that was killed.</summary>
    private void Tidy()
    {
        foreach (var file in Directory.EnumerateFiles(folder, Prefix + "*").Where(f => Unfinished.Any(e => f.EndsWith(Ending + e, StringComparison.Ordinal))))
            TryDelete(file);
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next backup tries again.
        }
    }

    private static DateTimeOffset? MadeAt(string name) =>
        DateTimeOffset.TryParseExact(name[Prefix.Length..^Ending.Length], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 5 }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static T? Ask<T>(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T?)command.ExecuteScalar();
    }
}
