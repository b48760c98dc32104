using System.Text;
using System.Text.RegularExpressions;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RecoverySite.Content.Markdown;

/// <summary>Takes the words out of a parsed page, block by block.</summary>
internal sealed partial class PassageReader(SourceText source)
{
    private const int Deepest = 100;

    private readonly List<Passage> passages = [];

    public static IReadOnlyList<Passage> Read(MarkdownDocument document, SourceText source)
    {
        var reader = new PassageReader(source);
        reader.Blocks(document, PassageKind.Paragraph, container: null, isQuotation: false);
        return reader.passages;
    }

    private void Blocks(ContainerBlock blocks, PassageKind kind, string? container, bool isQuotation)
    {
        foreach (var block in blocks)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Words(heading, PassageKind.Heading, container, isQuotation);
                    break;
                case ParagraphBlock paragraph:
                    Words(paragraph, kind, container, isQuotation);
                    break;
                case CustomContainer inner:
                    CardHeading(inner);
                    Blocks(inner, kind, inner.Info, isQuotation || inner.Info == Containers.Quote);
                    break;
                case QuoteBlock quote:
                    Blocks(quote, kind, container, isQuotation || IsAttributed(quote));
                    break;
                case Footnote note:
                    Blocks(note, PassageKind.Footnote, container, isQuotation);
                    break;
                case TableCell cell:
                    Blocks(cell, PassageKind.Cell, container, isQuotation);
                    break;
                case ListItemBlock item:
                    Blocks(item, PassageKind.ListItem, container, isQuotation);
                    break;
                case HtmlBlock { Type: not HtmlBlockType.Comment } html:
                    Html(html, container);
                    break;
                case ContainerBlock other:
                    Blocks(other, kind, container, isQuotation);
                    break;
            }
        }
    }

    /// <summary>A quotation's last line names the speaker after a dash.</summary>
    private bool IsAttributed(QuoteBlock quote) =>
        quote.Descendants<ParagraphBlock>().LastOrDefault() is { } last
        && source.Text[last.Span.Start..(last.Span.End + 1)].Split('\n')[^1].TrimStart('>', ' ') is ['—' or '–' or '-', ' ', ..];

    private void CardHeading(CustomContainer container)
    {
        if (string.IsNullOrWhiteSpace(container.Arguments) || container.Info == Containers.Quote)
            return;
        var (line, column) = source.At(Math.Max(container.Span.Start, source.Text.IndexOf(container.Arguments, container.Span.Start, StringComparison.Ordinal)));
        passages.Add(new Passage(PassageKind.CardHeading, container.Arguments, [new(0, line, column)], container.Info));
    }

    /// <summary>HTML is shown as text, so its words are read like any.</summary>
    private void Html(HtmlBlock block, string? container)
    {
        var text = new StringBuilder();
        var places = new List<Passage.Place>();
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var line = block.Lines.Lines[i];
            var (at, column) = source.At(line.Position);
            places.Add(new(text.Length, at, column));
            text.Append(Tag().Replace(line.Slice.ToString(), tag => new string(Passage.Gap, tag.Length))).Append(' ');
        }
        if (places.Count > 0)
            passages.Add(new Passage(PassageKind.Html, text.ToString(), places, container));
    }

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Tag();

    private void Words(LeafBlock block, PassageKind kind, string? container, bool isQuotation)
    {
        var text = new StringBuilder();
        var places = new List<Passage.Place>();
        Inlines(block.Inline, text, places);
        if (places.Count > 0)
            passages.Add(new Passage(kind, text.ToString(), places, container, isQuotation));
    }

    /// <exception cref="InvalidOperationException">Emphasis in emphasis, thousands deep: the reader would run out of stack.</exception>
    private void Inlines(ContainerInline? inlines, StringBuilder text, List<Passage.Place> places, int depth = 0)
    {
        if (depth > Deepest)
            throw new InvalidOperationException($"Emphasis or links lie in each other more than {Deepest} deep.");
        for (var inline = inlines?.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    Add(literal.Content.AsSpan(), inline);
                    break;
                case HtmlEntityInline entity:
                    Add(entity.Transcoded.AsSpan(), inline);
                    break;
                case LineBreakInline:
                    Add(" ", inline);
                    break;
                case LinkInline { IsImage: true } picture:
                    var (alt, altPlaces) = (new StringBuilder(), new List<Passage.Place>());
                    Inlines(picture, alt, altPlaces, depth + 1);
                    if (altPlaces.Count > 0)
                        passages.Add(new Passage(PassageKind.AltText, alt.ToString(), altPlaces));
                    break;
                case HtmlInline or FootnoteLink:
                    break;
                case LinkInline { Url: ['t', 'e', 'l', ':', ..] or ['s', 'm', 's', ':', ..] } call when ArticleMarkdown.PlainText(call).Any(char.IsAsciiDigit):
                    Add([Passage.Number], inline);
                    break;
                case ShortCode { Name: "phone" or "call" }:
                    Add([Passage.Number], inline);
                    break;
                case ContainerInline container:
                    Inlines(container, text, places, depth + 1);
                    break;
                default:
                    Add([Passage.Gap], inline);
                    break;
            }
        }

        void Add(ReadOnlySpan<char> words, Inline at)
        {
            var start = Math.Clamp(at.Span.Start, 0, source.Text.Length);
            // A table's cell begins at its bar, its words after the space.
            while (words is [not ' ', ..] && start < source.Text.Length && source.Text[start] == ' ')
                start++;
            var (line, column) = source.At(start);
            places.Add(new(text.Length, line, column));
            text.Append(words);
        }
    }
}
