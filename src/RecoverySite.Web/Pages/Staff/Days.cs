using System.Globalization;
using NodaTime;
using RecoverySite.Content;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Days as forms and addresses name them, <c>2026-11-24</c>, by the clock of the site.</summary>
public static class Days
{
    private const string Form = "yyyy-MM-dd";

    private static readonly DateOnly First = new(2000, 1, 1), Last = new(2999, 12, 31);

    /// <summary>Null for what is no day, or none in which anything can have happened.</summary>
    public static DateOnly? Read(string? typed) =>
        DateOnly.TryParseExact(typed, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= First && day <= Last ? day : null;

    /// <summary>Also as people write a day, <c>11/24</c> or <c>Nov 24, 2026</c>; without a year the last one of that name until <paramref name="today"/>.</summary>
    public static DateOnly? ReadAny(string typed, DateOnly today)
    {
        if (Read(typed) is { } day)
            return day;
        if (DateOnly.TryParseExact(typed, ["M/d/yyyy", "M/d/yy", "MMMM d, yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMM d yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var dated))
            return dated >= First ? dated : null;
        // A leap year, so that February 29 is a day at all.
        return DateTime.TryParseExact($"{typed} 2000", ["M/d yyyy", "MMMM d yyyy", "MMM d yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var yearless)
            ? Enumerable.Range(0, 8).Select(back => today.Year - back).Where(year => yearless.Day <= DateTime.DaysInMonth(year, yearless.Month)).Select(year => new DateOnly(year, yearless.Month, yearless.Day)).First(d => d <= today)
            : null;
    }

    public static string Write(DateOnly day) => day.ToString(Form, CultureInfo.InvariantCulture);

    public static DateOnly Of(Site site, DateTimeOffset moment) => Instant.FromDateTimeOffset(moment).InZone(site.Zone).Date.ToDateOnly();

    public static DateTimeOffset Begin(Site site, DateOnly day) => site.Zone.AtStartOfDay(LocalDate.FromDateOnly(day)).ToDateTimeOffset();

    /// <summary>The first moment of the next day.</summary>
    public static DateTimeOffset End(Site site, DateOnly day) => Begin(site, day.AddDays(1));
}
