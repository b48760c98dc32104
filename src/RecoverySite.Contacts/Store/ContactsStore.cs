using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Store;

/// <summary>The store cannot take or give anything just now. Nothing of the attempt was kept.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The SQLite file and the one way into it. Writes pass a gate: SQLite's own lock has no queue, and the bundled SQLite (3.50.4)
/// can damage a write-ahead log when two connections write and checkpoint at once. Whoever comes through the gate commits
/// everything that waits by then in one transaction, each write within a savepoint of its own, so that a crowd shares the
/// disk's one slow step and no write takes another along. Each transaction opens its own connection, so no cached page can
/// hide that the file on disk has been damaged or replaced.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose of, and the last write of a stopping site still passes it.
public sealed partial class ContactsStore(string path, KeyRingFile keyFile, TimeProvider clock, ILogger<ContactsStore> log)
#pragma warning restore CA1001
{
    /// <summary>More than this many waiting writes would not be through in time: the next is told so at once.</summary>
    private const int MostWaiting = 1024;

    private const int MostAtOnce = 256;

    private const string Savepoint = "one_write";

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Right after a start on a slow machine the schema is still being brought up; a form sent then is worth waiting for.
    private static readonly TimeSpan LongestWaitAtStart = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentQueue<WaitingWrite> waiting = new();
    private int waitingCount;

    /// <summary>Null until the store is ready.</summary>
    private volatile KeyRing? keys;

    /// <summary>Null while the last thing asked of the store went well.</summary>
    public StoreTrouble? Trouble { get; private set; }

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

    /// <inheritdoc cref="WriteAsync{T}"/>
    public async Task WriteAsync(Func<ContactsDbContext, Task> work, CancellationToken cancel)
    {
        var write = new WaitingWrite(work);
        if (Interlocked.Increment(ref waitingCount) > MostWaiting)
        {
            Interlocked.Decrement(ref waitingCount);
            throw Unavailable(new TimeoutException("Too many writes are waiting."));
        }
        waiting.Enqueue(write);
        try
        {
            if (await gate.WaitAsync(keys is null ? LongestWaitAtStart : LongestWait, cancel))
                await LeadAsync(write);
            else if (write.TryGiveUp())
                throw Unavailable(new TimeoutException("The write gate did not open in time."));
        }
        catch (OperationCanceledException) when (!write.TryGiveUp())
        {
            // It has begun: what came of it is the answer.
        }
        await write.Done;
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
        if (!await gate.WaitAsync(LongestWait, cancel))
            throw Unavailable(new TimeoutException("The write gate did not open in time."));
        try
        {
            await using var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWrite));
            await connection.OpenAsync(cancel);
            DurableConnection.Prepare(connection);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (SqliteException e)
        {
            throw Unavailable(e);
        }
        finally
        {
            gate.Release();
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
            return await query(db);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>Commits what waits, until one's own write is among it.</summary>
    private async Task LeadAsync(WaitingWrite own)
    {
        try
        {
            while (!own.Done.IsCompleted)
            {
                var batch = new List<WaitingWrite>();
                while (batch.Count < MostAtOnce && waiting.TryDequeue(out var next))
                {
                    Interlocked.Decrement(ref waitingCount);
                    if (next.TryBegin())
                        batch.Add(next);
                }
                await CommitAsync(batch);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task CommitAsync(List<WaitingWrite> batch)
    {
        try
        {
            if (keys is null)
                await MigrateAsync();
            await using var connection = new SqliteConnection(ConnectionString(SqliteOpenMode.ReadWrite));
            await connection.OpenAsync();
            DurableConnection.Prepare(connection);
            await using var transaction = connection.BeginTransaction();
            foreach (var write in batch)
            {
                transaction.Save(Savepoint);
                if (await RunAsync(write, connection, transaction) is { } failure)
                {
                    transaction.Rollback(Savepoint);
                    write.Fail(failure is OperationCanceledException ? failure : Unavailable(failure));
                }
                transaction.Release(Savepoint);
            }
            await transaction.CommitAsync();
            Trouble = null;
            foreach (var write in batch)
                write.Succeed();
        }
        catch (Exception e)
        {
            var unavailable = Unavailable(e);
            foreach (var write in batch)
                write.Fail(unavailable);
        }
    }

    private async Task<Exception?> RunAsync(WaitingWrite write, SqliteConnection connection, SqliteTransaction transaction)
    {
        try
        {
            await using var db = new ContactsDbContext(new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite(connection).Options, keys!);
            await db.Database.UseTransactionAsync(transaction);
            await write.Work(db);
            await db.SaveChangesAsync();
            return null;
        }
        catch (Exception e)
        {
            return e;
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
        return new ContactsDbContext(options.Options, keys, takesPlain);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The form and the desk are closed. {Words} It should be {File}")]
    private partial void LogKeyRing(string words, string file);
}
