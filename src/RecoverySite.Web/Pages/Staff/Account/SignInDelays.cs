using System.Collections.Concurrent;
using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// How long an account must wait after wrong tries: nothing for the first three, then 5 seconds, doubling up to 15 minutes, never
/// for good. At most about a hundred guesses a day. Addresses that nobody has are treated alike, so that the answer does not tell
/// who works here; the memory for those is bounded.
/// </summary>
public sealed class SignInDelays(TimeProvider clock)
{
    private const int FreeTries = 3;
    private const int MostStrangers = 10_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromMinutes(15), Forgotten = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Tries> known = new();
    private readonly ConcurrentDictionary<string, Tries> strangers = new();

    private readonly record struct Tries(int Count, DateTimeOffset Last);

    /// <summary>When the next try is taken, or null when that is now.</summary>
    public DateTimeOffset? BlockedUntil(string email)
    {
        var key = StaffMember.Normalize(email);
        if (!known.TryGetValue(key, out var tries) && !strangers.TryGetValue(key, out tries))
            return null;
        if (tries.Count < FreeTries)
            return null;
        var wait = Math.Min(Shortest.TotalSeconds * Math.Pow(2, tries.Count - FreeTries), Longest.TotalSeconds);
        var until = tries.Last.AddSeconds(wait);
        return until > clock.GetUtcNow() ? until : null;
    }

    public void Failed(string email, bool isStaff)
    {
        var now = clock.GetUtcNow();
        if (!isStaff && strangers.Count >= MostStrangers)
            strangers.Clear();
        (isStaff ? known : strangers).AddOrUpdate(
            StaffMember.Normalize(email),
            new Tries(1, now),
            (_, tries) => new Tries(now - tries.Last > Forgotten ? 1 : tries.Count + 1, now));
    }

    public void Succeeded(string email) => known.TryRemove(StaffMember.Normalize(email), out _);
}
