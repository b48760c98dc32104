using Markdig;
using Markdig.Extensions.CustomContainers;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// One body for two readers: <c>::: self</c> and <c>::: family</c> hold what stands in one version alone. Each version is the
/// body with the other's blocks blanked out, so that it is a page like any, with its own outline, and every character of it
/// still stands where it stands in the file.
/// </summary>
internal static class Versions
{
    public const string Self = "self", Family = "family";

    public static (SourceText Own, SourceText ForFamily) Split(SourceText source, MarkdownPipeline pipeline, Report report)
    {
        var own = source.Text.ToCharArray();
        var family = source.Text.ToCharArray();
        foreach (var block in Markdig.Markdown.Parse(source.Text, pipeline).OfType<CustomContainer>().Where(b => b.Info is Self or Family))
        {
            if (!string.IsNullOrWhiteSpace(block.Arguments))
            {
                var (line, column) = source.At(block.Span.Start);
                report.Add(Rules.Container, line, column, $"On a page with a version for families, ::: {block.Info} holds what stands in one version alone, and has no heading on its first line. Write the heading below it, with ##.");
            }
            // Without its end it stays as it is, and is found to have none.
            if (block.ClosingFencedCharCount == 0)
                continue;
            var (start, end) = (block.Span.Start, block.Span.End + 1);
            Blank(block.Info == Self ? family : own, start, end);
            var shown = block.Info == Self ? own : family;
            Blank(shown, start, source.Text.IndexOf('\n', start));
            Blank(shown, source.Text.LastIndexOf('\n', end - 1), end);
        }
        return (source.With(new string(own)), source.With(new string(family)));
    }

    private static void Blank(char[] text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (text[i] != '\n')
                text[i] = ' ';
        }
    }
}
