using Microsoft.EntityFrameworkCore;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>The counted taps as a plain table. Small counts are blurred for all but administrators: on a quiet day they could be one person.</summary>
public sealed class CallTapsModel(CurrentContent content, TimeProvider clock, ContactsStore store) : StaffPage(content, clock)
{
    private const int Days = 30, MostRows = 500, Small = 5;

    public IReadOnlyList<CallTap> Rows { get; private set; } = [];

    public int Omitted { get; private set; }

    /// <summary>Null for those who see small counts blurred: a sum would give them away.</summary>
    public long? Total { get; private set; }

    private bool SeesSmallCounts => Member?.Role == StaffRole.Administrator;

    public Task OnGetAsync(CancellationToken cancel)
    {
        var since = Instant.FromDateTimeOffset(Now).InZone(Site.Zone).Date.PlusDays(1 - Days).ToDateOnly();
        return store.ReadAsync(
            async db =>
            {
                var taps = db.CallTaps.Where(t => t.Day >= since);
                Rows = await taps.OrderByDescending(t => t.Day).ThenByDescending(t => t.Count).ThenBy(t => t.Page).ThenBy(t => t.Placement).Take(MostRows).ToListAsync(cancel);
                Omitted = await taps.CountAsync(cancel) - Rows.Count;
                Total = SeesSmallCounts ? await taps.SumAsync(t => t.Count, cancel) : null;
                return true;
            },
            cancel);
    }

    public string Shown(long count) => count < Small && !SeesSmallCounts ? "fewer than 5" : count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
