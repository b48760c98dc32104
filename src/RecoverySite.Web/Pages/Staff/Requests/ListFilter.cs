using Microsoft.AspNetCore.Mvc;
using RecoverySite.Contacts;
using RecoverySite.Content;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>The filters as they stand in the address of the list: good for a bookmark, and nothing of a person in them.</summary>
public sealed record ListFilter
{
    /// <summary>The values of <see cref="State"/> with their words.</summary>
    public static readonly IReadOnlyList<(string Value, string Words)> States =
    [
        ("open", "All open"), ("waiting", "Waiting"), ("later", "To be called later"), ("held", "Held"), ("closed", "All closed"),
        .. Enum.GetValues<CloseReason>().Select(r => (r.ToString().ToLowerInvariant(), $"Closed: {Desk.Words(r)}")),
    ];

    [FromQuery(Name = "state")]
    public string? State { get; init; }

    [FromQuery(Name = "by")]
    public Guid? By { get; init; }

    [FromQuery(Name = "page")]
    public string? Page { get; init; }

    /// <summary>First day on which they asked, ISO 8601, by the clock of the site; so is <see cref="To"/>, the last.</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>Where the list goes on: <c>ticks.id</c> of the last row before.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    public bool IsEmpty => this with { After = null } == new ListFilter();

    /// <summary>What does not make sense in it is left out.</summary>
    public RequestFilter Read(Site site)
    {
        RequestState? state = Enum.TryParse<RequestState>(State, ignoreCase: true, out var s) && Enum.IsDefined(s) ? s : null;
        CloseReason? because = state is null && Enum.TryParse<CloseReason>(State, ignoreCase: true, out var r) && Enum.IsDefined(r) ? r : null;
        return new RequestFilter(
            state,
            because,
            By,
            Page?.Trim(' ', '/') is { Length: > 0 } page ? "/" + page : null,
            Days.Read(From) is { } first ? Days.Begin(site, first) : null,
            Days.Read(To) is { } last ? Days.End(site, last) : null);
    }

    /// <summary>The address of the list with these filters.</summary>
    /// <param name="mark">A word that says who asks.</param>
    public string Url(string? after = null, string? mark = null)
    {
        var query = new[] { ("state", State), ("by", By?.ToString()), ("page", Page), ("from", From), ("to", To), ("after", after), (mark ?? "", mark is null ? null : "1") }
            .Where(q => !string.IsNullOrEmpty(q.Item2))
            .Select(q => KeyValuePair.Create(q.Item1, q.Item2));
        return "/staff/requests" + QueryString.Create(query).ToUriComponent();
    }

    public (DateTimeOffset OpenedAt, Guid Id)? Position => ListPosition.Read<Guid>(After);

    public static string PositionOf(RequestSummary last) => ListPosition.Of(last.OpenedAt, last.Id);
}
