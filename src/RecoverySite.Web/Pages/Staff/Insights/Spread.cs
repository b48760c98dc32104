using RecoverySite.Contacts.Retention;

namespace RecoverySite.Web.Pages.Staff.Insights;

/// <summary>Within how many minutes half of all who asked had it, and nine of ten; null where fewer had it at all.</summary>
public sealed record Spread(int? Half, int? NineOfTen)
{
    /// <param name="after">What is asked about: minutes, or <see cref="PastRequest.Never"/>.</param>
    public static Spread Of(IReadOnlyCollection<PastRequest> requests, Func<PastRequest, int> after)
    {
        var all = requests.Sum(r => r.Count);
        var had = requests.Where(r => after(r) != PastRequest.Never).GroupBy(after, r => r.Count).OrderBy(g => g.Key).Select(g => (Minutes: g.Key, Count: g.Sum())).ToList();
        int? Within(int tenths)
        {
            var soFar = 0L;
            foreach (var (minutes, count) in had)
            {
                soFar += count;
                if (soFar * 10 >= all * tenths)
                    return minutes;
            }
            return null;
        }
        return new Spread(Within(5), Within(9));
    }

    /// <param name="what">As in <c>called</c>.</param>
    public string Sentence(string what) => (Half, NineOfTen) switch
    {
        ({ } half, { } most) => $"Half of the people were {what} within {Minutes(half)}, nine of ten within {Minutes(most)}.",
        ({ } half, null) => $"Half of the people were {what} within {Minutes(half)}. Fewer than nine of ten have been {what} at all.",
        _ => $"Fewer than half of the people have been {what} at all.",
    };

    public static string Words(int? minutes) => minutes is { } known ? $"{Math.Max(known, 1):N0} min" : "not yet";

    private static string Minutes(int minutes) => minutes <= 1 ? "a minute" : $"{minutes:N0} minutes";
}
