using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Upkeep;

/// <summary>
/// What the store needs done while the site serves: looked at as a whole, sealed anew after a rotation that was stopped,
/// what is old deleted, backed up every hour. Whatever fails is tried again a minute later, and stops nothing else.
/// </summary>
public sealed partial class StoreUpkeep : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private readonly ContactsStore store;
    private readonly TimeProvider clock;
    private readonly ILogger<StoreUpkeep> log;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public StoreUpkeep(ContactsStore store, Backups backups, Waits waits, TimeProvider clock, ILogger<StoreUpkeep> log)
    {
        (this.store, this.clock, this.log) = (store, clock, log);
        Check = new Job("look at the whole store", TimeSpan.FromDays(1), async cancel =>
        {
            await store.CheckAsync(cancel);
            return "SQLite finds the file whole.";
        });
        Rewriting = new Job("seal rows with the newest key", TimeSpan.FromDays(1), async cancel =>
        {
            await KeyRotation.RewriteAsync(store, cancel);
            return "Every row is sealed with the newest key.";
        });
        var purge = new Purge(store, clock, waits.Of);
        Purging = new Job("delete what is old", TimeSpan.FromHours(1), async cancel =>
        {
            while (await store.WriteAsync(db => Outbox.ForgetAsync(db, clock.GetUtcNow(), CancellationToken.None), cancel))
            {
            }
            var deleted = await purge.RunAsync(cancel);
            return deleted switch { 0 => "Nothing was old enough.", 1 => "1 request was deleted.", _ => $"{deleted} requests were deleted." };
        });
        Backing = new Job("back the store up", TimeSpan.FromHours(1), async cancel =>
        {
            await store.PrepareAsync(cancel);
            var backup = await backups.MakeAsync(store, clock.GetUtcNow(), cancel);
            backups.Thin(clock.GetUtcNow());
            return $"{Path.GetFileName(backup.File)} was opened again and counted.";
        });
    }

    public Job Check { get; }
    public Job Rewriting { get; }
    public Job Purging { get; }
    public Job Backing { get; }

    /// <summary>Does what is due.</summary>
    public Task RunDueAsync(CancellationToken cancel) => RunDueAsync([Check, Rewriting, Purging, Backing], cancel);

    private async Task RunDueAsync(Job[] jobs, CancellationToken cancel)
    {
        await oneAtATime.WaitAsync(cancel);
        try
        {
            foreach (var job in jobs.Where(j => j.IsDueAt(clock.GetUtcNow())))
                await RunAsync(job, cancel);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await RunDueAsync([Check, Rewriting], stoppingToken);
        using var timer = new PeriodicTimer(Tick, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RunDueAsync(stoppingToken);
    }

    private async Task RunAsync(Job job, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        try
        {
            job.Went(await job.Run(cancel), now);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // A message of our own is written for this page; any other may quote what a visitor typed.
            job.Failed(e is BackupException ? e.Message : store.Trouble?.Words ?? "The log names the reason.", now, now + Tick);
            LogFailed(job.Name, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Could not {Job}: {ExceptionType}. It is tried again in a minute.")]
    private partial void LogFailed(string job, string exceptionType);

    /// <summary>Something done again and again, and how it went. Times are UTC.</summary>
    public sealed class Job(string name, TimeSpan every, Func<CancellationToken, Task<string>> run)
    {
        /// <summary>Reads on after "could not".</summary>
        public string Name => name;

        private DateTimeOffset dueAt = DateTimeOffset.MinValue;

        public DateTimeOffset? LastDone { get; private set; }

        /// <summary>What came of it the last time that it went well.</summary>
        public string? Outcome { get; private set; }

        /// <summary>Why it did not go well the last time; null when it did.</summary>
        public string? Failure { get; private set; }

        internal Func<CancellationToken, Task<string>> Run => run;

        /// <summary>A clock that was set back must not put it off.</summary>
        internal bool IsDueAt(DateTimeOffset now) => now >= dueAt || now < LastDone;

        internal void Went(string outcome, DateTimeOffset now) => (Outcome, LastDone, Failure, dueAt) = (outcome, now, null, now + every);

        internal void Failed(string why, DateTimeOffset now, DateTimeOffset tryAgainAt) => (Failure, dueAt) = (why, tryAgainAt);
    }
}
