using System.Text;

namespace RecoverySite.Web.Tests.Pages.Staff.Export;

/// <summary>Reads a file as RFC 4180 says, and refuses what it does not: a cell without quotes, a line that ends otherwise.</summary>
internal static class Rfc4180
{
    public static List<List<string>> Read(string text)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        var i = 0;
        while (i < text.Length)
        {
            Assert.Equal('"', text[i++]);
            var cell = new StringBuilder();
            while (text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'))
            {
                cell.Append(text[i]);
                i += text[i] == '"' ? 2 : 1;
            }
            row.Add(cell.ToString());
            i++;
            if (text[i] == ',')
            {
                i++;
                continue;
            }
            Assert.Equal("\r\n", text.Substring(i, 2));
            i += 2;
            rows.Add(row);
            row = [];
        }
        Assert.Empty(row);
        return rows;
    }
}
