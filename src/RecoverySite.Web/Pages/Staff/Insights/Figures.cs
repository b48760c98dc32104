using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.Staff.Insights;

/// <param name="IsThere">Whether requests of this row can still be looked at.</param>
public sealed record CountRow<T>(T Key, Figure Taps, Figure Asks, long Requests, bool IsThere)
{
    /// <summary>Of the taps on the link to the form, how many became requests; null where there is nothing to say it from. Not every tap is counted.</summary>
    public string? Share => Asks is not { IsHidden: false, Count: > 0 } ? null : Requests > Asks.Count ? "over 100 %" : $"{100.0 * Requests / Asks.Count:0} %";
}

/// <summary>Those who asked at this hour of the day.</summary>
public sealed record HourRow(int Hour, long Requests, Spread Called, Spread Reached)
{
    public string Name => CallingWords.Time(new LocalTime(Hour, 0));
}

/// <summary>
/// What is known of a span of days: from requests that are still there, from what stays of those that are not, and from taps. Whoever
/// does not see small numbers of taps sees none that they could be worked out from; requests they see one by one.
/// </summary>
public sealed class Figures
{
    private readonly Tally tally;
    private readonly IReadOnlyList<CallTap> taps;

    public Figures(Tally tally, IReadOnlyList<CallTap> taps, bool showSmall)
    {
        (this.tally, this.taps) = (tally, taps);
        var (pages, days) = (Rows(tally.Pages, tally.IsThere, t => t.Page), Rows(tally.Days, tally.IsThere, t => t.Day));
        Hours = [.. tally.Hours.Select(h => new HourRow(h.Key, h.Value.Count, h.Value.Called, h.Value.Reached))];
        Places = [.. taps.Where(t => t.Placement != CallTap.Ask).GroupBy(t => t.Placement, t => t.Count).Select(g => (g.Key, new Figure(g.Sum())))];

        if (!showSmall)
        {
            Figure.HideSmall([.. pages.Select(r => r.Asks)], [.. days.Select(r => r.Asks)]);
            Figure.HideSmall([.. pages.Select(r => r.Taps)], [.. days.Select(r => r.Taps)], [.. Places.Select(p => p.Taps)]);
        }
        // By what is shown: an order by what is hidden would tell.
        Pages = [.. pages.OrderByDescending(r => r.Requests).ThenByDescending(r => Mark.Of(r.Taps).Value).ThenBy(r => r.Key, StringComparer.Ordinal)];
        Days = [.. days.OrderByDescending(r => r.Key)];
        Places = [.. Places.OrderByDescending(p => Mark.Of(p.Taps).Value).ThenBy(p => p.Place, StringComparer.Ordinal)];
    }

    public IReadOnlyList<CountRow<string>> Pages { get; }

    /// <summary>Those on which anything was counted, the latest first.</summary>
    public IReadOnlyList<CountRow<DateOnly>> Days { get; }

    public IReadOnlyList<HourRow> Hours { get; }

    /// <summary>Where on the pages our number was tapped.</summary>
    public IReadOnlyList<(string Place, Figure Taps)> Places { get; }

    /// <summary>How many people asked.</summary>
    public long Asked => tally.All.Count;

    /// <summary>Of everybody.</summary>
    public (Spread Called, Spread Reached) Waits => (tally.All.Called, tally.All.Reached);

    private List<CountRow<T>> Rows<T>(IReadOnlyDictionary<T, long> requests, Func<T, bool> isThere, Func<CallTap, T> ofTap)
    {
        var (calls, asks) = (taps.Where(t => t.Placement != CallTap.Ask).ToLookup(ofTap, t => t.Count), taps.Where(t => t.Placement == CallTap.Ask).ToLookup(ofTap, t => t.Count));
        return [.. requests.Keys.Concat(taps.Select(ofTap)).Distinct().Select(k => new CountRow<T>(k, new Figure(calls[k].Sum()), new Figure(asks[k].Sum()), requests.GetValueOrDefault(k), isThere(k)))];
    }
}
