using NodaTime;
using NodaTime.Text;

namespace RecoverySite.Content.Calling;

/// <summary>Whole days of local time with hours of their own: one day, several in a row, or the same day of every year.</summary>
/// <param name="From">First day; of <see cref="EveryYear"/> null.</param>
/// <param name="Until">Last day, itself included.</param>
/// <param name="EveryYear">Null for a dated exception.</param>
/// <param name="Reason">Reads on after "closed for", as in <c>Thanksgiving</c>.</param>
/// <param name="Ranges">What opens on such a day. None means closed.</param>
/// <param name="EndsTheNightBefore">True when a range that began the evening before ends at midnight; otherwise it runs on.</param>
public sealed record SpecialHours(LocalDate? From, LocalDate? Until, YearlyDay? EveryYear, string Reason, IReadOnlyList<OpeningRange> Ranges, bool EndsTheNightBefore)
{
    /// <summary>Where it stands in <c>site.yml</c>: line and column, 1-based.</summary>
    internal (int Line, int Column) Place { get; init; }

    public bool IsClosed => Ranges.Count == 0;

    public bool IsOn(LocalDate date) => EveryYear is { } yearly ? yearly.InYear(date.Year) == date : From <= date && date <= Until;

    /// <summary>Reads <c>2026-11-26</c>, <c>2026-12-24 to 2027-01-01</c> or a <see cref="YearlyDay"/>. Null when it is none of them.</summary>
    internal static (LocalDate? From, LocalDate? Until, YearlyDay? EveryYear)? ParseDays(string text)
    {
        if (YearlyDay.Parse(text) is { } yearly)
            return (null, null, yearly);
        var ends = text.Split(" to ");
        return ends.Length <= 2
            && LocalDatePattern.Iso.Parse(ends[0]).TryGetValue(default, out var from)
            && LocalDatePattern.Iso.Parse(ends[^1]).TryGetValue(default, out var until)
            && from <= until
            ? (from, until, null)
            : null;
    }
}
