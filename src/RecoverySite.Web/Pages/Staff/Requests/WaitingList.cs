using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>The queue at one moment, for one person. Numbers are masked, so a look at it is no audit entry.</summary>
public sealed record WaitingList
{
    public const int PageSize = 50;

    /// <summary>Counting on for ever would make a full desk slow; beyond this it says "more than".</summary>
    private const int MostCounted = 1000;

    private const int MostCalls = 200;

    private static readonly TimeSpan TooLong = TimeSpan.FromHours(1);

    /// <summary>Whoever this person would be given next; null when there is nobody, or when they have somebody already.</summary>
    public QueueRow? Next { get; private init; }

    public required IReadOnlyList<QueueRow> Mine { get; init; }

    /// <summary>The longest wait first, a page of them.</summary>
    public required IReadOnlyList<QueueRow> Waiting { get; init; }

    /// <summary>Not due yet, the first to be due first.</summary>
    public required IReadOnlyList<QueueRow> Later { get; init; }

    /// <summary>Where the list goes on, as in <see cref="Position"/>; null on its last page.</summary>
    public string? GoesOnAfter { get; private init; }

    public int WaitingCount { get; private init; }
    public int ColleaguesHave { get; private init; }
    public int LaterCount { get; private init; }
    public int HeldCount { get; private init; }
    public int TooLongCount { get; private init; }
    public DateTimeOffset? LongestSince { get; private init; }

    /// <summary>Within how many minutes, at least one, people were called today: half of them, and nine of ten. Null when nobody was.</summary>
    public (int Median, int NineOfTen)? MinutesToday { get; private init; }

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
        var rest = Position(after) is var (since, id) ? due.WaitingBehind(since, id) : due;
        var waiting = await RequestsAsync(rest.LongestWaitFirst().Take(PageSize + 1));
        var mine = await RequestsAsync(db.CallRequests.HeldBy(me, now).OrderBy(r => r.ClaimedAt));
        var tooLong = now - TooLong;
        var firstCalls = await db.CallRequests.Where(r => r.FirstCalledAt >= today).OrderByDescending(r => r.FirstCalledAt).Take(MostCalls)
            .Select(r => new { r.WaitingSince, r.FirstCalledAt }).ToListAsync(cancel);
        var page = waiting.Take(PageSize).ToList();
        return new WaitingList
        {
            Next = mine.Count == 0 && after is null && await Desk.NextAsync(db, me, isGoodTime, now, cancel) is { } next ? rowOf(next) : null,
            Mine = [.. mine.Select(rowOf)],
            Waiting = [.. page.Select(rowOf)],
            Later = [.. (await RequestsAsync(later.OrderBy(r => r.DueAt).ThenBy(r => r.Id).Take(PageSize))).Select(rowOf)],
            GoesOnAfter = waiting.Count > PageSize ? PositionOf(page[^1]) : null,
            WaitingCount = await CountAsync(due),
            ColleaguesHave = await CountAsync(due.Where(r => r.ClaimedUntil > now && r.ClaimedBy != me)),
            LaterCount = await CountAsync(later),
            HeldCount = await CountAsync(db.CallRequests.Held()),
            TooLongCount = await CountAsync(due.Where(r => r.WaitingSince < tooLong)),
            LongestSince = await due.LongestWaitFirst().Select(r => (DateTimeOffset?)r.WaitingSince).FirstOrDefaultAsync(cancel),
            MinutesToday = Spread([.. firstCalls.Select(c => waits.OpenMinutes(c.WaitingSince, c.FirstCalledAt) ?? 0).Order()]),
        };
    }

    private static (int, int)? Spread(List<int> minutes) => minutes.Count == 0 ? null : (Math.Max(1, minutes[(minutes.Count - 1) / 2]), Math.Max(1, minutes[(int)Math.Ceiling(minutes.Count * 0.9) - 1]));

    private static string PositionOf(RequestSummary last) => $"{last.WaitingSince.UtcTicks}.{last.Id}";

    private static (DateTimeOffset Since, Guid Id)? Position(string? after) =>
        after?.Split('.') is [var ticks, var id] && long.TryParse(ticks, out var since) && since >= 0 && since <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParse(id, out var last)
            ? (new DateTimeOffset(since, TimeSpan.Zero), last)
            : null;
}
