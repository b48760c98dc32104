using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Retention;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Upkeep;

/// <summary>When people asked and how long they waited, by the clock of the site and in minutes in which we were open.</summary>
public sealed class Waits(CurrentContent content)
{
    public PastRequest Of(CallRequest request) => Of(request.OpenedAt, request.WaitingSince, request.FromPage, request.FirstCalledAt, request.FirstReachedAt);

    /// <param name="open">Of a stretch of time that all these moments are in, when there are many to ask for.</param>
    public PastRequest Of(DateTimeOffset openedAt, DateTimeOffset waitingSince, string? page, DateTimeOffset? calledAt, DateTimeOffset? reachedAt, OpenTime? open = null)
    {
        var site = content.Library.Site;
        var opened = Instant.FromDateTimeOffset(openedAt).InZone(site.Zone);
        return PastRequest.Of(opened.Date.ToDateOnly(), opened.Hour, page, OpenMinutes(waitingSince, calledAt, open), OpenMinutes(waitingSince, reachedAt, open));
    }

    /// <summary>When we were open within a stretch of time, for whoever asks about many moments in it.</summary>
    public OpenTime Within(DateTimeOffset start, DateTimeOffset end) => new(content.Library.Site.Phone.Hours, Instant.FromDateTimeOffset(start), Instant.FromDateTimeOffset(end));

    /// <summary>Whole minutes in which we were open; null when it has not come to an end.</summary>
    /// <inheritdoc cref="Of(DateTimeOffset, DateTimeOffset, string?, DateTimeOffset?, DateTimeOffset?, OpenTime?)"/>
    public int? OpenMinutes(DateTimeOffset from, DateTimeOffset? until, OpenTime? open = null)
    {
        if (until is null)
            return null;
        var (start, end) = (Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(until.Value));
        return (int)(open?.Between(start, end) ?? content.Library.Site.Phone.Hours.OpenTimeBetween(start, end)).TotalMinutes;
    }
}
