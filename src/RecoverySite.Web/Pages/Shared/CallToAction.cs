using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using RecoverySite.Content;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>The call button and the request link in the words of this moment, the same everywhere on a page.</summary>
/// <param name="Status">As in <c>Open until 9:00 p.m. ET</c>.</param>
/// <param name="NextChange">The instant that <paramref name="Status"/> names, if it names one.</param>
/// <param name="RequestUrl">Leads to the form, and tells it which page was read and for whom.</param>
/// <param name="IsForFamily">True where the words are for somebody who worries about another.</param>
/// <param name="DayAndNight">Lines of others, to name beside ours while ours is closed.</param>
/// <param name="Exceptions">Days in the next two weeks with other hours, as sentences without a full stop.</param>
/// <param name="Changes">For a page that is looked at again later: what the words become, and when.</param>
public sealed record CallToAction(
    PhoneLine Line,
    bool IsOpen,
    string Status,
    Instant? NextChange,
    string RequestUrl,
    bool IsForFamily,
    IReadOnlyList<CrisisLine> DayAndNight,
    IReadOnlyList<string> Exceptions,
    IReadOnlyList<CallingChange> Changes)
{
    /// <summary>What a caller meets while the line is closed, as a sentence; null when the provider has not said.</summary>
    public string? WhenClosed => Line.WhenClosed switch
    {
        Content.Calling.WhenClosed.Voicemail => "You can leave a message.",
        Content.Calling.WhenClosed.AnsweringService => "An answering service takes the call and passes it on.",
        Content.Calling.WhenClosed.RingsOut => "The phone rings, and nobody picks it up.",
        _ => null,
    };

    /// <summary><see cref="Changes"/> as a JSON array of [Unix seconds, 1 when open, words, the moment that they name, or null].</summary>
    public string ChangesAsJson => JsonSerializer.Serialize(Changes.Select(c => new object?[] { c.From.ToUnixTimeSeconds(), c.IsOpen ? 1 : 0, c.Status, OnOurClock(c.Next) }));

    /// <summary>RFC 3339, with our offset from UTC at that moment: what a device compares its own with.</summary>
    public string? OnOurClock(Instant? moment) =>
        moment is { } instant ? OffsetDateTimePattern.Rfc3339.Format(instant.InZone(Line.Hours.Zone).ToOffsetDateTime()) : null;

    /// <param name="from">The page that the visitor is on, or null when that tells staff nothing.</param>
    public static CallToAction At(Site site, Instant now, Article? from = null, bool isForFamily = false)
    {
        var line = site.PhoneFor(from);
        var state = line.Hours.At(now);
        return new CallToAction(
            line,
            state.IsOpen,
            CallingWords.Status(line.Hours, now),
            state.NextChange,
            from is { Path.Depth: > 0 } ? $"/request-a-call?from={from.Path.Value}{(isForFamily ? "&for=other" : "")}" : "/request-a-call",
            isForFamily,
            [.. site.CrisisLines.Where(l => l.DayAndNight)],
            [.. CallingWords.Exceptions(line.Hours, now)],
            CallingWords.Changes(line.Hours, now));
    }
}
