using RecoverySite.Web.Pages.Staff.Export;

namespace RecoverySite.Web.Tests.Pages.Staff.Export;

public sealed class CsvTests
{
    [Theory]
    [InlineData("=1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@A1")]
    [InlineData("\uFF1D1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20A1")]
    [InlineData(" =1+1")]
    [InlineData("\t=1")]
    [InlineData("\u00A0=1")]
    [InlineData("\u200B=1")]
    [InlineData("\tx")]
    [InlineData("\rx")]
    [InlineData("\nx")]
    [InlineData("\0x")]
    [InlineData("\n\n@A1")]
    public void What_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe_in_front(string text) =>
        Assert.Equal([["before", "'" + text, "after"]], Rfc4180.Read(Csv.Line(["before", text, "after"])));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\n=1")]
    [InlineData("a\r\n=1")]
    [InlineData("\"")]
    [InlineData("\"\"=1")]
    [InlineData(",")]
    [InlineData("a,b\",\"c")]
    [InlineData("(216) 555-0123")]
    [InlineData("2026-11-24T10:02:00-05:00")]
    [InlineData("1=1")]
    public void Anything_else_comes_out_as_it_went_in(string text) => Assert.Equal([["before", text, "after"]], Rfc4180.Read(Csv.Line(["before", text, "after"])));
}
