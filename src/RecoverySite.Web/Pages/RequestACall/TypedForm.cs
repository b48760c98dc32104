using System.Globalization;
using System.Text;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>What a visitor typed, cleaned of what no person types and otherwise left as it is, so that it can be shown again.</summary>
public sealed record TypedForm
{
    public string Phone { get; init; } = "";
    public string Name { get; init; } = "";
    public string For { get; init; } = "";
    public string When { get; init; } = "";
    public string Zone { get; init; } = "";
    public string Voicemail { get; init; } = "";
    public string SayWho { get; init; } = "";
    public string Text { get; init; } = "";
    public string Note { get; init; } = "";
    public string Token { get; init; } = "";
    public string ConsentHash { get; init; } = "";
    public string From { get; init; } = "";

    /// <summary>A field that people never see: whoever fills it in is a program.</summary>
    public string Trap { get; init; } = "";

    public static TypedForm Read(IFormCollection form)
    {
        string Line(string name) => Clean(form[name].FirstOrDefault() ?? "", keepLines: false);
        return new TypedForm
        {
            Phone = Line("phone"),
            Name = Line("name"),
            For = Line("for"),
            When = Line("when"),
            Zone = Line("zone"),
            Voicemail = Line("voicemail"),
            SayWho = Line("say-who"),
            Text = Line("text"),
            Note = Clean(form["note"].FirstOrDefault() ?? "", keepLines: true),
            Token = Line("token"),
            ConsentHash = Line("consent"),
            From = Line("from"),
            Trap = Line("reserved"),
        };
    }

    /// <summary>Without control characters and the marks that turn text around; line ends become one kind.</summary>
    private static string Clean(string text, bool keepLines)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            if (c == '\n')
                clean.Append(keepLines ? '\n' : ' ');
            else if (c == '\t')
                clean.Append(' ');
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Control && c is not (>= '\u202A' and <= '\u202E') and not (>= '\u2066' and <= '\u2069'))
                clean.Append(c);
        }
        return clean.ToString().Trim();
    }
}
