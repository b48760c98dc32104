using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Retention;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Upkeep;

/// <summary>When people asked and how long they waited, by the clock of the site and in minutes in which we were open.</summary>
public sealed class Waits(CurrentContent content)
{
    public PastRequest Of(CallRequest request) => Of(request.OpenedAt, request.WaitingSince, request.FromPage, request.FirstCalledAt, request.FirstReachedAt);

    public PastRequest Of(DateTimeOffset openedAt, DateTimeOffset waitingSince, string? page, DateTimeOffset? calledAt, DateTimeOffset? reachedAt)
    {
        var site = content.Library.Site;
        var opened = Instant.FromDateTimeOffset(openedAt).InZone(site.Zone);
        return PastRequest.Of(opened.Date.ToDateOnly(), opened.Hour, page, OpenMinutes(waitingSince, calledAt), OpenMinutes(waitingSince, reachedAt));
    }

    /// <summary>Whole minutes in which we were open; null when it has not come to an end.</summary>
    public int? OpenMinutes(DateTimeOffset from, DateTimeOffset? until) =>
        until is { } end ? (int)content.Library.Site.Phone.Hours.OpenTimeBetween(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(end)).TotalMinutes : null;
}
