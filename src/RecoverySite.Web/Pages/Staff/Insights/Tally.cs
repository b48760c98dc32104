using RecoverySite.Contacts.Retention;

namespace RecoverySite.Web.Pages.Staff.Insights;

/// <summary>
/// Requests counted one after another, by article, by day and by hour. As large as there are articles, days and lengths of a wait,
/// however many requests there are.
/// </summary>
public sealed class Tally
{
    private readonly Dictionary<string, long> pages = [];
    private readonly Dictionary<DateOnly, long> days = [];
    private readonly HashSet<string> pagesThere = [];
    private readonly HashSet<DateOnly> daysThere = [];
    private readonly SortedDictionary<int, WaitTally> hours = [];

    public IReadOnlyDictionary<string, long> Pages => pages;

    public IReadOnlyDictionary<DateOnly, long> Days => days;

    public IReadOnlyDictionary<int, WaitTally> Hours => hours;

    public WaitTally All { get; } = new();

    /// <param name="isThere">Whether it can still be looked at.</param>
    public void Add(PastRequest request, bool isThere)
    {
        pages[request.Page] = pages.GetValueOrDefault(request.Page) + request.Count;
        days[request.Day] = days.GetValueOrDefault(request.Day) + request.Count;
        if (isThere)
        {
            pagesThere.Add(request.Page);
            daysThere.Add(request.Day);
        }
        if (!hours.TryGetValue(request.Hour, out var hour))
            hours.Add(request.Hour, hour = new WaitTally());
        hour.Add(request);
        All.Add(request);
    }

    public bool IsThere(string page) => pagesThere.Contains(page);

    public bool IsThere(DateOnly day) => daysThere.Contains(day);
}

/// <summary>How many people waited for how long.</summary>
public sealed class WaitTally
{
    private readonly SortedDictionary<int, long> called = [], reached = [];

    public long Count { get; private set; }

    public Spread Called => Spread.Of(called);

    public Spread Reached => Spread.Of(reached);

    internal void Add(PastRequest request)
    {
        Count += request.Count;
        called[request.CalledAfter] = called.GetValueOrDefault(request.CalledAfter) + request.Count;
        reached[request.ReachedAfter] = reached.GetValueOrDefault(request.ReachedAfter) + request.Count;
    }
}
