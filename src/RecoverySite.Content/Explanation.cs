using NodaTime;
using RecoverySite.Content.Calling;

namespace RecoverySite.Content;

/// <summary>Says in plain words whether a page is public, why, and when that changes.</summary>
public static class Explanation
{
    public static string Of(ContentFile file, Site site, Instant now)
    {
        if (file.Article is not { } article)
            return "Not public: the file cannot be shown as it is, and no earlier version of it is known here. What is wrong stands below.";
        var words = OfState(article, site, now);
        return file.LastGoodSince is { } since
            ? $"{words} This is an earlier version: the file was changed on {Moment(since, site)} and cannot be shown as it is."
            : words;
    }

    private static string OfState(Article article, Site site, Instant now)
    {
        var front = article.Front;
        var at = $"at {article.Path}";
        return article.StateAt(now) switch
        {
            PublicState.Draft when front.PublicFrom > now => $"Not public: \"draft: true\" stands in the front matter. Without it the page would go public on {Moment(front.PublicFrom, site)}, {Until(front.PublicFrom - now)}.",
            PublicState.Draft => $"Not public: \"draft: true\" stands in the front matter. Without it the page would be public at once, {at}.",
            PublicState.Gone => $"Not public: \"gone: true\" stands in the front matter. Its address, {article.Path}, says that the page was taken down for good.",
            PublicState.Scheduled => $"Not public yet: \"publish\" is {Moment(front.PublicFrom, site)}, {Until(front.PublicFrom - now)}. Then it is public {at}.",
            PublicState.Expired => $"No longer public: \"expires\" was {Moment(front.PublicUntil!.Value, site)}. Its address, {article.Path}, says that the page was taken down.",
            _ when front.PublicUntil is { } end => $"Public {at} since {Moment(front.PublicFrom, site)}, until \"expires\" on {Moment(end, site)}, {Until(end - now)}.",
            _ => $"Public {at} since {Moment(front.PublicFrom, site)}, and nothing ends it.",
        };
    }

    private static string Moment(Instant instant, Site site)
    {
        var local = instant.InZone(site.Zone);
        var date = CallingWords.DateWithYear(local.Date);
        return local.TimeOfDay == LocalTime.Midnight ? date : $"{date}, {CallingWords.Time(local.TimeOfDay)} {site.Phone.Hours.ZoneName}";
    }

    private static string Until(Duration left) => left switch
    {
        { TotalDays: >= 2 } => $"in {(int)Math.Round(left.TotalDays)} days",
        { TotalHours: >= 2 } => $"in {(int)Math.Round(left.TotalHours)} hours",
        { TotalMinutes: >= 1.5 } => $"in {(int)Math.Round(left.TotalMinutes)} minutes",
        _ => "in a minute",
    };
}
