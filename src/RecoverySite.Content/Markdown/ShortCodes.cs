using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using RecoverySite.Content.Calling;

namespace RecoverySite.Content.Markdown;

/// <summary><c>{{phone}}</c> in running text: written once in <c>site.yml</c>, right on every page.</summary>
internal sealed class ShortCode : LeafInline
{
    public required string Name { get; init; }
}

internal static class ShortCodes
{
    public static readonly IReadOnlyList<string> Names = ["call", "hours", "phone", "request-a-call", "review"];
}

internal sealed class ShortCodeExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.Insert(0, new ShortCodeParser());

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }
}

internal sealed class ShortCodeParser : InlineParser
{
    public ShortCodeParser() => OpeningCharacters = ['{'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (slice.PeekChar() != '{')
            return false;
        var end = slice.Text.IndexOf("}}", slice.Start, StringComparison.Ordinal);
        if (end < 0 || end + 1 > slice.End)
            return false;
        var position = processor.GetSourcePosition(slice.Start, out var line, out var column);
        processor.Inline = new ShortCode
        {
            Name = slice.Text[(slice.Start + 2)..end].Trim(),
            Span = new(position, position + end + 1 - slice.Start),
            Line = line,
            Column = column,
        };
        slice.Start = end + 2;
        return true;
    }
}

internal sealed class ShortCodeRenderer(Site site, Review? review) : HtmlObjectRenderer<ShortCode>
{
    protected override void Write(HtmlRenderer renderer, ShortCode code)
    {
        switch (code.Name)
        {
            case "phone":
                WriteCall(renderer, "");
                break;
            case "call":
                WriteCall(renderer, "Call ");
                break;
            case "hours":
                renderer.WriteEscape(CallingWords.Week(site.Phone.Hours));
                break;
            case "request-a-call":
                renderer.Write("<a href=\"/request-a-call\">ask us to call you</a>");
                break;
            case "review":
                renderer.WriteEscape(review is null ? "waiting for clinical review" : $"last reviewed on {CallingWords.DateWithYear(review.On)}");
                break;
        }
    }

    private void WriteCall(HtmlRenderer renderer, string before)
    {
        renderer.Write($"<a class=\"tel\" href=\"{site.Phone.TelUrl}\">");
        renderer.WriteEscape(before + site.Phone.Display);
        renderer.Write("</a>");
    }
}
