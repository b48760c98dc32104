using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace RecoverySite.Content.Calling;

/// <summary>A day that comes again each year: a date, or a weekday of a month such as the fourth Thursday of November.</summary>
public sealed partial record YearlyDay
{
    private static readonly string[] Places = ["first", "second", "third", "fourth", "last"];

    private readonly AnnualDate? date;
    private readonly (int Weeks, IsoDayOfWeek Weekday, int Month) place;

    private YearlyDay(AnnualDate date) => this.date = date;

    private YearlyDay(int weeks, IsoDayOfWeek weekday, int month) => place = (weeks, weekday, month);

    /// <summary>29 February is 28 February where there is none.</summary>
    public LocalDate InYear(int year)
    {
        if (date is { } same)
            return same.InYear(year);
        var first = new LocalDate(year, place.Month, 1);
        return place.Weeks == Places.Length - 1
            ? first.With(DateAdjusters.EndOfMonth).With(DateAdjusters.PreviousOrSame(place.Weekday))
            : first.With(DateAdjusters.NextOrSame(place.Weekday)).PlusWeeks(place.Weeks);
    }

    /// <summary>Reads <c>12-25</c>, <c>fourth Thursday of November</c> or <c>last Monday of May</c>. Null when it is none of them.</summary>
    internal static YearlyDay? Parse(string text)
    {
        if (AnnualDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
            return new YearlyDay(date);
        if (WeekdayOfMonth().Match(text) is not { Success: true } match
            || !Enum.TryParse<IsoDayOfWeek>(match.Groups["weekday"].Value, ignoreCase: true, out var weekday)
            || !LocalDatePattern.CreateWithInvariantCulture("d MMMM yyyy").Parse($"1 {match.Groups["month"].Value} 2000").TryGetValue(default, out var month))
            return null;
        return new YearlyDay(Array.IndexOf(Places, match.Groups["place"].Value), weekday, month.Month);
    }

    [GeneratedRegex("^(?<place>first|second|third|fourth|last) (?<weekday>[A-Za-z]+day) of (?<month>[A-Za-z]+)$")]
    private static partial Regex WeekdayOfMonth();
}
