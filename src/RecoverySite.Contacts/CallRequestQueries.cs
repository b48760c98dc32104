using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>Which requests are whose turn. Reads like the sentence that it stands for.</summary>
public static class CallRequestQueries
{
    /// <summary>Open, and not held as spam.</summary>
    public static IQueryable<CallRequest> Waiting(this IQueryable<CallRequest> requests)
    {
        // As a value to be equal to: SQLite takes NOT for no equality, and would sort all who wait in place of following an index.
        var held = false;
        return requests.Where(r => r.ClosedAt == null && r.IsHeld == held);
    }

    public static IQueryable<CallRequest> Held(this IQueryable<CallRequest> requests)
    {
        var held = true;
        return requests.Where(r => r.ClosedAt == null && r.IsHeld == held);
    }

    /// <summary>To be called now: the wait has begun, and no later try was agreed.</summary>
    public static IQueryable<CallRequest> DueAt(this IQueryable<CallRequest> requests, DateTimeOffset now)
    {
        // Nobody is due before the wait has begun. Said twice, it lets SQLite follow the index that has the queue in its order.
        return requests.Where(r => r.DueAt <= now && r.WaitingSince <= now);
    }

    /// <summary>To be called at a time that is still to come.</summary>
    public static IQueryable<CallRequest> DueAfter(this IQueryable<CallRequest> requests, DateTimeOffset now) => requests.Where(r => r.DueAt > now);

    public static IQueryable<CallRequest> HeldBy(this IQueryable<CallRequest> requests, Guid staffId, DateTimeOffset now) =>
        requests.Where(r => r.ClosedAt == null && r.ClaimedBy == staffId && r.ClaimedUntil > now);

    /// <summary>Every request that this number (E.164) ever had. The number itself is sealed: its blind index is asked.</summary>
    public static IQueryable<CallRequest> WithNumber(this IQueryable<CallRequest> requests, ContactsDbContext db, string number)
    {
        var index = db.Keys.IndexOfNumber(number);
        // The index begins with the four digits.
        return requests.WithLastFour(db, number[^4..]).Where(r => EF.Property<byte[]>(r, SealedColumns.NumberIndex) == index);
    }

    /// <summary>Every request with these last four digits, for whoever left a voicemail. Their blind index is asked.</summary>
    public static IQueryable<CallRequest> WithLastFour(this IQueryable<CallRequest> requests, ContactsDbContext db, string digits)
    {
        var index = db.Keys.IndexOfLastFour(digits);
        return requests.Where(r => EF.Property<byte[]>(r, SealedColumns.LastFourIndex) == index);
    }

    /// <summary>The request of the form with this reference, however it was typed; none when it is no reference.</summary>
    public static IQueryable<CallRequest> WithReference(this IQueryable<CallRequest> requests, ContactsDbContext db, string typed)
    {
        var code = CrockfordBase32.Read(typed);
        var reference = code.Length == 8 ? code.Insert(4, "-") : "";
        return requests.Where(r => db.Submissions.Where(s => s.Reference == reference).Select(s => s.CallRequestId).Contains(r.Id));
    }

    public static IQueryable<CallRequest> LatestFirst(this IQueryable<CallRequest> requests) => requests.OrderByDescending(r => r.OpenedAt).ThenByDescending(r => r.Id);

    /// <summary>What the figures count: whoever asked, also when they took it back; nothing that looks like spam or was.</summary>
    public static IQueryable<CallRequest> Counted(this IQueryable<CallRequest> requests) => requests.Where(r => !r.IsHeld && r.ClosedBecause != CloseReason.Spam);

    /// <param name="end">The first moment that is too late.</param>
    public static IQueryable<CallRequest> AskedBetween(this IQueryable<CallRequest> requests, DateTimeOffset start, DateTimeOffset end) =>
        requests.Where(r => r.OpenedAt >= start && r.OpenedAt < end);

    /// <summary>Those that come after this one in <see cref="LongestWaitFirst"/>.</summary>
    public static IQueryable<CallRequest> WaitingBehind(this IQueryable<CallRequest> requests, DateTimeOffset since, Guid id) =>
        requests.Where(r => r.WaitingSince >= since && (r.WaitingSince > since || r.Id > id));

    public static IQueryable<CallRequest> LongestWaitFirst(this IQueryable<CallRequest> requests) => requests.OrderBy(r => r.WaitingSince).ThenBy(r => r.Id);
}
