using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>The queue at one moment, for one person. Numbers are masked, so a look at it is no audit entry.</summary>
public sealed record WaitingList
{
    public const int PageSize = 50;

    private const int FewLater = 10;

    /// <summary>Counting on for ever would make a full desk slow; beyond this it says "more than".</summary>
    private const int MostCounted = 1000;

    private const int MostCalls = 500;

    private static readonly TimeSpan TooLong = TimeSpan.FromHours(1);

    /// <summary>Whoever this person would be given next; null when there is nobody, or when they have somebody already.</summary>
    public QueueRow? Next { get; private init; }

    public required IReadOnlyList<QueueRow> Mine { get; init; }

    /// <summary>The longest wait first, a page of them.</summary>
    public required IReadOnlyList<QueueRow> Waiting { get; init; }

    /// <summary>Not due yet, the first to be due first.</summary>
    public required IReadOnlyList<QueueRow> Later { get; init; }

    /// <summary>Where the list goes on, as in <see cref="ListPosition"/>; null on its last page.</summary>
    public string? GoesOnAfter { get; private init; }

    public int WaitingCount { get; private init; }
    public int ColleaguesHave { get; private init; }
    public int LaterCount { get; private init; }
    public int HeldCount { get; private init; }
    public int TooLongCount { get; private init; }
    public DateTimeOffset? LongestSince { get; private init; }

    /// <summary>How many were called today for the first time, and how many could have been: those, and whoever began to wait today and still waits for a first call.</summary>
    public (int Called, int Of) CalledToday { get; private init; }

    /// <summary>Within how many minutes, at least one, half and nine of ten of <see cref="CalledToday"/> were called; null where fewer were.</summary>
    public (int? Half, int? NineOfTen) MinutesToday { get; private init; }

    /// <summary>A count as far as it was counted: <c>12</c>, <c>more than 1,000</c>.</summary>
    public static string Words(int count) => count > MostCounted ? $"more than {MostCounted:N0}" : $"{count}";

    /// <param name="after">Where the page before ended, or null for the longest wait.</param>
    /// <param name="rowOf">What a row shows of a request.</param>
    /// <param name="isGoodTime">Whether this person can be called at this hour.</param>
    /// <param name="today">When the site's day began.</param>
    public static async Task<WaitingList> ReadAsync(ContactsDbContext db, Guid me, string? after, Func<RequestSummary, QueueRow> rowOf, Func<RequestSummary, bool> isGoodTime, Waits waits, DateTimeOffset now, DateTimeOffset today, CancellationToken cancel)
    {
        Task<IReadOnlyList<RequestSummary>> RequestsAsync(IQueryable<CallRequest> requests) => RequestSummary.ReadAsync(db, requests, cancel);
        Task<int> CountAsync(IQueryable<CallRequest> requests) => requests.Take(MostCounted + 1).CountAsync(cancel);

        var due = db.CallRequests.Waiting().DueAt(now);
        var later = db.CallRequests.Waiting().DueAfter(now);
        var rest = ListPosition.Read<Guid>(after) is var (since, id) ? due.WaitingBehind(since, id) : due;
        var waiting = await RequestsAsync(rest.LongestWaitFirst().Take(PageSize + 1));
        var mine = await RequestsAsync(db.CallRequests.HeldBy(me, now).OrderBy(r => r.ClaimedAt));
        var tooLong = now - TooLong;
        var firstCalls = await db.CallRequests.Where(r => r.FirstCalledAt >= today).OrderByDescending(r => r.FirstCalledAt).Take(MostCalls)
            .Select(r => new { r.WaitingSince, r.FirstCalledAt }).ToListAsync(cancel);
        // Few people have somebody at any moment; among all who wait they would have to be looked for.
        var claims = await db.CallRequests.Waiting().Where(r => r.ClaimedUntil > now).Select(r => new { r.ClaimedBy, r.DueAt }).ToListAsync(cancel);
        var uncalled = await CountAsync(due.Where(r => r.WaitingSince >= today && r.FirstCalledAt == null));
        var open = waits.Within(firstCalls.Select(c => c.WaitingSince).Append(now).Min(), now);
        var page = waiting.Take(PageSize).ToList();
        return new WaitingList
        {
            Next = mine.Count == 0 && after is null && (page.Find(r => isGoodTime(r) && r.IsFreeFor(me, now)) ?? await Desk.NextAsync(db, me, isGoodTime, now, cancel)) is { } next ? rowOf(next) : null,
            Mine = [.. mine.Select(rowOf)],
            Waiting = [.. page.Select(rowOf)],
            Later = [.. (await RequestsAsync(later.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(FewLater))).Select(rowOf)],
            GoesOnAfter = waiting.Count > PageSize ? ListPosition.Of(page[^1].WaitingSince, page[^1].Id) : null,
            WaitingCount = await CountAsync(due),
            ColleaguesHave = claims.Count(c => c.ClaimedBy != me && c.DueAt <= now),
            LaterCount = await CountAsync(later),
            HeldCount = await CountAsync(db.CallRequests.Held()),
            TooLongCount = await CountAsync(due.Where(r => r.WaitingSince < tooLong)),
            LongestSince = after is null ? page.FirstOrDefault()?.WaitingSince : await due.LongestWaitFirst().Select(r => (DateTimeOffset?)r.WaitingSince).FirstOrDefaultAsync(cancel),
            CalledToday = (firstCalls.Count, firstCalls.Count + uncalled),
            MinutesToday = Spread([.. firstCalls.Select(c => waits.OpenMinutes(c.WaitingSince, c.FirstCalledAt, open) ?? 0).Order()], firstCalls.Count + uncalled),
        };
    }

    private static (int?, int?) Spread(List<int> minutes, int people)
    {
        int? Within(double share) => (int)Math.Ceiling(people * share) is > 0 and var n && n <= minutes.Count ? Math.Max(1, minutes[n - 1]) : null;
        return (Within(0.5), Within(0.9));
    }
}
