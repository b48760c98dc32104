using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using QRCoder;
using RecoverySite.Content;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>The one place where HTML that is not escaped enters a page: rendered Markdown, our own style sheet, QR codes.</summary>
public static partial class Rendered
{
    public static IHtmlContent Body(ArticleVersion version) => new HtmlString(version.Html);

    public static IHtmlContent Style(StyleSheet style) => new HtmlString($"<style>{style.Text}</style>");

    public static IHtmlContent Opening(ReadingPage page) => Part(page.Version.Opening, page);

    public static IHtmlContent Sections(ReadingPage page) => Part(page.Version.Sections, page);

    private static HtmlString Part(string html, ReadingPage page) =>
        new(page.IsForFamily ? LinkToPage().Replace(html, link => ForFamily(link, page)) : html);

    /// <summary>Whoever reads for somebody else is led to what is written for them, and from the page itself to its other version.</summary>
    private static string ForFamily(Match link, ReadingPage page)
    {
        var (path, part) = (link.Groups["path"].Value, link.Groups["part"].Value);
        if (path == "request-a-call")
            return link.Value + "?for=other";
        if (path == page.Shown!.Path.Value || page.Library.Find(path, page.Now)?.ForFamily is not { } version || (part.Length > 1 && !version.Ids.Contains(part[1..])))
            return link.Value;
        return version.Url[1..] + part;
    }

    [GeneratedRegex("""(?<=<a href="/)(?<path>[a-z0-9/-]+)(?<part>#[^"?]*)?(?=")""")]
    private static partial Regex LinkToPage();

    /// <summary>A QR code as SVG, dark on white in every scheme, as readers need it.</summary>
    public static IHtmlContent QrCode(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = new SvgQRCode(generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M));
        return new HtmlString(code.GetGraphic(4));
    }
}
