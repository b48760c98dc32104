using System.Globalization;
using NodaTime;
using NodaTime.Text;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>The times to be called at that the form offers.</summary>
public static class Choices
{
    private const int DaysOffered = 4;

    /// <param name="zone">The visitor's, by its IANA name: where its clocks show another time, that stands beside ours.</param>
    public static IEnumerable<(string Value, string Label)> Times(OpeningHours hours, Instant now, string zone) =>
        CallSlots.Next(hours, now, DaysOffered).Select(slot => (Write(slot), Label(hours, slot, zone)));

    public static string Label(OpeningHours hours, Interval slot, string zone)
    {
        var theirs = VisitorZones.All.Any(z => z.Id == zone) ? DateTimeZoneProviders.Tzdb[zone] : hours.Zone;
        var words = CallingWords.Slot(hours, slot);
        return theirs.GetUtcOffset(slot.Start) == hours.Zone.GetUtcOffset(slot.Start)
            ? words
            : $"{words} ({CallingWords.Time(slot.Start.InZone(theirs).TimeOfDay)} to {CallingWords.Time(slot.End.InZone(theirs).TimeOfDay)} {VisitorZones.Label(zone)})";
    }

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

    /// <summary>How far a zone's clocks are ahead of UTC in January and July of this year, in minutes.</summary>
    public static string Clocks(string zone, Instant now)
    {
        var theirs = DateTimeZoneProviders.Tzdb[zone];
        int Minutes(int month) => theirs.GetUtcOffset(Instant.FromUtc(now.InUtc().Year, month, 1, 0, 0)).Seconds / 60;
        return string.Create(CultureInfo.InvariantCulture, $"{Minutes(1)},{Minutes(7)}");
    }
}
