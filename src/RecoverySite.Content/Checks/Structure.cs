using System.Text.RegularExpressions;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>STRUCT: the outline that somebody who cannot see the page goes by.</summary>
internal static partial class Structure
{
    private const int LongestHeading = 65;

    public static void Check(CheckedPage page, Report report)
    {
        var level = 1;
        foreach (var block in page.Body.Document.Descendants<Block>())
        {
            if (block is CustomContainer card && Containers.IsCard(card.Info))
                level = Containers.LevelOf(card);
            if (block is not HeadingBlock { Level: > 1 } heading)
                continue;
            var (line, column) = page.Source.At(heading.Span.Start);
            if (heading.Level > level + 1)
                report.Add(Rules.SkippedLevel, line, column, $"A heading of level {heading.Level} stands right below level {level}. Write {new string('#', level + 1)}.");
            level = heading.Level;

            var siblings = heading.Parent!;
            var next = siblings.Skip(siblings.IndexOf(heading) + 1).FirstOrDefault(b => b is not HtmlBlock { Type: HtmlBlockType.Comment } and not LinkReferenceDefinitionGroup);
            if (next is null || (next is HeadingBlock other && other.Level <= heading.Level))
                report.Add(Rules.EmptySection, line, column, "There is nothing below this heading. Write its text, or take it out.");

            var words = ArticleMarkdown.PlainText(heading.Inline);
            if (words.Length > LongestHeading)
                report.Add(Rules.LongHeading, line, column, $"The heading has {words.Length} characters. Up to {LongestHeading} can be taken in at a glance.");
        }

        var notes = page.Body.Document.Descendants<Footnote>().Select(n => n.Label).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (Match note in NoteText().Matches(page.Source.Text).Where(n => !notes.Contains(n.Groups["label"].Value)))
        {
            var (line, column) = page.Source.At(note.Index);
            report.Add(Rules.LostMark, line, column, $"Nothing in the text points to this note, so readers never see it. Write {note.Groups["label"].Value} where it belongs, in square brackets.");
        }

        foreach (var passage in page.Body.Passages)
        {
            if (LostMark().Match(passage.Text) is not { Success: true } lost)
                continue;
            var (line, column) = passage.At(lost.Index);
            report.Add(Rules.LostMark, line, column, $"Readers see \"{lost.Value}\" as it stands. {Advice(lost)}");
        }

        foreach (var passage in page.Passages)
        {
            foreach (Match match in Shouting().Matches(passage.Text))
            {
                var (line, column) = passage.At(match.Index);
                report.Add(Rules.Capitals, line, column, $"\"{match.Value}\" is shouted, and hard to read. Write it in small letters; **bold** is for what matters.");
            }
        }
    }

    [GeneratedRegex(@"^\[(?<label>\^[^\]\n]+)\]:", RegexOptions.Multiline)]
    private static partial Regex NoteText();

    private static string Advice(Match lost) => lost.Groups switch
    {
        var g when g["heading"].Success => "A heading has a space after its #: ## What helps?",
        var g when g["item"].Success => "A line of a list has a space after its mark: - cannot be woken",
        var g when g["link"].Success => "A link is [words](address), with nothing between the two brackets and both closed.",
        var g when g["note"].Success => "A footnote has its text on a line of its own: [^1]: The text.",
        var g when g["code"].Success => "A short code stands in two pairs of braces: {{phone}}",
        _ => "A table has a line of dashes below its first: |---|---|",
    };

    [GeneratedRegex(@"(?<heading>^#{1,6}[^\s#]\S*)|(?<item>^[-*+][A-Za-z]\S*)|(?<link>\]\s?\()|(?<note>\[\^[^\]\s]+\])|(?<code>\{(?:phone|call|hours|request-a-call|review)\})|(?<table>^\|.*\|)")]
    private static partial Regex LostMark();

    [GeneratedRegex(@"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){2,}\b")]
    private static partial Regex Shouting();
}
