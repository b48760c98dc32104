using System.Globalization;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>READ: whether a tired person can follow.</summary>
internal static class Reading
{
    private const int LongestSentence = 25;
    private const int LongSentence = 20;
    private const int LongestParagraph = 4;
    private const int ShortestItem = 5;

    /// <summary>Below so many words a grade says more about chance than about the text.</summary>
    private const int ShortestText = 100;

    private const int ShortestCards = 30;

    public static void Check(CheckedPage page, Report report)
    {
        var texts = page.Body.Passages.Where(p => p.IsBody && p.Kind != PassageKind.Cell && !p.IsQuotation).Select(p => new Prose(p)).Where(p => p.Words > 0).ToList();
        foreach (var (passage, sentences) in texts.Select(t => (t.Passage, t.Sentences)))
        {
            foreach (var (start, length) in sentences)
            {
                var words = Readability.Words(passage.Text.AsSpan(start, length));
                if (words <= LongSentence)
                    continue;
                var (line, column) = passage.At(start);
                report.Add(Rules.LongSentence, line, column, $"This sentence has {words} words. Make two of it.", words > LongestSentence ? Severity.Error : Severity.Note);
            }
            if (passage.Kind == PassageKind.Paragraph && sentences.Count > LongestParagraph)
                report.Add(Rules.LongParagraph, passage.Line, passage.Column, $"This paragraph has {sentences.Count} sentences. Up to {LongestParagraph} are easy to hold on to.");
        }

        var prose = texts.Where(p => p.Passage.Kind != PassageKind.ListItem || p.Words >= ShortestItem).ToLookup(p => Containers.IsCard(p.Passage.Container));
        Grade(page, report, [.. prose[false]], "The text", target: 8, limit: 10, ShortestText);
        Grade(page, report, [.. prose[true]], "The text of the cards", target: 6, limit: 8, ShortestCards);
    }

    private sealed class Prose(Passage passage)
    {
        public Passage Passage => passage;

        public int Words { get; } = Readability.Words(passage.Text);

        public IReadOnlyList<(int Start, int Length)> Sentences { get; } = Readability.Sentences(passage.Text);
    }

    private static void Grade(CheckedPage page, Report report, List<Prose> texts, string what, int target, int limit, int shortest)
    {
        if (texts.Sum(p => p.Words) < shortest)
            return;
        var grade = Readability.Grade(texts.Select(p => p.Passage.Text));
        if (grade <= target)
            return;
        var hardest = texts
            .SelectMany(p => p.Sentences.Select(s => (Text: p.Passage.Text.Substring(s.Start, s.Length), p.Passage.At(s.Start).Line)))
            .Where(s => Readability.Words(s.Text) >= ShortestItem)
            .OrderByDescending(s => Readability.Grade([s.Text]))
            .Take(3)
            .Select(s => $"line {s.Line}: \"{s.Text.Replace(Passage.Gap, '_').Replace(Passage.Number, '_')}\"");
        var (line, column) = page.Top;
        report.Add(
            Rules.Grade,
            line,
            column,
            string.Create(CultureInfo.InvariantCulture, $"{what} reads at grade {grade:0.0}; {target} or below is what most people can read. Hardest: {string.Join("; ", hardest)}"),
            grade > limit ? Severity.Error : Severity.Warning);
    }
}
