using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Pages.Staff.Live;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>
/// One request: what to know before calling, the number for whoever has claimed it, the outcome, notes, and who did what.
/// Each look is an entry that is stored before anything is shown.
/// </summary>
public sealed class RequestModel(CurrentContent content, TimeProvider clock, ContactsStore store, KeptText kept, NoticeBell bell, Presence presence) : StaffPage(content, clock)
{
    /// <summary>Added to the address of a request that was claimed and is to be dialed as soon as its page is there.</summary>
    public const string DialNow = "?dial=now#call";

    public CallRequest Shown { get; private set; } = null!;
    public StaffNames Names { get; private set; } = null!;
    public IReadOnlyList<TimelineEntry> Timeline { get; private set; } = [];
    public IReadOnlyList<CallRequest> Earlier { get; private set; } = [];
    public IReadOnlyList<TryAgain> TryAgains { get; private set; } = [];

    /// <summary>What was not taken, and why.</summary>
    public string? Problem { get; private set; }

    /// <summary>A note that was typed and is not stored yet.</summary>
    public string Note { get; private set; } = "";

    /// <summary>The outcome that was chosen in a form that came back.</summary>
    public CallOutcome? Chosen { get; private set; }

    /// <summary>The time that was chosen in a form that came back.</summary>
    public TypedTime Time { get; private set; } = new();

    /// <summary>Which form came back: <c>record</c>, <c>later</c>, <c>close</c> or none.</summary>
    public string? CameBack { get; private set; }

    /// <summary>As the page compares it with what the desk says every two seconds.</summary>
    public string Changes { get; private set; } = "";

    /// <summary>Colleagues who have it open just now.</summary>
    public IReadOnlyList<string> LookedAtBy { get; private set; } = [];

    public bool IsMine => Shown.HolderAt(Now) == Me;

    public Guid? Holder => Shown.HolderAt(Now);

    /// <summary>My call of which I have not said yet what came of it.</summary>
    public CallAttempt? MyOpenAttempt => Shown.UnrecordedBy(Me, Now);

    /// <summary>The call that the page is about: under my claim, or else the one that I owe an outcome.</summary>
    public CallAttempt? Dialled => IsMine ? Shown.DialledBy(Me) : MyOpenAttempt;

    public bool MayRecord => Shown.MayRecord(Me, Now);

    /// <summary>The clock by which the agreed time is said beside ours: the one by which it was agreed, or else the visitor's.</summary>
    public string AgreedZone => Shown.TryAgainZone is { } agreed && agreed != Site.Zone.Id ? agreed : TimeZoneOf(Shown);

    /// <summary>Who asked with this number; they need not know of each other.</summary>
    public IReadOnlyList<string> AskedFor => NamesIn(Forms);

    /// <summary>What the forms themselves say, for whoever holds a request whose own number cannot be opened.</summary>
    public IReadOnlyList<string> TypedNumbers => IsMine ? [.. Forms.Select(f => f.NumberAsTyped).Where(n => !Unreadable.Is(n)).Distinct()] : [];

    /// <summary>What an earlier request from the number ended with that a caller must know of.</summary>
    public CallRequest? Warning => Earlier.FirstOrDefault(r => r.ClosedBecause is CloseReason.AskedNotToBeCalled or CloseReason.WrongNumber);

    /// <summary>The same of a request that was deleted or erased since.</summary>
    public bool AskedNotToBeCalledBefore { get; private set; }

    /// <summary>In the middle of their night, unless they asked a moment ago and so are awake.</summary>
    public bool IsNight => !StaffWords.IsDecentHour(TimeZoneOf(Shown), Now) && !IndexModel.AskedJustNow(Shown.Submissions.Select(s => s.ReceivedAt), Now);

    /// <summary>The forms that stand, the first one first.</summary>
    public IReadOnlyList<Submission> Forms { get; private set; } = [];

    public static string PathOf(Guid id) => $"/staff/requests/{id}";

    public async Task<IActionResult> OnGetAsync([FromRoute] Guid id)
    {
        Note = kept.Take(HttpContext, PathOf(id), Me) ?? "";
        return await LoadAsync(id) ? Page() : NotHere();
    }

    /// <param name="note">One that was begun on the page.</param>
    public Task<IActionResult> OnPostReleaseAsync([FromRoute] Guid id, [FromForm] string? note)
    {
        Note = KeptText.Clean(note);
        return ActAsync(
            id,
            (db, request) =>
            {
                if (!Desk.Release(db, request, Me, Now))
                    return "You have dialed, or it is not yours any more";
                WriteDown(db, request, null);
                return null;
            },
            _ => $"/staff?done=put-back&id={id}");
    }

    public Task<IActionResult> OnPostDialAsync([FromRoute] Guid id) =>
        ActAsync(id, (db, request) => Desk.Dial(db, request, Me, Now) ? null : request.IsOpen ? "Do not call: your claim has run out. Claim it again first" : "Do not call: this request is closed", _ => PathOf(id) + "#call");

    public async Task<IActionResult> OnPostReopenAsync([FromRoute] Guid id)
    {
        var isOpenAgain = await store.WriteAsync(
            async db => await Desk.FindAsync(db, id, CancellationToken.None) is { } request && MaySee(request) && await Desk.ReopenAsync(db, request, Me, Now, CancellationToken.None),
            CancellationToken.None);
        bell.Ring();
        return isOpenAgain ? SeeOther(PathOf(id)) : await AgainAsync(id, "It cannot be opened again: the visitor closed it, or the number waits in another request already", StatusCodes.Status409Conflict);
    }

    /// <param name="attempt">The id that the call has or is to have: the same form sent again is answered as it was the first time.</param>
    public async Task<IActionResult> OnPostRecordAsync([FromRoute] Guid id, [FromForm] string? outcome, [FromForm] TypedTime typed, [FromForm] string? note, [FromForm] Guid? attempt)
    {
        (Note, Time, CameBack) = (KeptText.Clean(note), typed, "record");
        Chosen = Enum.GetValues<CallOutcome>().Cast<CallOutcome?>().FirstOrDefault(o => $"{o}" == outcome);
        if (Note.Length > KeptText.Longest)
            return await AgainAsync(id, $"Shorten your note to {KeptText.Longest} characters. It has {Note.Length}");
        if (Chosen is not { } result)
            return await AgainAsync(id, "Choose what came of the call");
        TypedTime.Agreed? agreed = null;
        return await ActAsync(
            id,
            (db, request) =>
            {
                var problem = "";
                if (result.CanBeTriedAgain())
                    agreed = typed.Read(TimeZoneOf(request), Site, Words, Now, out problem);
                if (request.Attempts.FirstOrDefault(a => a.Id == attempt && a.By == Me) is { Outcome: { } earlier })
                    return earlier == result ? null : $"This call is recorded already: {Desk.Words(earlier)}. If you have called again since, record that below";
                if (problem.Length > 0)
                    return problem;
                if (result == CallOutcome.AskedForLater && agreed?.At is null)
                    return "Choose when they want to be called";
                if (result == CallOutcome.AskedForLater && Note.Length == 0 && NamesIn(request.Submissions.Where(f => f.IsLive)).Count > 1)
                    return "Say in the note who was reached, and who is still to be called";
                if (!Desk.Record(db, request, Me, result, agreed?.At, Now, agreed?.Zone, attempt))
                    return result == CallOutcome.Voicemail && !request.VoicemailIsOk ? "They asked for no voicemail"
                        : request.MayRecord(Me, Now) ? "You have pressed Call since you opened this page. Look at it again and record what came of that call"
                        : "It is not yours any more";
                WriteDown(db, request, agreed?.Remark);
                return null;
            },
            request => $"/staff?done={(request.HolderAt(Now) is { } holder && holder != Me ? "recorded-theirs" : !request.IsOpen && agreed?.At is not null ? "recorded-closed" : "recorded")}&id={id}");
    }

    /// <param name="key">The id that the note is to have: the same note sent again is there already.</param>
    public async Task<IActionResult> OnPostNoteAsync([FromRoute] Guid id, [FromForm] string? note, [FromForm] Guid? key)
    {
        Note = KeptText.Clean(note);
        if (Note.Length == 0)
            return await AgainAsync(id, "Write something first");
        if (Note.Length > KeptText.Longest)
            return await AgainAsync(id, $"Shorten your note to {KeptText.Longest} characters. It has {Note.Length}");
        return await ActAsync(id, (db, request) =>
        {
            var earlier = key is null ? null : db.StaffNotes.Find(key);
            if (earlier?.By != Me || earlier.CallRequestId != id || earlier.Text != Note)
                Desk.Write(db, request, Me, Note, Now, earlier is null ? key : null);
            return null;
        });
    }

    /// <summary>Agrees on a later time without a call: they wrote back, or a colleague was told.</summary>
    public Task<IActionResult> OnPostLaterAsync([FromRoute] Guid id, [FromForm] TypedTime typed, [FromForm] string? note)
    {
        (Note, Time, CameBack) = (KeptText.Clean(note), typed, "later");
        return ActAsync(
            id,
            (db, request) =>
            {
                if (typed.Read(TimeZoneOf(request), Site, Words, Now, out var problem) is not { } agreed)
                    return problem;
                if (!Desk.CallLater(db, request, Me, agreed.At, agreed.Zone, Now))
                    return NotOurs(request);
                WriteDown(db, request, agreed.Remark);
                return null;
            },
            _ => $"/staff?done=later&id={id}");
    }

    /// <summary>Closes it without a call. Only supervisors may say that something is spam: nobody hears of the person then.</summary>
    public Task<IActionResult> OnPostCloseAsync([FromRoute] Guid id, [FromForm] string? reason, [FromForm] string? note)
    {
        (Note, CameBack) = (KeptText.Clean(note), "close");
        return ActAsync(
            id,
            (db, request) =>
            {
                if (!Enum.TryParse<CloseReason>(reason, out var because) || !(because is CloseReason.CalledUs or CloseReason.NotNeeded || (because == CloseReason.Spam && IsSupervisor)))
                    return "Choose why nobody has to call";
                if (because == CloseReason.NotNeeded && Note.Length == 0)
                    return "Say in the note why no call is needed";
                if (!Desk.Close(db, request, Me, because, Now))
                    return NotOurs(request);
                WriteDown(db, request, null);
                return null;
            },
            _ => $"/staff?done=closed&id={id}");
    }

    private static string NotOurs(CallRequest request) => request.IsOpen ? "Somebody else has it now" : "It is closed already";

    /// <summary>Notes what was typed, and why they are called at an hour at which people are not.</summary>
    private void WriteDown(ContactsDbContext db, CallRequest request, string? remark)
    {
        var text = string.Join("\n\n", new[] { remark, Note.Length == 0 ? null : Note }.OfType<string>());
        if (text.Length > 0)
            Desk.Write(db, request, Me, text, Now);
    }

    /// <summary>Does one thing and says where to go then; what is refused is said on the page, with everything that was typed.</summary>
    private async Task<IActionResult> ActAsync(Guid id, Func<ContactsDbContext, CallRequest, string?> act, Func<CallRequest, string>? then = null)
    {
        var (found, problem) = await store.WriteAsync(
            async db => await Desk.FindAsync(db, id, CancellationToken.None) is { } request && MaySee(request) ? (request, act(db, request)) : (null, null),
            CancellationToken.None);
        if (found is null)
            return NotHere();
        bell.Ring();
        return problem is null ? SeeOther(then?.Invoke(found) ?? PathOf(id)) : await AgainAsync(id, problem, StatusCodes.Status409Conflict);
    }

    private async Task<IActionResult> AgainAsync(Guid id, string problem, int status = StatusCodes.Status422UnprocessableEntity)
    {
        Problem = problem;
        return await LoadAsync(id) ? Again(status) : NotHere();
    }

    private Task<bool> LoadAsync(Guid id)
    {
        presence.Looks(id, Me);
        Changes = ChangesEndpoint.Number(store, presence);
        return store.WriteAsync(
            async db =>
            {
                if (await Desk.FindAsync(db, id, CancellationToken.None) is not { } request || !MaySee(request))
                    return false;
                Shown = request;
                await Desk.SeeAsync(db, request, Me, withNumber: IsMine, isSameLook: Request.Query.ContainsKey(StaffAccess.Automatic), Now, CancellationToken.None);
                await db.SaveChangesAsync();
                Names = await StaffNames.ReadAsync(db, CancellationToken.None);
                Forms = [.. request.Submissions.Where(s => s.IsLive).OrderBy(s => s.ReceivedAt)];
                Timeline = await TimelineEntry.ReadAsync(db, id, Names, CancellationToken.None);
                Earlier = await db.CallRequests.AsNoTracking().WithNumber(db, request.Number).Where(r => r.Id != id).OrderByDescending(r => r.OpenedAt).Take(10).ToListAsync();
                var index = db.Keys.IndexOfNumber(request.Number);
                AskedNotToBeCalledBefore = Warning is null && await db.NumberMarks.AnyAsync(m => m.NumberIndex == index && m.Kind == NumberMarkKind.DoNotCall);
                TryAgains = TryAgain.Offer(Site, Words, TimeZoneOf(request), Now, Time.Choice);
                LookedAtBy = [.. presence.Now()[id].Where(who => who != Me && who != Holder).Select(who => Names.Of(who)).Order()];
                return true;
            },
            CancellationToken.None);
    }

    private static IReadOnlyList<string> NamesIn(IEnumerable<Submission> forms) => [.. forms.Select(f => f.Name).OfType<string>().Distinct()];

    private bool MaySee(CallRequest request) => !request.IsHeld || IsSupervisor;

    /// <summary>Erased, deleted, or held for a supervisor: the page says so, and not which.</summary>
    private PageResult NotHere()
    {
        Shown = null!;
        return Again(StatusCodes.Status404NotFound);
    }

    /// <summary>Where the visitor's clock is, by the form sent last.</summary>
    public static string TimeZoneOf(CallRequest request) => request.Submissions.OrderBy(s => s.IsLive).ThenBy(s => s.ReceivedAt).Select(s => s.TimeZone).LastOrDefault() ?? "";
}
