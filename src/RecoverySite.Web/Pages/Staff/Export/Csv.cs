using System.Globalization;

namespace RecoverySite.Web.Pages.Staff.Export;

/// <summary>
/// Lines of RFC 4180 with every cell in quotes. A cell that a spreadsheet would take for a formula gets an apostrophe in front,
/// as OWASP ASVS 5.0, requirement 1.2.10, asks; also behind spaces and marks that nobody sees, and in full-width letters.
/// </summary>
public static class Csv
{
    private const string BeginsFormula = "=+-@\uFF1D\uFF0B\uFF0D\uFF20", NeverFirst = "\t\r\n\0";

    public static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string text) => $"\"{(IsFormula(text) ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static bool IsFormula(string text) =>
        text.Length > 0 && (NeverFirst.Contains(text[0], StringComparison.Ordinal) || text.SkipWhile(IsUnseen).Take(1).Any(c => BeginsFormula.Contains(c, StringComparison.Ordinal)));

    private static bool IsUnseen(char c) => char.IsWhiteSpace(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;
}
