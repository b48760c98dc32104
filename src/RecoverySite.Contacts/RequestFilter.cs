using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>In what state a request is, as lists tell it.</summary>
public enum RequestState
{
    /// <summary>Waiting, to be called later, or held.</summary>
    Open,
    Waiting,
    Later,
    Held,
    Closed,
}

/// <summary>Which requests a list shows. Every part is optional; instants are UTC.</summary>
/// <param name="Because">Why it was closed; narrows <see cref="RequestState.Closed"/>.</param>
/// <param name="By">Staff member who took it last.</param>
/// <param name="Page">Path of the article that led to it.</param>
/// <param name="From">Asked at this instant or later.</param>
/// <param name="Until">Asked before this instant.</param>
public sealed record RequestFilter(RequestState? State, CloseReason? Because, Guid? By, string? Page, DateTimeOffset? From, DateTimeOffset? Until)
{
    /// <summary>Those that match, the latest first. Each part has an index, with the others behind it.</summary>
    public IQueryable<CallRequest> In(ContactsDbContext db, DateTimeOffset now)
    {
        // As a value, for the sake of the index; see Waiting.
        var (held, isHeld) = (false, true);
        IQueryable<CallRequest> requests = db.CallRequests;
        if (State is RequestState.Open or RequestState.Waiting or RequestState.Later or RequestState.Held)
            requests = requests.Where(r => r.ClosedBecause == null);
        if (State is RequestState.Waiting or RequestState.Later)
            requests = requests.Where(r => r.IsHeld == held);
        requests = State switch
        {
            RequestState.Waiting => requests.DueAt(now),
            RequestState.Later => requests.DueAfter(now),
            RequestState.Held => requests.Where(r => r.IsHeld == isHeld),
            RequestState.Closed when Because is null => requests.Where(r => r.ClosedBecause != null),
            _ => requests,
        };
        // Fewest of all led here from one page. SQLite does not know that, and is given no other index to follow then.
        var no = false;
        if (Because is { } because)
            requests = Page is null ? requests.Where(r => r.ClosedBecause == because) : requests.Where(r => r.ClosedBecause == because || no);
        if (By is { } by)
            requests = Page is null ? requests.Where(r => r.ClaimedBy == by) : requests.Where(r => r.ClaimedBy == by || no);
        if (Page is { } page)
            requests = requests.Where(r => r.FromPage == page);
        if (From is { } from)
            requests = requests.Where(r => r.OpenedAt >= from);
        if (Until is { } until)
            requests = requests.Where(r => r.OpenedAt < until);
        return requests.LatestFirst();
    }
}
