using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// A table in a frame that scrolls by itself, with the keyboard too, so that the page never does sideways. Its first column
/// names the rows, so that somebody who hears one cell knows what it is about.
/// </summary>
internal sealed class Tables : HtmlTableRenderer
{
    private static readonly object Name = new();

    /// <summary>Alignment becomes a class: the style attribute that it would be is refused by the site's own security policy.</summary>
    public static void Prepare(MarkdownDocument document)
    {
        var section = "Table";
        foreach (var block in document.Descendants<Block>())
        {
            if (block is HeadingBlock heading)
                section = ArticleMarkdown.PlainText(heading.Inline);
            if (block is not Table table)
                continue;
            table.SetData(Name, section);
            foreach (var row in table.OfType<TableRow>())
            {
                for (var i = 0; i < row.Count && i < table.ColumnDefinitions.Count; i++)
                {
                    if (table.ColumnDefinitions[i].Alignment is TableColumnAlign.Right)
                        row[i].GetAttributes().AddClass("figure");
                }
            }
        }
    }

    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"").WriteEscape((string)table.GetData(Name)!).WriteLine("\"><table>");
        foreach (var row in table.OfType<TableRow>())
        {
            renderer.Write("<tr>");
            foreach (var cell in row.OfType<TableCell>())
                Write(renderer, cell, row.IsHeader ? "col" : cell == row[0] ? "row" : null);
            renderer.WriteLine("</tr>");
        }
        renderer.WriteLine("</table></div>");
    }

    private static void Write(HtmlRenderer renderer, TableCell cell, string? names)
    {
        var element = names is null ? "td" : "th";
        renderer.Write($"<{element}{(names is null ? "" : $" scope=\"{names}\"")}").WriteAttributes(cell).Write('>');
        var asParagraphs = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = cell.Count == 1;
        renderer.WriteChildren(cell);
        renderer.ImplicitParagraph = asParagraphs;
        renderer.Write($"</{element}>");
    }
}
