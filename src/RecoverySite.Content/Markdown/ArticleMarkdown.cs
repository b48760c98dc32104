using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.CustomContainers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RecoverySite.Content.Markdown;

/// <summary>A section of an article that "on this page" leads to.</summary>
public sealed record Heading(string Id, string Text);

/// <summary>
/// The one Markdown pipeline: CommonMark with heading ids, care cards and short codes. Extensions are chosen one by one
/// because the usual bundle lets a heading carry event handlers; raw HTML is off.
/// </summary>
internal sealed class ArticleMarkdown
{
    private readonly Site site;
    private readonly MarkdownPipeline pipeline;

    public ArticleMarkdown(Site site)
    {
        this.site = site;
        pipeline = new MarkdownPipelineBuilder()
            .DisableHtml()
            .UsePreciseSourceLocation()
            .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
            .UseCustomContainers()
            .Use<ShortCodeExtension>()
            .Build();
    }

    /// <param name="lineOffset">Lines of the file above <paramref name="body"/>, so that faults name the file's own lines.</param>
    public (string Html, IReadOnlyList<Heading> Headings) Render(string file, string body, int lineOffset, List<ContentProblem> problems)
    {
        var document = Markdig.Markdown.Parse(body, pipeline);
        Check(file, document, lineOffset, problems);
        CareCards.SetHeadingLevels(document);

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlCustomContainerRenderer>(new CareCardRenderer());
        renderer.ObjectRenderers.Add(new ShortCodeRenderer(site));
        renderer.Render(document);

        var headings = document.Descendants<HeadingBlock>()
            .Where(h => h.Level == 2)
            .Select(h => new Heading(h.GetAttributes().Id ?? "", PlainText(h.Inline)))
            .ToList();
        return (writer.ToString(), headings);
    }

    private void Check(string file, MarkdownDocument document, int lineOffset, List<ContentProblem> problems)
    {
        void Problem(MarkdownObject at, string message) =>
            problems.Add(new ContentProblem(file, at.Line + 1 + lineOffset, at.Column + 1, message));

        foreach (var node in document.Descendants())
        {
            switch (node)
            {
                case HeadingBlock heading when heading.Inline?.Descendants<ShortCode>().Any() == true:
                    Problem(node, "A heading holds plain words: short codes stand in the text below it.");
                    break;
                case HeadingBlock heading when heading.GetAttributes().Id is { } id && id.StartsWith("site-", StringComparison.Ordinal):
                    Problem(node, "A heading that starts with the word \"site\" would clash with a part of the page. Say it in other words.");
                    break;
                case HeadingBlock { Level: 1 }:
                    Problem(node, "The title in the front matter is the page's only first-level heading. Start with ##.");
                    break;
                case CustomContainer card when CareCards.WhyNot(card) is { } whyNot:
                    Problem(card, whyNot);
                    break;
                case ShortCode code when !ShortCodes.Names.Contains(code.Name):
                    var nearest = ShortCodes.Names.MinBy(n => Spelling.Distance(n, code.Name))!;
                    Problem(code, $"{{{{{code.Name}}}}} is not a short code. " + (Spelling.Distance(nearest, code.Name) <= 3
                        ? $"Did you mean {{{{{nearest}}}}}?"
                        : $"Known are {string.Join(", ", ShortCodes.Names.Order().Select(n => $"{{{{{n}}}}}"))}."));
                    break;
                case LinkInline link when link.Descendants<ShortCode>().Any():
                    Problem(link, "A short code makes a link of its own. Take it out of the square brackets.");
                    break;
                case LinkInline link when SafeLinks.WhyNot(link.GetDynamicUrl?.Invoke() ?? link.Url ?? "", link.IsImage, site) is { } whyNot:
                    Problem(link, whyNot);
                    break;
                case AutolinkInline link when SafeLinks.WhyNot(link.IsEmail ? "mailto:" + link.Url : link.Url, isImage: false, site) is { } whyNot:
                    Problem(link, whyNot);
                    break;
                case LinkInline link:
                    SafeLinks.Decorate(link, link.Url ?? "");
                    break;
                case AutolinkInline { IsEmail: false } link:
                    SafeLinks.Decorate(link, link.Url);
                    break;
            }
        }
    }

    private static string PlainText(ContainerInline? inlines) =>
        inlines is null
            ? ""
            : string.Concat(inlines.Descendants().Select(i => i switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                LineBreakInline => " ",
                _ => "",
            }));
}
