using Microsoft.AspNetCore.Html;
using QRCoder;
using RecoverySite.Content;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>The one place where HTML that is not escaped enters a page: rendered Markdown, our own style sheet, QR codes.</summary>
public static class Rendered
{
    public static IHtmlContent Body(ArticleVersion version) => new HtmlString(version.Html);

    public static IHtmlContent Style(StyleSheet style) => new HtmlString($"<style>{style.Text}</style>");

    /// <summary>A QR code as SVG, dark on white in every scheme, as readers need it.</summary>
    public static IHtmlContent QrCode(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = new SvgQRCode(generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M));
        return new HtmlString(code.GetGraphic(4));
    }
}
