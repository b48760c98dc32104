using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Requests;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>The queue: who waits, the longest wait first, and who has whom. Numbers are masked, so a look at it is no audit entry.</summary>
public sealed class IndexModel(CurrentContent content, TimeProvider clock, ContactsStore store) : StaffPage(content, clock)
{
    private const int PageSize = 50;

    private static readonly TimeSpan StillAwake = TimeSpan.FromHours(1);

    /// <summary>Where the list goes on: the wait and the id of the last row before, as <c>ticks.id</c>.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    /// <summary>Without script the page loads itself again every half minute, unless it is asked to stay still.</summary>
    [FromQuery(Name = "still")]
    public string? Still { get; set; }

    [FromQuery(Name = "done")]
    public string? DoneWhat { get; set; }

    /// <summary>The request that it was done to.</summary>
    [FromQuery(Name = "id")]
    public Guid? DoneTo { get; set; }

    /// <summary>What was done on the page before.</summary>
    public string? Done => DoneWhat switch { "recorded" => "Recorded.", "put-back" => "Put back into the queue, in its old place.", _ => null };

    public IReadOnlyList<QueueRow> Waiting { get; private set; } = [];
    public IReadOnlyList<QueueRow> Later { get; private set; } = [];
    public IReadOnlyList<QueueRow> Mine { get; private set; } = [];
    public int WaitingCount { get; private set; }
    public int FreeCount { get; private set; }
    public int ColleaguesHave { get; private set; }
    public int LaterCount { get; private set; }
    public int HeldCount { get; private set; }
    public DateTimeOffset? LongestSince { get; private set; }
    public string? Next { get; private set; }

    /// <summary>What a claim that was not granted ran into, as a sentence.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Set when claiming needs to be meant: somebody dialed and never said what came of it.</summary>
    public Guid? ConfirmId { get; private set; }

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostNextAsync()
    {
        var next = await store.WriteAsync(db => Desk.TakeNextAsync(db, Me, IsGoodTime, Now, CancellationToken.None), CancellationToken.None);
        if (next is { } id)
            return SeeOther(RequestModel.PathOf(id));
        Refusal = "There is nobody to take just now. Whoever waits is somebody's already, or it is too early or too late where they are.";
        await LoadAsync(CancellationToken.None);
        return Again(StatusCodes.Status409Conflict);
    }

    public async Task<IActionResult> OnPostClaimAsync([FromForm] Guid id, [FromForm] bool knowingly)
    {
        var refusal = await store.WriteAsync(db => ClaimAsync(db, id, knowingly), CancellationToken.None);
        if (refusal is null)
            return SeeOther(RequestModel.PathOf(id));
        Refusal = refusal;
        await LoadAsync(CancellationToken.None);
        return Again(StatusCodes.Status409Conflict);
    }

    /// <summary>Not in the middle of their night, unless they asked a moment ago and so are awake.</summary>
    private bool IsGoodTime(CallRequest request) =>
        StaffWords.IsDecentHour(RequestModel.TimeZoneOf(request), Now) || AskedJustNow(request, Now);

    public static bool AskedJustNow(CallRequest request, DateTimeOffset now) => request.Submissions.Any(s => s.ReceivedAt > now - StillAwake);

    /// <returns>Null when it is theirs now.</returns>
    private async Task<string?> ClaimAsync(ContactsDbContext db, Guid id, bool knowingly)
    {
        if (await Desk.FindAsync(db, id, CancellationToken.None) is not { } request || (request.IsHeld && !IsSupervisor))
            return "That request is not there any more.";
        var answer = Desk.Claim(db, request, Me, knowingly, Now);
        if (answer == ClaimAnswer.Claimed)
            return null;
        if (answer == ClaimAnswer.Closed)
            return "That request is closed: nobody is to be called any more.";
        var names = await StaffNames.ReadAsync(db, CancellationToken.None);
        if (answer == ClaimAnswer.Taken)
            return $"{names.Of(request.ClaimedBy)} has this one since {Words.At(request.ClaimedAt!.Value)}, and nobody is called twice: take another.";
        ConfirmId = id;
        return $"{names.Of(request.OpenAttempt!.By)} dialed at {Words.At(request.OpenAttempt.DialledAt)} and has not said what came of it. Ask first, if you can.";
    }

    private Task<bool> LoadAsync(CancellationToken cancel) =>
        store.ReadAsync(
            async db =>
            {
                var names = await StaffNames.ReadAsync(db, cancel);
                var due = db.CallRequests.Waiting().DueAt(Now);
                async Task<IReadOnlyList<QueueRow>> RowsAsync(IQueryable<CallRequest> requests) =>
                    [.. (await requests.Include(r => r.Submissions).Include(r => r.Attempts).AsSplitQuery().ToListAsync(cancel)).Select(r => QueueRow.Of(r, names, Me, Now))];

                WaitingCount = await due.CountAsync(cancel);
                FreeCount = await due.CountAsync(r => r.ClaimedUntil == null || r.ClaimedUntil <= Now, cancel);
                ColleaguesHave = await due.CountAsync(r => r.ClaimedUntil > Now && r.ClaimedBy != Me, cancel);
                HeldCount = await db.CallRequests.Held().CountAsync(cancel);
                LongestSince = WaitingCount == 0 ? null : await due.MinAsync(r => r.WaitingSince, cancel);
                Mine = await RowsAsync(db.CallRequests.HeldBy(Me, Now).OrderBy(r => r.ClaimedAt));

                var rest = Position(After) is var (since, id) ? due.Where(r => r.WaitingSince > since || (r.WaitingSince == since && r.Id > id)) : due;
                Waiting = await RowsAsync(rest.LongestWaitFirst().Take(PageSize + 1));
                if (Waiting.Count > PageSize)
                {
                    Waiting = [.. Waiting.Take(PageSize)];
                    Next = $"/staff?after={Waiting[^1].WaitingSince.UtcTicks}.{Waiting[^1].Id}";
                }

                var later = db.CallRequests.Waiting().DueAfter(Now);
                LaterCount = await later.CountAsync(cancel);
                Later = [.. (await RowsAsync(later.OrderBy(r => r.TryAgainAt > r.WaitingSince ? r.TryAgainAt : r.WaitingSince).ThenBy(r => r.Id).Take(PageSize)))];
                return true;
            },
            cancel);

    private static (DateTimeOffset Since, Guid Id)? Position(string? after) =>
        after?.Split('.') is [var ticks, var id] && long.TryParse(ticks, out var since) && since >= 0 && since <= DateTimeOffset.MaxValue.UtcTicks && Guid.TryParse(id, out var last)
            ? (new DateTimeOffset(since, TimeSpan.Zero), last)
            : null;
}
