using System.Globalization;
using NodaTime;
using NodaTime.Text;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>What the two lists of the form offer: times to be called at, and time zones.</summary>
public static class Choices
{
    private const int DaysOffered = 4;

    /// <summary>The zones of the United States by IANA name.</summary>
    public static readonly IReadOnlyList<(string Id, string Label)> Zones =
    [
        ("America/New_York", "Eastern"),
        ("America/Chicago", "Central"),
        ("America/Denver", "Mountain"),
        ("America/Phoenix", "Arizona"),
        ("America/Los_Angeles", "Pacific"),
        ("America/Anchorage", "Alaska"),
        ("Pacific/Honolulu", "Hawaii"),
    ];

    public static IEnumerable<(string Value, string Label)> Times(OpeningHours hours, Instant now) =>
        CallSlots.Next(hours, now, DaysOffered).Select(slot => (Write(slot), CallingWords.Slot(hours, slot)));

    /// <summary>The chosen span; null for "as soon as possible", for a time that has passed and for one at which nobody answers.</summary>
    public static Interval? ReadTime(string value, OpeningHours hours, Instant now)
    {
        if (value.Split('/') is not [var start, var end]
            || !InstantPattern.General.Parse(start).TryGetValue(default, out var from)
            || !InstantPattern.General.Parse(end).TryGetValue(default, out var until)
            || until <= now || until - from < CallSlots.Shortest
            || !hours.OpenSpans(now).Any(span => span.Start <= from && until <= span.End))
            return null;
        return new Interval(from, until);
    }

    public static string Write(Interval slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{InstantPattern.General.Format(slot.Start)}/{InstantPattern.General.Format(slot.End)}");
}
