using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;
using RecoverySite.Content;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>A time to call again as the form has it: one that was offered, one that was typed, or none.</summary>
public sealed record TypedTime
{
    /// <summary>In place of an offered time: nobody calls again.</summary>
    public const string Never = "never";

    /// <summary>In place of an offered time: the day and the time that were typed.</summary>
    public const string Other = "other";

    /// <summary>Whose clock a typed time is read by, when it is ours.</summary>
    public const string Ours = "ours";

    public const int LongestWhy = 300;

    /// <summary>How far ahead a time may be.</summary>
    public static readonly TimeSpan Latest = TimeSpan.FromDays(60);

    [FromForm(Name = "again")]
    public string? Choice { get; init; }

    [FromForm(Name = "day")]
    public string? Day { get; init; }

    [FromForm(Name = "time")]
    public string? Time { get; init; }

    [FromForm(Name = "clock")]
    public string? Clock { get; init; }

    /// <summary>Why it has to be at night where they are, or while we are closed.</summary>
    [FromForm(Name = "why")]
    public string? Why { get; init; }

    /// <summary>What was agreed.</summary>
    /// <param name="At">UTC; null when nobody calls again.</param>
    /// <param name="Zone">IANA zone of the clock that it was read by.</param>
    /// <param name="Remark">Why it is at an hour at which people are not called, as a sentence for colleagues; null at any other hour.</param>
    public sealed record Agreed(DateTimeOffset? At, string? Zone, string? Remark);

    /// <returns>Null with a problem in words; what was typed stands in the form again then.</returns>
    public Agreed? Read(string theirZone, Site site, StaffWords words, DateTimeOffset now, out string problem)
    {
        problem = "";
        if (Choice != Other && (Day?.Length > 0 || Time?.Length > 0))
        {
            problem = "A day or a time is typed, and something else is chosen above it. Choose \"Another time\", or clear what is typed";
            return null;
        }
        if (Choice == Never)
            return new Agreed(null, null, null);
        var zone = Choice == Other && Clock == Ours ? site.Zone : StaffWords.Zone(theirZone);
        if ((Choice == Other ? Typed(zone) : Offered()) is not { } at)
        {
            problem = Choice == Other ? "Enter the day and the time at which to call again" : "Choose when to call again";
            return null;
        }
        var why = Why?.Trim() is { Length: > 0 } said ? said : null;
        if (at <= now)
            problem = "That time has passed. Choose one that is still to come";
        else if (at > now + Latest)
            problem = $"That is more than {Latest.Days} days away. Choose a time before that";
        else if (why?.Length > LongestWhy)
            problem = $"Shorten the reason to {LongestWhy} characters";
        else if (!StaffWords.IsDecentHour(theirZone, at) && why is null)
            problem = $"It would be {words.TheirTime(theirZone, at)} where they are, and people are called between 8 in the morning and 9 in the evening. Choose another time, or say why it has to be this one";
        else if (!IsOpen(site, at) && why is null)
            problem = $"We are closed {words.On(at)}, and nobody may be here to call. Choose another time, or say why it has to be this one";
        if (problem.Length > 0)
            return null;
        var when = !StaffWords.IsDecentHour(theirZone, at) ? "at night where they are" : !IsOpen(site, at) ? "while we are closed" : null;
        return new Agreed(at, zone.Id, when is null ? null : $"To be called {when}, because: {why}");
    }

    private static bool IsOpen(Site site, DateTimeOffset at) => site.Phone.Hours.At(Instant.FromDateTimeOffset(at)).IsOpen;

    private DateTimeOffset? Offered() =>
        DateTimeOffset.TryParseExact(Choice, "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToUniversalTime() : null;

    /// <summary>A time that the clock skips moves to the first that exists; of one that comes twice the first counts.</summary>
    private DateTimeOffset? Typed(DateTimeZone zone) =>
        LocalDatePattern.Iso.Parse(Day ?? "").TryGetValue(default, out var day) && LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(Time ?? "").TryGetValue(default, out var time)
            ? (day + time).InZone(zone, Resolvers.LenientResolver).ToDateTimeOffset().ToUniversalTime()
            : null;
}
