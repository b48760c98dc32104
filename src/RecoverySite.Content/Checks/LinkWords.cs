using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>LINK009: what a link is called when it is read aloud by itself.</summary>
internal static class LinkWords
{
    private static readonly HashSet<string> SayNothing = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "click", "click here", "here", "learn more", "link", "more", "read more", "read this", "see here", "this", "this link", "this page",
    };

    public static void Check(CheckedPage page, Report report)
    {
        foreach (var inline in page.Body.Document.Descendants<Inline>())
        {
            var words = inline switch
            {
                LinkInline { IsImage: false } link when !link.Descendants().Any(i => i is LinkInline or ShortCode) => ArticleMarkdown.PlainText(link).Trim(' ', '.', '>', '»', '→'),
                AutolinkInline { IsEmail: false } auto => auto.Url,
                _ => null,
            };
            if (words is null || !(SayNothing.Contains(words) || words.StartsWith("http", StringComparison.OrdinalIgnoreCase)))
                continue;
            var (line, column) = page.Source.At(inline.Span.Start);
            report.Add(Rules.LinkText, line, column, $"\"{words}\" does not say where the link leads. Write the name of the page, as in [what naloxone does](...).");
        }
    }
}
