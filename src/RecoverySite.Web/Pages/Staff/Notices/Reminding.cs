using NodaTime;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Publishing;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Pages.Staff.Notices;

/// <summary>
/// Looks once a minute whether a call has come due that nobody has taken, and, while we are open, whether somebody was to be
/// called half an hour ago and nobody has taken them.
/// </summary>
public sealed class Reminding(ContactsStore store, CurrentContent content, Waits waits, NoticeBell bell, TimeProvider clock) : BackgroundService
{
    private const int MostMinutes = 30;

    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public async Task LookAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var isOpen = content.Library.Site.Phone.Hours.At(Instant.FromDateTimeOffset(now)).IsOpen;
        try
        {
            if (await store.WriteAsync(db => Reminders.AddAsync(db, since => isOpen && waits.OpenMinutes(since, now) >= MostMinutes, now, CancellationToken.None), cancel))
                bell.Ring();
        }
        catch (StoreUnavailableException)
        {
            // The store has logged why; the next look is a minute away.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }
}
