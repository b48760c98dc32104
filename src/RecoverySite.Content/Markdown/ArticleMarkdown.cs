using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace RecoverySite.Content.Markdown;

/// <summary>A section of an article that "on this page" leads to.</summary>
public sealed record Heading(string Id, string Text);

/// <summary>A link to this site: a path, a path with <c>#part</c>, or <c>#part</c> alone.</summary>
/// <param name="OwnIds">The headings of the page that it stands on.</param>
internal sealed record InnerLink(string Url, int Line, int Column, IReadOnlyList<string> OwnIds);

/// <summary>A body after rendering, with what the checks look at.</summary>
/// <param name="Opening">What stands before the first section.</param>
/// <param name="Headings">Of the sections.</param>
/// <param name="Ids">Of all headings.</param>
/// <param name="MissingPictures">Paths that the body names and that are no pictures.</param>
internal sealed record RenderedBody(
    string Opening,
    string Sections,
    IReadOnlyList<Heading> Headings,
    IReadOnlyList<string> Ids,
    IReadOnlyList<InnerLink> Links,
    IReadOnlyList<PictureFile> Pictures,
    IReadOnlyList<string> MissingPictures,
    IReadOnlyList<Passage> Passages,
    IReadOnlyList<Suppression> Suppressions,
    MarkdownDocument Document);

/// <summary>
/// The one Markdown pipeline: CommonMark with heading ids, tables, footnotes, ::: blocks and short codes. Extensions are
/// chosen one by one because the usual bundle lets a heading carry event handlers; HTML is shown as text, and comments not at all.
/// </summary>
internal sealed class ArticleMarkdown
{
    /// <summary>A long article has a thousand.</summary>
    private const int MostParts = 20_000;

    private readonly Site site;
    private readonly PictureFiles pictures;
    private readonly MarkdownPipeline pipeline;

    public ArticleMarkdown(Site site, PictureFiles pictures)
    {
        this.site = site;
        this.pictures = pictures;
        pipeline = new MarkdownPipelineBuilder()
            .UsePreciseSourceLocation()
            .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
            .UsePipeTables()
            .UseFootnotes()
            .UseCustomContainers()
            .Use<ShortCodeExtension>()
            .Build();
    }

    /// <summary>A body that speaks to two readers, once for each.</summary>
    public (SourceText Own, SourceText ForFamily) Split(SourceText source, Report report) => Versions.Split(source, pipeline, report);

    /// <param name="source">The body in its file.</param>
    /// <param name="review">What <c>{{review}}</c> says.</param>
    /// <param name="isChecked">True to have what the checks look at, too.</param>
    public RenderedBody Render(SourceText source, Review? review, Report report, bool isChecked)
    {
        var document = Markdig.Markdown.Parse(source.Text, pipeline);
        if (document.Descendants().Take(MostParts + 1).Count() > MostParts)
            throw new InvalidOperationException($"It has more than {MostParts} parts. Split it.");
        var suppressions = isChecked ? Suppression.Read(document, source, report) : [];
        var passages = isChecked ? PassageReader.Read(document, source) : [];
        var ids = document.Descendants<HeadingBlock>().Select(h => h.GetAttributes().Id ?? "").Distinct(StringComparer.Ordinal).ToList();
        if (document.Descendants<CustomContainer>().Any(c => c.Info == Containers.Emergency))
            ids.Add(Containers.EmergencyId);
        var links = new List<InnerLink>();
        var used = new List<PictureFile>();
        var missing = new List<string>();
        foreach (var node in document.Descendants().ToList())
        {
            if (WhyNot(node) is var (rule, message))
                Found(node, rule, message);
            else if (node is LinkInline { IsImage: true } picture)
                Prepare(picture);
            else if (node is LinkInline or AutolinkInline && SafeLinks.Prepare((Inline)node, site) is { } unknown)
                Found(node, Rules.UnknownDial, unknown);
            if (node is LinkInline { IsImage: false, Url: ['/' or '#', ..] url })
                links.Add(new InnerLink(url, source.At(node.Span.Start).Line, source.At(node.Span.Start).Column, ids));
        }
        Containers.SetHeadingLevels(document);
        Tables.Prepare(document);

        using var writer = new StringWriter();
        var renderer = new HtmlRenderer(writer);
        pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HtmlCustomContainerRenderer>(new ContainerRenderer());
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new Tables());
        renderer.ObjectRenderers.Replace<HtmlBlockRenderer>(new NoHtmlBlocks());
        renderer.ObjectRenderers.Replace<HtmlInlineRenderer>(new NoHtmlInlines());
        Footnotes.Use(renderer);
        renderer.ObjectRenderers.Add(new ShortCodeRenderer(site, review));
        var opening = document.TakeWhile(b => b is not HeadingBlock { Level: 2 }).Count();
        var openingLength = 0;
        for (var i = 0; i < document.Count; i++)
        {
            renderer.Write(document[i]);
            if (i < opening)
                openingLength = writer.GetStringBuilder().Length;
        }
        var html = writer.ToString();

        return new RenderedBody(
            html[..openingLength],
            html[openingLength..],
            document.Skip(opening).SelectMany(b => b.Descendants<Block>().Prepend(b)).Select(SectionOf).OfType<Heading>().DistinctBy(h => h.Id).ToList(),
            ids,
            links,
            used,
            missing,
            passages,
            suppressions,
            document);

        static Heading? SectionOf(Block block) => block switch
        {
            HeadingBlock { Level: 2 } heading => new Heading(heading.GetAttributes().Id ?? "", PlainText(heading.Inline)),
            CustomContainer { Info: Containers.Emergency } card => new Heading(Containers.EmergencyId, $"{Containers.UrgencyOf(card)} {Containers.HeadingOf(card)}"),
            _ => null,
        };

        void Found(MarkdownObject node, Rule rule, string message)
        {
            var (line, column) = source.At(Math.Max(0, node.Span.Start));
            report.Add(rule, line, column, message);
        }

        void Prepare(LinkInline picture)
        {
            var path = PictureFiles.PathOf(picture.Url ?? "", report.File);
            var file = pictures.Find(path);
            if (file is null)
            {
                missing.Add(path);
                Found(picture, Rules.NoPicture, $"{path} is not a picture in the content folder ({string.Join(", ", SafeLinks.PictureKinds)}), or has no size that can be read. It is left out.");
                picture.ReplaceBy(new LiteralInline(""));
                return;
            }
            used.Add(file);
            Markdown.Pictures.Prepare(picture, file, message => Found(picture, message.Rule, message.Text));
        }
    }

    private static (Rule Rule, string Message)? WhyNot(MarkdownObject node)
    {
        switch (node)
        {
            case HeadingBlock heading when heading.Inline?.Descendants<ShortCode>().Any() == true:
                return (Rules.ShortCode, "A heading holds plain words: short codes stand in the text below it.");
            case HeadingBlock heading when heading.GetAttributes().Id?.StartsWith("site-", StringComparison.Ordinal) == true:
                return (Rules.HeadingId, "A heading that starts with the word \"site\" would clash with a part of the page. Say it in other words.");
            case HeadingBlock { Level: 1 }:
                return (Rules.SecondTitle, "The title in the front matter is the page's only first-level heading. Start with ##.");
            case CustomContainer container when Containers.WhyNot(container) is { } why:
                return (Rules.Container, why);
            case FencedCodeBlock { ClosingFencedCharCount: 0 }:
                return (Rules.TooComplex, "The code block never ends. Put the same three marks below its last line.");
            case HtmlBlock { Type: HtmlBlockType.Comment } comment when !comment.Lines.ToString().Contains("-->", StringComparison.Ordinal):
                return (Rules.TooComplex, "The comment never ends, so everything below it is hidden. Put --> after its last word.");
            case HtmlBlock { Type: HtmlBlockType.Comment } comment when comment.Lines.ToString().Split("-->", 2) is [_, var after] && !string.IsNullOrWhiteSpace(after):
                return (Rules.TooComplex, "Words stand behind the comment on its line, and readers would not see them. Put them on a line of their own.");
            case HtmlBlock { Type: not HtmlBlockType.Comment }:
            case HtmlInline inline when !inline.Tag.StartsWith("<!--", StringComparison.Ordinal):
                return (Rules.RawHtml, "HTML is shown as text here. Write it in Markdown.");
            case ShortCode code when !ShortCodes.Names.Contains(code.Name):
                return (Rules.ShortCode, $"{{{{{code.Name}}}}} is not a short code. {Spelling.Advice(code.Name, ShortCodes.Names)}");
            case LiteralInline literal when literal.Content.AsSpan().Contains("{{", StringComparison.Ordinal):
                return (Rules.ShortCode, "A short code begins here and does not end. Close it with }}.");
            case LinkInline link when link.Descendants<ShortCode>().Any():
                return (Rules.ShortCode, "A short code makes a link of its own. Take it out of the square brackets.");
            case LinkInline link when SafeLinks.WhyNot(link.GetDynamicUrl?.Invoke() ?? link.Url ?? "", link.IsImage) is { } why:
                return (Rules.UnsafeLink, why);
            case LinkInline { IsImage: false } link when SafeLinks.OtherNumber(link.Url ?? "", PlainText(link)) is { } why:
                return (Rules.OtherNumberShown, why);
            case AutolinkInline link when SafeLinks.WhyNot(link.IsEmail ? "mailto:" + link.Url : link.Url, isImage: false) is { } why:
                return (Rules.UnsafeLink, why);
            default:
                return null;
        }
    }

    internal static string PlainText(ContainerInline? inlines) =>
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
