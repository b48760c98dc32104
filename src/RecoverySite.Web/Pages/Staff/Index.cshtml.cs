using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Live;
using RecoverySite.Web.Pages.Staff.Requests;
using RecoverySite.Web.Publishing;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>The queue: who waits, the longest wait first, and who has whom. Numbers are masked, so a look at it is no audit entry.</summary>
public sealed class IndexModel(CurrentContent content, TimeProvider clock, ContactsStore store, Presence presence, Waits waits) : StaffPage(content, clock)
{
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

    /// <summary>What was done on the page before, and what comes of it: whom it is about is read once more.</summary>
    public string? Done { get; private set; }

    public WaitingList Queue { get; private set; } = null!;

    /// <summary>As the page compares it with what the desk says every two seconds.</summary>
    public string Changes { get; private set; } = "";

    /// <summary>What a claim that was not granted ran into, as a sentence.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Set when claiming needs to be meant: somebody dialed and never said what came of it.</summary>
    public Guid? ConfirmId { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (DoneTo is not { } id)
            return;
        Done = DoneWhat switch
        {
            "recorded-theirs" => "What came of your call is recorded. A colleague has this request now, and it stays as they leave it.",
            "recorded-closed" => "It was closed meanwhile, so nobody calls at that time. What came of your call is recorded; open it again if somebody should call.",
            _ => null,
        };
        if (DoneWhat switch { "recorded" => "Recorded", "put-back" => "Put back", "closed" => "Closed", "later" => "Put off", _ => null } is { } done)
        {
            var about = await store.ReadAsync(db => RequestSummary.ReadAsync(db, db.CallRequests.Where(r => r.Id == id && !r.IsHeld), cancel), cancel);
            Done = about is [var request] ? $"{done}: {Became(request)}." : null;
        }
    }

    private string Became(RequestSummary request)
    {
        var names = string.Join(" and ", request.Forms.Where(f => f.IsLive).Select(f => f.Name).OfType<string>().Distinct()) is { Length: > 0 } asked ? asked : "No name given";
        var outcome = DoneWhat == "recorded" && request is { ClosedBecause: null, Calls: [.., { Outcome: { } last and not CallOutcome.NotCalled }] } ? Contacts.Desk.Words(last) + ", " : "";
        return $"{names}, {outcome}" + request switch
        {
            { ClosedBecause: { } because } => $"{Contacts.Desk.Words(because)}. Nobody will call {(names.Contains(" and ", StringComparison.Ordinal) ? "any of them" : "them")} again: the request is closed",
            _ when request.DueAt > Now => $"to be called {Words.Both(request.TimeZone, request.DueAt)}",
            _ => "back in the queue, with the wait that they have had",
        };
    }

    public async Task<IActionResult> OnPostNextAsync()
    {
        var next = await store.WriteAsync(db => Desk.TakeNextAsync(db, Me, IsGoodTime, Now, CancellationToken.None), CancellationToken.None);
        if (next is { } id)
            return SeeOther(RequestModel.PathOf(id));
        Refusal = "There is nobody to take just now. Whoever waits is somebody's already, or it is too early or too late where they are.";
        await LoadAsync(CancellationToken.None);
        return Again(StatusCodes.Status409Conflict);
    }

    /// <param name="takingOver">A supervisor has read that a colleague has it.</param>
    public Task<IActionResult> OnPostClaimAsync([FromForm] Guid id, [FromForm] bool knowingly, [FromForm] bool takingOver) => TakeAsync(id, db => ClaimAsync(db, id, knowingly, takingOver && IsSupervisor), "");

    /// <summary>On a telephone one tap claims and then dials; it dials only what is claimed.</summary>
    public Task<IActionResult> OnPostCallAsync([FromForm] Guid id) => TakeAsync(id, db => CallAsync(db, id), RequestModel.DialNow);

    private async Task<IActionResult> TakeAsync(Guid id, Func<ContactsDbContext, Task<string?>> take, string then)
    {
        var refusal = await store.WriteAsync(take, CancellationToken.None);
        if (refusal is null)
            return SeeOther(RequestModel.PathOf(id) + then);
        Refusal = refusal;
        await LoadAsync(CancellationToken.None);
        return Again(StatusCodes.Status409Conflict);
    }

    /// <summary>Not in the middle of their night, unless they asked a moment ago and so are awake.</summary>
    private bool IsGoodTime(RequestSummary request) =>
        StaffWords.IsDecentHour(request.TimeZone, Now) || AskedJustNow(request.Forms.Select(f => f.ReceivedAt), Now);

    public static bool AskedJustNow(IEnumerable<DateTimeOffset> forms, DateTimeOffset now) => forms.Any(at => at > now - StillAwake);

    private async Task<string?> CallAsync(ContactsDbContext db, Guid id)
    {
        // Shown before it was put off, on a phone that was out of reach meanwhile.
        if (await Desk.FindAsync(db, id, CancellationToken.None) is { IsOpen: true } asked && asked.DueAt > Now)
            return $"That call was put off meanwhile: it is to be made {Words.Both(RequestModel.TimeZoneOf(asked), asked.DueAt)}. Nothing was dialed.";
        if (await ClaimAsync(db, id, knowingly: false, takingOver: false) is { } refusal)
            return refusal;
        var request = (await Desk.FindAsync(db, id, CancellationToken.None))!;
        if (request.IsReadable)
            Desk.Dial(db, request, Me, Now);
        return null;
    }

    /// <returns>Null when it is theirs now.</returns>
    private async Task<string?> ClaimAsync(ContactsDbContext db, Guid id, bool knowingly, bool takingOver)
    {
        if (await Desk.FindAsync(db, id, CancellationToken.None) is not { } request || (request.IsHeld && !IsSupervisor))
            return "That request is not there any more.";
        var answer = Desk.Claim(db, request, Me, knowingly, Now, takingOver);
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

    private async Task LoadAsync(CancellationToken cancel)
    {
        // Before reading: what changes meanwhile is then not missed.
        Changes = ChangesEndpoint.Number(store, presence);
        var zone = Site.Zone;
        var today = zone.AtStartOfDay(Instant.FromDateTimeOffset(Now).InZone(zone).Date).ToDateTimeOffset();
        Queue = await store.ReadAsync(
            async db =>
            {
                var (names, looking) = (await StaffNames.ReadAsync(db, cancel), presence.Now());
                return await WaitingList.ReadAsync(
                    db, Me, After, r => QueueRow.Of(r, names, looking, Me, Now), IsGoodTime, waits, Now, today, cancel);
            },
            cancel);
    }
}
