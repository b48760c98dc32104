using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Store;

/// <summary>The store cannot take or give anything just now. Nothing of the attempt was kept.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The SQLite file and the one way into it. Writes pass <see cref="GroupCommit"/>; each read opens its own connection, so no
/// cached page can hide that the file on disk has been damaged or replaced.
/// </summary>
public sealed partial class ContactsStore : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Right after a start on a slow machine the schema is still being brought up, and the first write takes its time; a form sent then is worth waiting for.
    private static readonly TimeSpan LongestWaitAtStart = TimeSpan.FromSeconds(15);

    private readonly string path;
    private readonly KeyRingFile keyFile;
    private readonly TimeProvider clock;
    private readonly ILogger<ContactsStore> log;
    private readonly GroupCommit writes;

    private readonly ConcurrentDictionary<SealedPlace, bool> unreadable = new();

    /// <summary>Null until the store is ready.</summary>
    private volatile KeyRing? keys;

    private volatile bool hasWritten;

    private long changes;

    /// <summary>
    /// Open and idle for as long as the site runs. The last connection to close would write the log into the file, delete it and lock
    /// readers out meanwhile; with this one there the log stays, and a commit is one sync of it.
    /// </summary>
    private SqliteConnection? keeper;

    public ContactsStore(string path, KeyRingFile keyFile, TimeProvider clock, ILogger<ContactsStore> log)
    {
        (this.path, this.keyFile, this.clock, this.log) = (path, keyFile, clock, log);
        writes = new GroupCommit(
            OpenDurableAsync,
            () => File.Exists(path),
            connection => new ContactsDbContext(new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite(connection).Options, keys!) { OnUnreadable = NoteUnreadable },
            Unavailable,
            () => Interlocked.Increment(ref changes));
        changes = clock.GetUtcNow().UtcTicks;
    }

    /// <summary>
    /// Another number after each commit with something that the desk can see, also after a start. In memory: whoever remembers the last
    /// one knows without asking the file whether there is anything new.
    /// </summary>
    public long Changes => Interlocked.Read(ref changes);

    /// <summary>Null while the last thing asked of the store went well.</summary>
    public StoreTrouble? Trouble { get; private set; }

    /// <summary>How many rows were met since the start with a value that the key ring cannot open. The log names them.</summary>
    public int UnreadableRows => unreadable.Keys.Select(p => p.Row).Distinct().Count();

    /// <summary>The ring that is in use; null until the store is ready.</summary>
    public KeyRing? Keys => keys;

    /// <summary>Whether a request that came now would be kept: one is written that changes nothing, as far as the disk.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task ProveAsync(CancellationToken cancel) => WriteAsync(db => db.Database.ExecuteSqlAsync($"UPDATE KeyChecks SET Value = Value"), cancel);

    /// <summary>Brings the file to the current schema. Safe to repeat; writes and reads call it until it has succeeded once.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task PrepareAsync(CancellationToken cancel) => WriteAsync(_ => Task.CompletedTask, cancel);

    /// <summary>Runs <paramref name="work"/> and saves what it changed in one transaction. On return it is on the disk.</summary>
    /// <param name="cancel">Counts while the write waits; once it has begun it is carried through.</param>
    /// <exception cref="StoreUnavailableException">The disk, the file or the wait failed: nothing was saved.</exception>
    public async Task<T> WriteAsync<T>(Func<ContactsDbContext, Task<T>> work, CancellationToken cancel)
    {
        T result = default!;
        await WriteAsync(async db => { result = await work(db); }, cancel);
        return result;
    }

    /// <inheritdoc cref="WriteAsync{T}(Func{ContactsDbContext, Task{T}}, CancellationToken)"/>
    public Task WriteAsync(Func<ContactsDbContext, Task> work, CancellationToken cancel) => WriteAsync(new WaitingWrite(null, work), cancel);

    /// <summary>Runs <paramref name="work"/> only where <paramref name="atOnce"/> could not do all of it.</summary>
    /// <param name="atOnce">
    /// Writes everything or, returning null, nothing. It is spared EF, and the savepoint that would take it back alone: what it throws fails
    /// every write of its transaction, as a failing commit does, so nothing but the disk may make it fail. What it writes the desk can see.
    /// </param>
    /// <exception cref="StoreUnavailableException">Nothing was saved.</exception>
    internal async Task<T> WriteAsync<T>(Func<SqliteTransaction, T?> atOnce, Func<ContactsDbContext, Task<T>> work, CancellationToken cancel)
        where T : class
    {
        T? result = null;
        await WriteAsync(new WaitingWrite(transaction => (result = atOnce(transaction)) is not null, async db => { result = await work(db); }), cancel);
        return result!;
    }

    /// <summary>
    /// Puts a new key on the ring, on the disk before anything is sealed with it. What earlier keys have sealed stays readable;
    /// <see cref="KeyRotation"/> seals it anew.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The ring is what it was.</exception>
    public async Task<RingKey> AddKeyAsync(CancellationToken cancel)
    {
        var ring = await WriteAsync(
            db =>
            {
                // A ring that was written before its key check could be committed has the key already.
                var ring = keyFile.Read() is { } onFile && onFile.Keys.Count > db.Keys.Keys.Count ? onFile : db.Keys.WithNewKey(clock.GetUtcNow());
                keyFile.Write(ring);
                db.Add(KeyCheck.Of(ring.Current));
                return Task.FromResult(ring);
            },
            cancel);
        keys = ring;
        return ring.Current;
    }

    /// <summary>Whether SQLite finds the file whole: its <c>quick_check</c>, which reads all of it.</summary>
    /// <exception cref="StoreUnavailableException">It is not, or it cannot be read.</exception>
    public Task CheckAsync(CancellationToken cancel) =>
        ReadAsync(
            async db =>
            {
                if (await db.Database.SqlQuery<string>($"SELECT quick_check AS Value FROM pragma_quick_check LIMIT 1").SingleAsync(cancel) != "ok")
                    throw new SqliteException("The file is damaged.", StoreTrouble.Corrupt);
                return true;
            },
            cancel);

    /// <summary>
    /// Writes the log into the file and empties it, so that what was deleted is nowhere any more. A reader in its way is
    /// waited for a moment; what stays then goes with the next time.
    /// </summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task EmptyLogAsync(CancellationToken cancel)
    {
        try
        {
            await writes.AloneAsync(
                async connection =>
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                    await command.ExecuteNonQueryAsync(cancel);
                },
                LongestWait,
                cancel);
        }
        catch (Exception e) when (e is SqliteException or TimeoutException)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>Runs a query on a connection that cannot write. It does not wait for writers.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<T> ReadAsync<T>(Func<ContactsDbContext, Task<T>> query, CancellationToken cancel)
    {
        if (keys is null)
            await PrepareAsync(cancel);
        try
        {
            await using var db = Open(SqliteOpenMode.ReadOnly, keys!);
            // Once for all that is asked: left alone, each query would open the file again and read its schema.
            await db.Database.OpenConnectionAsync(cancel);
            return await query(db);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unavailable(e);
        }
    }

    public void Dispose() => keeper?.Dispose();

    private async Task WriteAsync(WaitingWrite write, CancellationToken cancel)
    {
        await writes.WriteAsync(write, hasWritten ? LongestWait : LongestWaitAtStart, cancel);
        (hasWritten, Trouble) = (true, null);
    }

    private async Task<SqliteConnection> OpenDurableAsync()
    {
        if (keys is null)
        {
            await MigrateAsync();
            keeper ??= await OpenDurableAsync();
        }
        var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWrite));
        try
        {
            await connection.OpenAsync();
            DurableConnection.PrepareForSmallWrites(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the schema up, sees that the key ring is the store's own, and makes one for a store that has none yet.</summary>
    private async Task MigrateAsync()
    {
        Backups.FinishRestoring(path);
        var onFile = keyFile.Read();
        var ring = onFile ?? KeyRing.Create(clock.GetUtcNow());
        await using var db = Open(SqliteOpenMode.ReadWriteCreate, ring, takesPlain: true);
        await db.Database.OpenConnectionAsync();
        // A process killed while migrating leaves its lock behind, and the next one would wait for it for ever.
        await db.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock");
        ((SqliteConnection)db.Database.GetDbConnection()).CreateFunction<string, string>("submission_hash", Submission.HashOf);
        await db.Database.MigrateAsync();

        await using var transaction = await db.Database.BeginTransactionAsync();
        var checks = await db.KeyChecks.ToListAsync();
        if (onFile is null)
        {
            if (checks.Count > 0)
                throw new KeyRingException("The key ring is missing. Put a copy of it in its place.");
            keyFile.Write(ring);
        }
        KeyCheck.Verify(db, checks, ring);
        if (checks.Count == 0)
            await SealPlainAsync(db);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        keys = ring;
    }

    /// <summary>A store from before there were keys. Loading and saving seals; such a store is small.</summary>
    private static async Task SealPlainAsync(ContactsDbContext db)
    {
        await db.CallRequests.LoadAsync();
        await db.Submissions.LoadAsync();
        await db.StaffNotes.LoadAsync();
        await db.StaffMembers.LoadAsync();
    }

    private string ConnectionString(SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = (int)LongestWait.TotalSeconds,
        }.ConnectionString;

    private ContactsDbContext Open(SqliteOpenMode mode, KeyRing keys, bool takesPlain = false)
    {
        var options = new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite(ConnectionString(mode));
        if (mode == SqliteOpenMode.ReadOnly)
            options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        else
            options.AddInterceptors(DurableConnection.Instance);
        return new ContactsDbContext(options.Options, keys, takesPlain) { OnUnreadable = mode == SqliteOpenMode.ReadOnly ? NoteUnreadable : null };
    }

    private void NoteUnreadable(SealedPlace place)
    {
        if (unreadable.TryAdd(place, true))
            LogUnreadable(place.Column, place.Table, place.Row);
    }

    private StoreUnavailableException Unavailable(Exception e)
    {
        Trouble = new StoreTrouble(StoreTrouble.Of(e), Trouble?.Since ?? clock.GetUtcNow());
        if (e is KeyRingException ring)
            LogKeyRing(ring.Message, keyFile.Path);
        var sqlite = e as SqliteException ?? e.InnerException as SqliteException;
        // The message of an exception may quote what a visitor typed; its type, its place and SQLite's code do not.
        LogUnavailable((sqlite ?? e).GetType().Name, sqlite?.SqliteExtendedErrorCode ?? 0, e.StackTrace ?? "");
        return new StoreUnavailableException("The store is not available.", e);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store is not available: {ExceptionType}, SQLite code {SqliteCode} {StackTrace}")]
    private partial void LogUnavailable(string exceptionType, int sqliteCode, string stackTrace);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Column} in {Table}, row {Row}, cannot be opened: it was changed past this program, or its key is not on the ring.")]
    private partial void LogUnreadable(string column, string table, Guid row);

    [LoggerMessage(Level = LogLevel.Error, Message = "The form and the desk are closed. {Words} It should be {File}")]
    private partial void LogKeyRing(string words, string file);
}
