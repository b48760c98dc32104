using System.Text.RegularExpressions;
using RecoverySite.Content.Calling;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>PHONE and HOURS: a number or an hour typed by hand is right until the day it changes.</summary>
internal static partial class PhoneNumbers
{
    public static void Check(CheckedPage page, Report report)
    {
        // Without a site.yml that can be read, every number would be a stranger's, and only one thing is wrong.
        if (ReferenceEquals(page.Site, Site.Placeholder))
            return;
        foreach (var passage in page.Passages)
        {
            foreach (Match match in Number().Matches(passage.Text))
            {
                var number = match.Groups["number"];
                var (line, column) = passage.At(number.Index);
                if (page.Site.Numbers.FirstOrDefault(n => DialString.SameNumber(n, number.Value)) is not { } known)
                    report.Add(Rules.UnknownNumber, line, column, $"\"{number.Value}\" looks like a phone number and is not in site.yml. If people may call it, add it to crisis_lines; our own is {{{{phone}}}}.");
                else if (known.Length > 3)
                    report.Add(Rules.TypedNumber, line, column, $"\"{number.Value}\" is typed by hand. Write {(page.Site.PhoneLines.Any(l => l.E164 == known) ? "{{phone}}" : $"[{number.Value}](tel:{known})")}, so that it is right everywhere.");
            }
            foreach (Match match in Hours().Matches(passage.Text))
            {
                if (!passage.Text.Contains(Passage.Number) && !Calling().IsMatch(passage.Text))
                    continue;
                var (line, column) = passage.At(match.Index);
                report.Add(Rules.TypedHours, line, column, $"\"{match.Value}\" is typed by hand. If these are our hours, write {{{{hours}}}}.");
            }
        }
    }

    // Ten digits in a usual grouping, a vanity number, an international number, or a few digits after "call" or "text ... to".
    [GeneratedRegex(
        """
        (?<![\w/.#-])(?:
            (?<number>(?:\+?1[-.\s\u2010-\u2015]?)?(?:\([2-9][0-9]{2}\)|[2-9][0-9]{2})[-./\s\u2010-\u2015]{0,2}[2-9][0-9]{2}[-.\s\u2010-\u2015]{0,2}[0-9]{4})(?=x[0-9]|(?![\w-]))
          | (?<number>(?:1-)?8[0-9]{2}-(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{1,7}(?:-[A-Z0-9]{1,5}){0,2})(?![\w-])
          | (?<number>\+[1-9][0-9]{0,2}(?:[-.\s][0-9]{2,4}){2,4})(?![\w-])
          | (?i:call|dial)(?:\s(?:us|at|us\sat))?\s+(?<number>[0-9]{3})(?![\w-])
          | (?i:text)\s[^.]{0,40}?\b(?<number>[0-9]{5,6})(?![\w-])
        )
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Number();

    [GeneratedRegex(@"\b[0-9]{1,2}(?::[0-9]{2})?\s*(?:[ap]\.?m\.?)?\s*(?:-|–|to|until|till)\s*[0-9]{1,2}(?::[0-9]{2})?\s*[ap]\.?m\b\.?", RegexOptions.IgnoreCase)]
    private static partial Regex Hours();

    [GeneratedRegex(@"\b(?:answer\w*|call|calling|hours|line|lines|open|phone|reach us)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Calling();
}
