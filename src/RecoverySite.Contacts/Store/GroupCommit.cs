using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RecoverySite.Contacts.Store;

/// <summary>
/// The gate that every write passes. SQLite's own lock has no queue, and the bundled SQLite (3.50.4) can damage a write-ahead
/// log when two connections write and checkpoint at once. What waits when the disk has done its last commit is committed
/// together: a crowd shares the disk's one slow step. Each write is within a savepoint of its own and takes no other along, but for those
/// that only the disk can make fail, as it can the commit.
/// The connection is closed, and the log with it written into the file, when nobody waits any more.
/// </summary>
/// <param name="openAsync">A connection that promises what a commit must mean.</param>
/// <param name="isThere">Whether the file still stands where it was opened: a connection writes on into one that was deleted.</param>
/// <param name="contextOn">What a write works with.</param>
/// <param name="unavailable">What whoever waits for a failed write is told.</param>
/// <param name="news">Called after a commit with something that the desk can see, before anybody is told of it.</param>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing to dispose of, and the last write of a stopping site still passes it.
internal sealed class GroupCommit(Func<Task<SqliteConnection>> openAsync, Func<bool> isThere, Func<SqliteConnection, ContactsDbContext> contextOn, Func<Exception, StoreUnavailableException> unavailable, Action news)
#pragma warning restore CA1001
{
    /// <summary>More than this many waiting writes would not be through in time: the next is told so at once.</summary>
    private const int MostWaiting = 1024;

    private const int MostAtOnce = 256;

    private const string Savepoint = "one_write";

    /// <summary>However many come, the file is opened anew so often: a connection does not see that its file was replaced.</summary>
    private static readonly TimeSpan LongestStreak = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentQueue<WaitingWrite> waiting = new();
    private int waitingCount;
    private int isCommitting;

    /// <summary>Returns when the write is on the disk, whatever is still to be done there for others.</summary>
    /// <param name="longestWait">For its turn. Once it has begun it is carried through.</param>
    /// <exception cref="StoreUnavailableException">Nothing was saved.</exception>
    public async Task WriteAsync(WaitingWrite write, TimeSpan longestWait, CancellationToken cancel)
    {
        if (Interlocked.Increment(ref waitingCount) > MostWaiting)
        {
            Interlocked.Decrement(ref waitingCount);
            throw unavailable(new TimeoutException("Too many writes are waiting."));
        }
        waiting.Enqueue(write);
        SeeThatItIsCommitted();
        try
        {
            await write.Done.WaitAsync(longestWait, cancel);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // It has begun: what comes of it is the answer.
            if (!write.TryGiveUp())
                await write.Done;
            else if (e is TimeoutException)
                throw unavailable(new TimeoutException("The write gate did not open in time."));
            else
                throw;
        }
    }

    /// <summary>Runs something that needs the store for itself, outside any transaction.</summary>
    /// <exception cref="TimeoutException"/>
    public async Task AloneAsync(Func<SqliteConnection, Task> work, TimeSpan longestWait, CancellationToken cancel)
    {
        if (!await gate.WaitAsync(longestWait, cancel))
            throw new TimeoutException("The write gate did not open in time.");
        try
        {
            await using var connection = await openAsync();
            await work(connection);
        }
        finally
        {
            gate.Release();
        }
    }

    private void SeeThatItIsCommitted()
    {
        if (Interlocked.Exchange(ref isCommitting, 1) == 1)
            return;
        // Whoever comes first commits for others too, and none of it belongs to their request.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(CommitWhatWaitsAsync);
    }

    private async Task CommitWhatWaitsAsync()
    {
        do
        {
            await gate.WaitAsync();
            try
            {
                await StreakAsync();
            }
            finally
            {
                gate.Release();
                Interlocked.Exchange(ref isCommitting, 0);
            }
        }
        while (!waiting.IsEmpty && Interlocked.Exchange(ref isCommitting, 1) == 0);
    }

    private async Task StreakAsync()
    {
        SqliteConnection? connection = null;
        var began = Environment.TickCount64;
        while (TakeBatch() is { Count: > 0 } batch)
        {
            try
            {
                connection ??= await openAsync();
                await CommitAsync(connection, batch);
            }
            catch (Exception e)
            {
                var told = unavailable(e);
                foreach (var write in batch)
                    write.Fail(told);
                // After an error nobody knows what a connection still believes; the next batch gets its own.
                connection = await CloseAsync(connection);
            }
            if (Environment.TickCount64 - began > LongestStreak.TotalMilliseconds)
                break;
        }
        await CloseAsync(connection);
    }

    private List<WaitingWrite> TakeBatch()
    {
        var batch = new List<WaitingWrite>();
        while (batch.Count < MostAtOnce && waiting.TryDequeue(out var next))
        {
            Interlocked.Decrement(ref waitingCount);
            if (next.TryBegin())
                batch.Add(next);
        }
        return batch;
    }

    private async Task CommitAsync(SqliteConnection connection, List<WaitingWrite> batch)
    {
        var hasNews = false;
        await using (var transaction = connection.BeginTransaction())
        {
            List<WaitingWrite> others = [];
            foreach (var write in batch)
            {
                if (write.AtOnce?.Invoke(transaction) == true)
                    hasNews = true;
                else
                    others.Add(write);
            }
            if (others.Count > 0)
                hasNews |= await RunAsync(others, connection, transaction);
            await transaction.CommitAsync();
        }
        if (hasNews)
            news();
        if (!isThere())
            throw new SqliteException("The file is gone, and with it what was just committed.", StoreTrouble.CannotOpen);
        foreach (var write in batch)
            write.Succeed();
    }

    /// <returns>Whether there is something that the desk can see.</returns>
    private async Task<bool> RunAsync(List<WaitingWrite> writes, SqliteConnection connection, SqliteTransaction transaction)
    {
        await using var db = contextOn(connection);
        await db.Database.UseTransactionAsync(transaction);
        foreach (var write in writes)
        {
            transaction.Save(Savepoint);
            if (await RunAsync(write, db) is { } failure)
            {
                transaction.Rollback(Savepoint);
                write.Fail(failure is OperationCanceledException ? failure : unavailable(failure));
            }
            transaction.Release(Savepoint);
        }
        return db.HasNews;
    }

    private static async Task<Exception?> RunAsync(WaitingWrite write, ContactsDbContext db)
    {
        try
        {
            await write.Work(db);
            await db.SaveChangesAsync();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            // Making a context costs a good part of what a write does, so a batch has one; what a write leaves in it concerns no other.
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>What closing does is for later readers: whether it succeeds changes nothing that was answered.</summary>
    private static async Task<SqliteConnection?> CloseAsync(SqliteConnection? connection)
    {
        try
        {
            if (connection is not null)
                await connection.DisposeAsync();
        }
        catch (SqliteException)
        {
            // The next to open the file finds the log as it is.
        }
        return null;
    }
}
