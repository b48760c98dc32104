using System.Globalization;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Where a list goes on, as its address has it: the moment and the id of the last row before, <c>ticks.id</c>.</summary>
public static class ListPosition
{
    public static string Of<T>(DateTimeOffset at, T id) => $"{at.UtcTicks}.{id}";

    /// <summary>Null for what is none.</summary>
    public static (DateTimeOffset At, T Id)? Read<T>(string? text)
        where T : IParsable<T> =>
        text?.Split('.') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks && T.TryParse(id, CultureInfo.InvariantCulture, out var last)
            ? (new DateTimeOffset(at, TimeSpan.Zero), last)
            : null;
}
