using Microsoft.EntityFrameworkCore;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>
/// How soon people who asked were called, measured in minutes in which we are open, and said in coarse steps that change a few times a
/// day at most. Nothing is said from too few calls, while the store is down, or while somebody waits for longer than is good.
/// </summary>
public sealed class CallbackTimes(ContactsStore store, CurrentContent content, PublishedPages published, TimeProvider clock) : BackgroundService
{
    private const int FewestCalls = 20, MostCalls = 100;

    /// <summary>Of so many people out of a hundred it has to be true; a better step takes more, a worse one comes with less.</summary>
    private const int Usual = 80, ForBetter = 85, ForWorse = 75;

    private static readonly TimeSpan Looking = TimeSpan.FromMinutes(1), LongestWait = TimeSpan.FromMinutes(30), FewestChanges = TimeSpan.FromHours(2);
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(14);

    private static readonly (TimeSpan Within, string Words)[] Steps =
    [
        (TimeSpan.FromMinutes(10), "usually within 10 minutes"),
        (TimeSpan.FromMinutes(30), "usually within 30 minutes"),
        (TimeSpan.FromHours(1), "usually within the hour"),
    ];

    private int? step;
    private DateTimeOffset changedAt;

    /// <summary>As in <c>usually within 10 minutes</c>; null when nothing can be said.</summary>
    public string? Words { get; private set; }

    /// <summary>Looks at what was done lately.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var before = Words;
        Words = await ReadAsync(cancel);
        // Pages say it beside the link to the form.
        if (Words != before)
            published.Say(Words);
    }

    private async Task<string?> ReadAsync(CancellationToken cancel)
    {
        var hours = content.Library.Site.Phone.Hours;
        var now = clock.GetUtcNow();
        var since = now - LookBack;
        try
        {
            var (called, waiting) = await store.ReadAsync(
                async db => (
                    await db.CallRequests.Where(r => r.FirstCalledAt > since).OrderByDescending(r => r.FirstCalledAt).Take(MostCalls)
                        .Select(r => new { r.WaitingSince, FirstCalledAt = r.FirstCalledAt!.Value }).ToListAsync(cancel),
                    await db.CallRequests.Waiting().Where(r => !r.Attempts.Any()).OrderBy(r => r.WaitingSince).Select(r => (DateTimeOffset?)r.WaitingSince).FirstOrDefaultAsync(cancel)),
                cancel);
            Choose([.. called.Select(r => OpenTime(hours, r.WaitingSince, r.FirstCalledAt))], now);
            return step is { } chosen && !(waiting is { } oldest && OpenTime(hours, oldest, now) > LongestWait) ? Steps[chosen].Words : null;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Looking, clock);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static TimeSpan OpenTime(OpeningHours hours, DateTimeOffset from, DateTimeOffset until) =>
        hours.OpenTimeBetween(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(until)).ToTimeSpan();

    private void Choose(IReadOnlyList<TimeSpan> waits, DateTimeOffset now)
    {
        if (waits.Count < FewestCalls)
        {
            step = null;
            return;
        }
        int Share(int i) => 100 * waits.Count(w => w <= Steps[i].Within) / waits.Count;
        int? Best(int share) => Enumerable.Range(0, Steps.Length).Select(i => (int?)i).FirstOrDefault(i => Share(i!.Value) >= share);
        if (step is not { } current)
            (step, changedAt) = (Best(Usual), now);
        else if (Share(current) < ForWorse)
            (step, changedAt) = (Best(Usual), now);
        else if (now - changedAt >= FewestChanges && Best(ForBetter) < current)
            (step, changedAt) = (Best(ForBetter), now);
    }
}
