using Microsoft.Data.Sqlite;

namespace RecoverySite.Contacts.Store;

/// <summary>A write from its arrival to its answer.</summary>
/// <param name="atOnce">Writes all of it, which the desk can see then, or nothing, and tells which; null where only <paramref name="work"/> can.</param>
internal sealed class WaitingWrite(Func<SqliteTransaction, bool>? atOnce, Func<ContactsDbContext, Task> work)
{
    private const int Waiting = 0, Begun = 1, GivenUp = 2;

    // The answer must not run on the thread that still holds the gate.
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int state = Waiting;

    public Func<SqliteTransaction, bool>? AtOnce => atOnce;

    public Func<ContactsDbContext, Task> Work => work;

    public Task Done => done.Task;

    public bool TryBegin() => Interlocked.CompareExchange(ref state, Begun, Waiting) == Waiting;

    /// <summary>False when it has begun, and will be answered.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref state, GivenUp, Waiting) == Waiting;

    public void Succeed() => done.TrySetResult();

    public void Fail(Exception e) => done.TrySetException(e);
}
