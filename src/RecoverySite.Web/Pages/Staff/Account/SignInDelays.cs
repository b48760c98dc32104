using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>Each has a count of its own, so that a stranger's wrong passwords shut out neither the second step nor a browser that the member has used before.</summary>
public enum SignInDoor
{
    Password,
    KnownBrowser,
    Code,
}

/// <summary>
/// How long an account must wait after wrong tries: nothing after the first two, then 5 seconds, doubling up to 15 minutes,
/// never for good. At most about a hundred guesses a day. A try counts as wrong until it has proved right, so that many at once
/// are not many free ones. Addresses that nobody has are treated alike, so that the answer does not tell who works here; the
/// memory for those is bounded.
/// </summary>
public sealed class SignInDelays(TimeProvider clock)
{
    private const int FreeTries = 3;
    private const int MostStrangers = 10_000;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5), Longest = TimeSpan.FromMinutes(15), Forgotten = TimeSpan.FromDays(1);

    private readonly Lock guard = new();
    private readonly Dictionary<(string Email, SignInDoor Door), Tries> staff = [], strangers = [];

    private readonly record struct Tries(int Count, DateTimeOffset Last, DateTimeOffset LastBefore)
    {
        public DateTimeOffset Until =>
            Count < FreeTries ? DateTimeOffset.MinValue : Last.AddSeconds(Math.Min(Shortest.TotalSeconds * Math.Pow(2, Count - FreeTries), Longest.TotalSeconds));
    }

    /// <summary>Begins a try and counts it. Null when it may go on; otherwise how long to wait, and nothing is counted.</summary>
    public TimeSpan? Begin(string email, SignInDoor door, bool isStaff)
    {
        var (key, now) = ((StaffMember.Normalize(email), door), clock.GetUtcNow());
        lock (guard)
        {
            var tries = isStaff ? staff : strangers;
            if (tries.TryGetValue(key, out var earlier) && earlier.Until > now)
                return earlier.Until - now;
            if (!isStaff && strangers.Count >= MostStrangers)
                strangers.Remove(strangers.MinBy(s => s.Value.Last).Key);
            tries[key] = new Tries(now - earlier.Last > Forgotten ? 1 : earlier.Count + 1, now, earlier.Last);
            return null;
        }
    }

    /// <summary>The try that began was right in itself: all is as it was before it.</summary>
    public void WasRight(string email, SignInDoor door)
    {
        var key = (StaffMember.Normalize(email), door);
        lock (guard)
        {
            if (staff.TryGetValue(key, out var tries))
                staff[key] = tries with { Count = tries.Count - 1, Last = tries.LastBefore };
        }
    }

    /// <summary>Somebody has signed in: everything is forgotten.</summary>
    public void Forget(string email)
    {
        lock (guard)
        {
            foreach (var door in Enum.GetValues<SignInDoor>())
                staff.Remove((StaffMember.Normalize(email), door));
        }
    }

    public static string Words(TimeSpan wait) => $"There were too many wrong tries. The next one is taken in {Math.Ceiling(wait.TotalSeconds)} {(wait.TotalSeconds <= 1 ? "second" : "seconds")}";
}
