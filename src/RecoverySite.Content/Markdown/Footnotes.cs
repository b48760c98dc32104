using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace RecoverySite.Content.Markdown;

/// <summary>Notes at the foot of the text, with links both ways whose names say where they lead.</summary>
internal static class Footnotes
{
    public static void Use(HtmlRenderer renderer)
    {
        renderer.ObjectRenderers.Replace<HtmlFootnoteLinkRenderer>(new LinkRenderer());
        renderer.ObjectRenderers.Replace<HtmlFootnoteGroupRenderer>(new GroupRenderer());
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class LinkRenderer : HtmlObjectRenderer<FootnoteLink>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteLink link)
        {
            var (note, place) = (Number(link.Footnote.Order), Number(link.Index));
            renderer.Write(link.IsBackLink
                ? $" <a class=\"back\" href=\"#site-note-from-{place}\"><span class=\"unseen\">Back to where note {note} stands </span><span aria-hidden=\"true\">&#8617;</span></a>"
                : $"<sup><a id=\"site-note-from-{place}\" href=\"#site-note-{note}\"><span class=\"unseen\">Note </span>{note}</a></sup>");
        }
    }

    private sealed class GroupRenderer : HtmlObjectRenderer<FootnoteGroup>
    {
        protected override void Write(HtmlRenderer renderer, FootnoteGroup group)
        {
            renderer.EnsureLine();
            renderer.WriteLine("<section class=\"notes\" aria-labelledby=\"site-notes\"><h2 id=\"site-notes\">Notes</h2><ol>");
            foreach (var note in group.OfType<Footnote>())
            {
                renderer.Write($"<li id=\"site-note-{Number(note.Order)}\">");
                renderer.WriteChildren(note);
                renderer.WriteLine("</li>");
            }
            renderer.WriteLine("</ol></section>");
        }
    }
}
