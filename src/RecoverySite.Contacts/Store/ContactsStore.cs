using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace RecoverySite.Contacts.Store;

/// <summary>The store cannot take or give anything just now. Nothing of the attempt was kept.</summary>
public sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// The SQLite file and the one way into it. Writes pass a gate one at a time: SQLite's own lock has no queue, and the
/// bundled SQLite (3.50.4) can damage a write-ahead log when two connections write and checkpoint at once.
/// Each use opens its own connection, so no cached page can hide that the file on disk has been damaged or replaced.
/// </summary>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose of, and the last write of a stopping site still passes it.
public sealed partial class ContactsStore(string path, ILogger<ContactsStore> log)
#pragma warning restore CA1001
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    // Right after a start on a slow machine the schema is still being brought up; a form sent then is worth waiting for.
    private static readonly TimeSpan LongestWaitAtStart = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private volatile bool isReady;

    /// <summary>Brings the file to the current schema. Safe to repeat; writes and reads call it until it has succeeded once.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public Task PrepareAsync(CancellationToken cancel) => InGateAsync(() => Task.FromResult(true), cancel);

    /// <summary>Runs <paramref name="work"/> and saves what it changed in one transaction. On return it is on the disk.</summary>
    /// <exception cref="StoreUnavailableException">The disk, the file or the wait failed: nothing was saved.</exception>
    public Task<T> WriteAsync<T>(Func<ContactsDbContext, Task<T>> work, CancellationToken cancel) =>
        InGateAsync(
            async () =>
            {
                await using var db = Open(SqliteOpenMode.ReadWrite);
                await using var transaction = await db.Database.BeginTransactionAsync(cancel);
                var result = await work(db);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                return result;
            },
            cancel);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Func<ContactsDbContext, Task> work, CancellationToken cancel) =>
        WriteAsync(
            async db =>
            {
                await work(db);
                return true;
            },
            cancel);

    /// <summary>Runs a query on a connection that cannot write. It does not wait for writers.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public async Task<T> ReadAsync<T>(Func<ContactsDbContext, Task<T>> query, CancellationToken cancel)
    {
        if (!isReady)
            await PrepareAsync(cancel);
        try
        {
            await using var db = Open(SqliteOpenMode.ReadOnly);
            return await query(db);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unavailable(e);
        }
    }

    private async Task<T> InGateAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        if (!await gate.WaitAsync(isReady ? LongestWait : LongestWaitAtStart, cancel))
            throw Unavailable(new TimeoutException("The write gate did not open in time."));
        try
        {
            if (!isReady)
                await MigrateAsync(cancel);
            return await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unavailable(e);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task MigrateAsync(CancellationToken cancel)
    {
        await using var db = Open(SqliteOpenMode.ReadWriteCreate);
        await db.Database.OpenConnectionAsync(cancel);
        // A process killed while migrating leaves its lock behind, and the next one would wait for it for ever.
        await db.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock", cancel);
        await db.Database.MigrateAsync(cancel);
        isReady = true;
    }

    private ContactsDbContext Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            ForeignKeys = true,
            Pooling = false,
            DefaultTimeout = (int)LongestWait.TotalSeconds,
        };
        var options = new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite(connection.ConnectionString);
        if (mode == SqliteOpenMode.ReadOnly)
            options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
        else
            options.AddInterceptors(DurableConnection.Instance);
        return new ContactsDbContext(options.Options);
    }

    private StoreUnavailableException Unavailable(Exception e)
    {
        var sqlite = e as SqliteException ?? e.InnerException as SqliteException;
        // The message of an exception may quote what a visitor typed; its type, its place and SQLite's code do not.
        LogUnavailable((sqlite ?? e).GetType().Name, sqlite?.SqliteExtendedErrorCode ?? 0, e.StackTrace ?? "");
        return new StoreUnavailableException("The store is not available.", e);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The store is not available: {ExceptionType}, SQLite code {SqliteCode} {StackTrace}")]
    private partial void LogUnavailable(string exceptionType, int sqliteCode, string stackTrace);

    /// <summary>What a commit must mean on this connection; a file that cannot promise it is refused.</summary>
    private sealed class DurableConnection : DbConnectionInterceptor
    {
        public static readonly DurableConnection Instance = new();

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            Require(connection, "journal_mode", "WAL", "wal");
            Require(connection, "synchronous", "FULL", "2");
            Require(connection, "secure_delete", "ON", "1");
            Require(connection, "trusted_schema", "OFF", "0");
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }

        private static void Require(DbConnection connection, string pragma, string value, string expected)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA {pragma}={value}; PRAGMA {pragma};";
            using var reader = command.ExecuteReader();
            string? actual = null;
            do
            {
                while (reader.Read())
                    actual = reader.GetValue(0).ToString();
            }
            while (reader.NextResult());
            if (actual != expected)
                throw new InvalidOperationException($"SQLite answered {pragma}={actual} where {expected} is needed.");
        }
    }
}
