using System.Globalization;
using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>A time that is offered to call again at: within our hours, and at a decent hour where the visitor is.</summary>
/// <param name="Label">In our time and in theirs.</param>
public sealed record TryAgain(string Value, string Label)
{
    private const int DaysOffered = 4;
    private static readonly TimeSpan Soonest = TimeSpan.FromHours(1);

    /// <summary>In an hour while we are open, then the mornings, afternoons and evenings of the next days.</summary>
    /// <param name="chosen">An earlier offer that was chosen in a form that came back; offered again, although the minutes have moved on.</param>
    public static IReadOnlyList<TryAgain> Offer(Site site, StaffWords words, string theirZone, DateTimeOffset now, string? chosen)
    {
        var hours = site.Phone.Hours;
        var inAnHour = now + Soonest;
        var times = CallSlots.Next(hours, Instant.FromDateTimeOffset(now), DaysOffered).Select(slot => slot.Start.ToDateTimeOffset()).Where(start => start > inAnHour);
        if (hours.At(Instant.FromDateTimeOffset(inAnHour)).IsOpen)
            times = times.Prepend(inAnHour);
        if (DateTimeOffset.TryParseExact(chosen, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var before) && before > now && before - now < TimeSpan.FromDays(14))
            times = times.Append(before).Distinct().Order();
        return [.. times.Where(time => StaffWords.IsDecentHour(theirZone, time)).Select(time => new TryAgain(Write(time), Capital(words.Both(theirZone, time))))];
    }

    private static string Write(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
