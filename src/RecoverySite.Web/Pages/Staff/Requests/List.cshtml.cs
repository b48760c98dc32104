using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Pages.Staff.Live;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>
/// Every request that there still is, the latest first: to look one up, to see what became of many, and to tidy. What is searched for
/// may be somebody's number, so it is posted and never part of an address. Numbers are masked, so a look is no audit entry.
/// </summary>
public sealed class ListModel(CurrentContent content, TimeProvider clock, ContactsStore store, NoticeBell bell, Presence presence) : StaffPage(content, clock)
{
    private const int PageSize = 50;

    private readonly ContentLibrary library = content.Library;

    public ListFilter Filter { get; private set; } = new();

    public IReadOnlyList<ListRow> Rows { get; private set; } = [];

    public string? GoesOn { get; private set; }

    public IReadOnlyList<KeyValuePair<Guid, string>> Staff { get; private set; } = [];

    /// <summary>As the page compares it with what the desk says every two seconds.</summary>
    public string Changes { get; private set; } = "";

    /// <summary>What was searched for; null on the list itself.</summary>
    public string? Sought { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>A note that was typed for those selected.</summary>
    public string Note { get; private set; } = "";

    /// <summary>What was done on the page before.</summary>
    public string? Done { get; private set; }

    public Task OnGetAsync([FromQuery] ListFilter filter, [FromQuery] int? closed, [FromQuery] int? left, CancellationToken cancel)
    {
        Filter = filter with { Page = AddressOf(filter.Page) };
        if (Days.Read(filter.From) > Days.Read(filter.To))
            Problem = "The first day is after the last, so nobody can have asked then. Choose them again";
        if (closed is { } n)
            Done = $"{(n == 1 ? "1 request was" : $"{n} requests were")} closed.{(left > 0 ? $" {left} stayed as they were, because they were closed already, somebody has them, or they have changed since you saw them." : "")}";
        return LoadAsync(cancel);
    }

    /// <summary>By number in any form, its last four digits, a reference or a day.</summary>
    public async Task<IActionResult> OnPostFindAsync([FromForm] string? find, CancellationToken cancel)
    {
        Sought = find?.Trim() ?? "";
        if (DayOf(Sought) is { } day)
            return SeeOther(new ListFilter { From = day, To = day }.Url());
        var isLastFour = Sought.Length == 4 && Sought.All(char.IsAsciiDigit);
        await ReadAsync(
            db => isLastFour ? db.CallRequests.WithLastFour(db, Sought)
                : PhoneNumber.Parse(Sought) is { } number ? db.CallRequests.WithNumber(db, number.E164)
                : db.CallRequests.WithReference(db, Sought),
            cancel);
        if (Rows.Count == 1)
            return SeeOther(RequestModel.PathOf(Rows[0].Id));
        if (Rows.Count > 0)
            return Page();
        Problem = Sought.Length == 0
            ? "Enter a phone number, its last four digits, a reference or a day"
            : "Nothing is stored under that. Names cannot be searched. A number may have any form, a reference is like 7KQF-2M9X, a day like 11/24/2026";
        return Again(StatusCodes.Status422UnprocessableEntity);
    }

    /// <param name="id">Each as <see cref="ListRow.Seen"/> has it: nobody is closed as what they were not any more.</param>
    public async Task<IActionResult> OnPostCloseAsync([FromQuery] ListFilter filter, [FromForm] string[] id, [FromForm] string? reason, [FromForm] string? note)
    {
        (Filter, Note) = (filter, KeptText.Clean(note));
        var isReason = Enum.TryParse<CloseReason>(reason, out var because) && because is CloseReason.CalledUs or CloseReason.NotNeeded or CloseReason.Spam;
        Problem = !IsSupervisor ? "Only a supervisor can close several at once" : id.Length == 0 ? "Select the requests to close" : !isReason ? "Choose why they are closed"
            : because == CloseReason.NotNeeded && Note.Length == 0 ? "Say in the note why no call is needed"
            : Note.Length > KeptText.Longest ? $"Shorten your note to {KeptText.Longest} characters. It has {Note.Length}" : null;
        if (Problem is not null)
        {
            await LoadAsync(CancellationToken.None);
            return Again(StatusCodes.Status422UnprocessableEntity);
        }
        var closed = await store.WriteAsync(
            async db =>
            {
                var ids = id.Select(seen => Guid.TryParse(seen.Split('.')[0], out var which) ? which : Guid.Empty).ToList();
                var requests = await db.CallRequests.Include(r => r.Submissions).Include(r => r.Attempts).AsSplitQuery().Where(r => ids.Contains(r.Id)).ToListAsync();
                var those = requests.Where(r => id.Contains(ListRow.SeenAs(r)) && Desk.Close(db, r, Me, because, Now)).ToList();
                if (Note.Length > 0)
                    those.ForEach(r => Desk.Write(db, r, Me, Note, Now));
                return those.Count;
            },
            CancellationToken.None);
        bell.Ring();
        var url = filter.Url(filter.After);
        return SeeOther($"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}closed={closed}&left={id.Length - closed}");
    }

    /// <summary>The address of the page that was meant: by its whole address, its last part, or its title. What is none of them stays as it was typed.</summary>
    private string? AddressOf(string? typed)
    {
        var sought = Uri.TryCreate(typed, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https" ? whole.AbsolutePath : typed?.Trim();
        if (string.IsNullOrEmpty(sought) || sought.StartsWith('/'))
            return sought;
        bool Is(string text) => text.Equals(sought.Trim('/'), StringComparison.OrdinalIgnoreCase);
        return library.Files.Select(f => f.Article).OfType<Article>().FirstOrDefault(a => Is(a.Front.Title) || Is(a.Path.Value) || Is(a.Path.Value.Split('/')[^1]))?.Path.Url ?? sought;
    }

    /// <summary>As filters have it; null for what is no day.</summary>
    private string? DayOf(string typed)
    {
        var today = Days.Of(Site, Now);
        return typed.ToLowerInvariant() switch
        {
            "today" => Days.Write(today),
            "yesterday" => Days.Write(today.AddDays(-1)),
            _ => Days.ReadAny(typed, today) is { } day ? Days.Write(day) : null,
        };
    }

    private Task LoadAsync(CancellationToken cancel) =>
        ReadAsync(
            db =>
            {
                var matching = Filter.Read(Site).In(db, Now);
                return Filter.Position is var (opened, last) ? matching.Where(r => r.OpenedAt <= opened && (r.OpenedAt < opened || r.Id < last)) : matching;
            },
            cancel);

    private async Task ReadAsync(Func<ContactsDbContext, IQueryable<CallRequest>> which, CancellationToken cancel)
    {
        Changes = ChangesEndpoint.Number(store, presence);
        var names = await store.ReadAsync(db => StaffNames.ReadAsync(db, cancel), cancel);
        var found = await store.ReadAsync(
            db =>
            {
                var (requests, held) = (which(db), false);
                // What is held is for supervisors to look at.
                if (!IsSupervisor)
                    requests = requests.Where(r => r.IsHeld == held);
                return RequestSummary.ReadAsync(db, requests.LatestFirst().Take(PageSize + 1), cancel);
            },
            cancel);
        var looking = presence.Now();
        Rows = [.. found.Take(PageSize).Select(r => ListRow.Of(r, QueueRow.Of(r, names, looking, Me, Now), names, Now))];
        GoesOn = found.Count > PageSize && Sought is null ? Filter.Url(ListFilter.PositionOf(found[PageSize - 1])) : null;
        Staff = [.. names.All];
    }
}
