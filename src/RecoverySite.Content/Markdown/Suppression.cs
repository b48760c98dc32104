using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// <c>&lt;!-- lint-ok LANG001: why --&gt;</c>: an editor's decision that a finding stands. It covers the block below it, or the
/// paragraph that it stands in; above the first words also the front matter and what is said of the page as a whole.
/// </summary>
internal sealed partial record Suppression(string RuleId, int Line, int Column, int FirstLine, int LastLine)
{
    public bool Covers(Finding finding) => finding.Rule.Id == RuleId && finding.Line >= FirstLine && finding.Line <= LastLine;

    public static IReadOnlyList<Suppression> Read(MarkdownDocument document, SourceText source, Report report)
    {
        var suppressions = new List<Suppression>();
        foreach (var comment in document.Descendants<HtmlBlock>().Where(b => b.Type == HtmlBlockType.Comment && b.Parent is not null))
        {
            var siblings = comment.Parent!;
            var next = siblings.Skip(siblings.IndexOf(comment) + 1).FirstOrDefault(b => b is not HtmlBlock { Type: HtmlBlockType.Comment });
            var isOnTop = siblings is MarkdownDocument && siblings.TakeWhile(b => b != comment).All(b => b is HtmlBlock { Type: HtmlBlockType.Comment });
            Add(comment.Lines.ToString(), comment.Span.Start, isOnTop ? 1 : source.At(comment.Span.Start).Line, source.At((next ?? comment).Span.End).Line);
        }
        foreach (var block in document.Descendants<LeafBlock>().Where(b => b.Inline is not null))
        {
            foreach (var comment in block.Inline!.Descendants<HtmlInline>())
                Add(comment.Tag, comment.Span.Start, source.At(block.Span.Start).Line, source.At(block.Span.End).Line);
        }
        return suppressions;

        void Add(string comment, int offset, int firstLine, int lastLine)
        {
            if (!Meant().IsMatch(comment))
                return;
            var (line, column) = source.At(offset);
            var match = Form().Match(comment);
            var ids = match.Groups["rules"].Value.Split(',', StringSplitOptions.TrimEntries);
            if (!match.Success || !ids.All(Rules.All.ContainsKey))
            {
                report.Add(Rules.LintOk, line, column, "A lint-ok names one rule or more and gives the reason: <!-- lint-ok LANG001, LANG004: quoted with consent -->");
                return;
            }
            foreach (var rule in ids.Select(id => Rules.All[id]))
            {
                if (rule.HoldsPage)
                    report.Add(Rules.LintOk, line, column, $"{rule.Id} cannot be set aside: a page with it cannot be shown.");
                else
                    suppressions.Add(new Suppression(rule.Id, line, column, firstLine, lastLine));
            }
        }
    }

    [GeneratedRegex(@"^\s*<!--\s*lint[- _]?ok\b", RegexOptions.IgnoreCase)]
    private static partial Regex Meant();

    [GeneratedRegex(@"^\s*<!--\s*lint-ok\s+(?<rules>[A-Z]+[0-9]{3}(?:\s*,\s*[A-Z]+[0-9]{3})*)\s*:\s*\S.*-->\s*$", RegexOptions.Singleline)]
    private static partial Regex Form();
}
