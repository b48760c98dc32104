using RecoverySite.Contacts.Retention;

namespace RecoverySite.Web.Pages.Staff.Insights;

/// <summary>Within how many minutes half of all who asked had it, and nine of ten; null where fewer had it at all.</summary>
public sealed record Spread(int? Half, int? NineOfTen)
{
    /// <param name="waits">How many had it after how many minutes, or <see cref="PastRequest.Never"/>; the shortest first.</param>
    public static Spread Of(SortedDictionary<int, long> waits)
    {
        var all = waits.Values.Sum();
        int? Within(int tenths)
        {
            var soFar = 0L;
            foreach (var (minutes, count) in waits.Where(w => w.Key != PastRequest.Never))
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
