using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>The call button and the request link in the words of this moment, the same everywhere on a page.</summary>
/// <param name="Status">As in <c>Open until 9:00 p.m. ET</c>.</param>
/// <param name="RequestUrl">Leads to the form, and tells it which page was read and for whom.</param>
/// <param name="IsForFamily">True where the words are for somebody who worries about another.</param>
public sealed record CallToAction(PhoneLine Line, bool IsOpen, string Status, string RequestUrl, bool IsForFamily)
{
    /// <param name="from">The page that the visitor is on, or null when that tells staff nothing.</param>
    public static CallToAction At(Site site, Instant now, Article? from = null, bool isForFamily = false) =>
        new(
            site.Phone,
            site.Phone.Hours.At(now).IsOpen,
            CallingWords.Status(site.Phone.Hours, now),
            from is { Path.Depth: > 0 } ? $"/request-a-call?from={from.Path.Value}{(isForFamily ? "&for=other" : "")}" : "/request-a-call",
            isForFamily);
}
