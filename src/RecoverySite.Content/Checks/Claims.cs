using System.Text.RegularExpressions;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>CLAIM: promises about treatment are unlawful where they mislead (15 U.S.C. § 45d), and they hurt whoever believes them.</summary>
internal static partial class Claims
{
    public static void Check(CheckedPage page, Report report)
    {
        var hasSources = page.Front is null or { Sources.Count: > 0 } || page.Body.Document.Descendants<Footnote>().Any();
        foreach (var passage in page.Passages.Where(p => !p.IsQuotation))
        {
            foreach (Match match in Promise().Matches(passage.Text))
            {
                if (Denied().IsMatch(passage.Text[Math.Max(0, match.Index - 60)..match.Index]))
                    continue;
                Found(Rules.Claim, passage, match, $"\"{match.Value}\" promises or praises what nobody can promise. Say what the treatment does, and in which study.");
            }
            if (hasSources)
                continue;
            foreach (Match match in Figure().Matches(passage.Text))
                Found(Rules.UnsourcedFigure, passage, match, $"\"{match.Value}\" is a figure without a source. Add the document to \"sources\" in the front matter, or take the figure out.");
        }

        void Found(Rule rule, Passage passage, Match match, string message)
        {
            var (line, column) = passage.At(match.Index);
            report.Add(rule, line, column, message);
        }
    }

    [GeneratedRegex(
        """
        \b(?:
            (?<!loan\ )guarantee[ds]?
          | cure[ds]?(?!\ Act\b)
          | (?:success|recovery)\ rates?
          | painless(?:ly)?\ (?:detox\w*|withdraw\w*|treatment|process|recovery)
          | miracle
          | instant(?:ly)?\ (?:relief|results)
          | (?:best|finest|leading|premier|top|top-rated|number\ one|world-class)\ (?!(?:practices?|fit|ways?|way|time)\b)(?:[\w-]+\ ){0,3}(?:rehabs?|clinics?|cent(?:er|re)s?|facilit(?:y|ies)|programs?|providers?|treatment\ in)
          | [0-9]+\ ?(?:%|percent)\ (?:success|effective|sober)
        )\b
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Promise();

    [GeneratedRegex(@"\b(?:no|not|never|nobody|cannot|without|nor|neither|unable|impossible|[a-z]+n['’]t)\b[^.!?;:]{0,25}$", RegexOptions.IgnoreCase)]
    private static partial Regex Denied();

    [GeneratedRegex(@"\b[0-9]+(?:\.[0-9]+)?(?: ?%| percent\b)|\b(?:[0-9]+|one|two|three|four|nine) (?:in|out of) (?:[0-9]+|two|three|four|five|ten)\b(?: (?:people|adults|persons|patients))", RegexOptions.IgnoreCase)]
    private static partial Regex Figure();
}
