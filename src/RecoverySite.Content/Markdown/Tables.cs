using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace RecoverySite.Content.Markdown;

/// <summary>A table in a frame that scrolls by itself, with the keyboard too, so that the page never does sideways.</summary>
internal sealed class Tables : HtmlTableRenderer
{
    /// <summary>Alignment becomes a class: the style attribute that it would be is refused by the site's own security policy.</summary>
    public static void TakeAlignmentOut(MarkdownDocument document)
    {
        foreach (var table in document.Descendants<Table>())
        {
            foreach (var row in table.OfType<TableRow>())
            {
                for (var i = 0; i < row.Count && i < table.ColumnDefinitions.Count; i++)
                {
                    if (table.ColumnDefinitions[i].Alignment is TableColumnAlign.Right)
                        row[i].GetAttributes().AddClass("figure");
                }
            }
            foreach (var column in table.ColumnDefinitions)
                column.Alignment = null;
        }
    }

    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.EnsureLine();
        renderer.WriteLine("<div class=\"table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\">");
        base.Write(renderer, table);
        renderer.WriteLine("</div>");
    }
}
