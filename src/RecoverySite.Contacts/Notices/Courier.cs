using Microsoft.Extensions.Logging;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Notices;

/// <summary>A delivery that does not succeed, for the people who would have been told.</summary>
/// <param name="FailingSince">When the first attempt failed.</param>
public sealed record Trouble(Untold Untold, DateTimeOffset FailingSince, DeliveryFault Fault);

/// <summary>
/// Carries what is to be told, one thing after another. After a failure it rests, longer each time, and tries the same thing
/// again: no answer is final, because an administrator may mend a setting and nobody must be forgotten until then.
/// </summary>
public abstract partial class Courier(ContactsStore store, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(10), LongestRest = TimeSpan.FromMinutes(15);

    /// <summary>How often to look although nothing was heard. What staff are told is not older.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    // Whether it was taken is about to be known; cut off now, it would have to go twice.
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(3);

    private volatile Trouble? trouble;
    private volatile int refused;
    private int failures;
    private DateTimeOffset failingSince, failedAt;
    private DeliveryFault? fault;
    private Guid? carried;

    /// <summary>Null while all is well.</summary>
    public Trouble? Trouble => trouble;

    /// <summary>For how many recipients the last delivery was refused while others got it.</summary>
    public int Refused => refused;

    protected ContactsStore Store => store;

    protected DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>How long one attempt may take.</summary>
    protected abstract TimeSpan Patience { get; }

    /// <summary>As in <c>e-mail</c>, for the log.</summary>
    protected abstract string Means { get; }

    /// <summary>Carries what is due. Any exception leaves everything as it was, for the next look.</summary>
    /// <returns>How long there is nothing to do, unless something new comes in.</returns>
    public async Task<TimeSpan> LookAsync(CancellationToken stopping)
    {
        while (await store.ReadAsync(db => UntoldAsync(db, stopping), stopping) is { } untold)
        {
            if (Rest == TimeSpan.Zero)
                await CarryNextAsync(stopping);
            trouble = fault is null ? null : new Trouble(untold, failingSince, fault);
            if (Rest is var rest && rest > TimeSpan.Zero)
                return rest < Round ? rest : Round;
        }
        Succeeded();
        trouble = null;
        return Round;
    }

    /// <summary>What is still to be told; null when it is nothing.</summary>
    protected abstract Task<Untold?> UntoldAsync(ContactsDbContext db, CancellationToken cancel);

    /// <summary>The next thing to carry and how to do it, or null when there is none any more.</summary>
    protected abstract Task<(Guid Id, Func<CancellationToken, Task<Delivery>> Carry)?> NextAsync(CancellationToken cancel);

    /// <summary>Stores that it was delivered.</summary>
    protected abstract Task NoteAsync(ContactsDbContext db, Guid id);

    /// <summary>How much longer to rest. A clock that was set back does not make it longer.</summary>
    private TimeSpan Rest
    {
        get
        {
            if (failures == 0 || Now < failedAt)
                return TimeSpan.Zero;
            var rest = FirstRest * Math.Pow(2, Math.Min(failures - 1, 10));
            var left = (rest < LongestRest ? rest : LongestRest) - (Now - failedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private async Task CarryNextAsync(CancellationToken stopping)
    {
        if (await NextAsync(stopping) is not var (id, carry))
            return;
        // What was delivered and could not be noted is not delivered again.
        if (carried != id)
        {
            var delivery = await AttemptAsync(carry, stopping);
            if (delivery.Fault is { } failed)
            {
                Failed(failed);
                return;
            }
            (carried, refused) = (id, delivery.Refused);
            if (refused > 0)
                LogRefused(Means, refused);
        }
        await store.WriteAsync(db => NoteAsync(db, id), CancellationToken.None);
        Succeeded();
    }

    private async Task<Delivery> AttemptAsync(Func<CancellationToken, Task<Delivery>> carry, CancellationToken stopping)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        await using var atTheEnd = stopping.Register(() => patience.CancelAfter(LastWord));
        try
        {
            return await carry(patience.Token).WaitAsync(patience.Token);
        }
        catch (Exception) when (patience.IsCancellationRequested)
        {
            stopping.ThrowIfCancellationRequested();
            return Delivery.Failed(FaultKind.NoAnswer);
        }
        catch (Exception e)
        {
            LogUnforeseen(Means, e.GetType().FullName!, e.StackTrace ?? "");
            return Delivery.Failed(FaultKind.Unforeseen);
        }
    }

    private void Succeeded() => (failures, fault) = (0, null);

    private void Failed(DeliveryFault failed)
    {
        (failedAt, fault) = (Now, failed);
        if (failures++ == 0)
            failingSince = failedAt;
        LogFailed(Means, failures, failed.Kind, failed.Code);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telling staff by {Means} failed {Times} times: {Fault} {Code}")]
    private partial void LogFailed(string means, int times, FaultKind fault, int? code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Telling staff by {Means} was refused for {Count} recipients; others were told")]
    private partial void LogRefused(string means, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling staff by {Means} broke: {ExceptionType} {StackTrace}")]
    private partial void LogUnforeseen(string means, string exceptionType, string stackTrace);
}
