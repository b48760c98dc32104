using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using QRCoder;
using RecoverySite.Content;
using RecoverySite.Content.Markdown;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>The one place where HTML that is not escaped enters a page: rendered Markdown, our own style sheet, QR codes.</summary>
public static partial class Rendered
{
    public static IHtmlContent Body(ArticleVersion version) => new HtmlString(version.Html);

    public static IHtmlContent Style(StyleSheet style) => new HtmlString($"<style>{style.Text}</style>");

    /// <summary>What stands before the first section, and the sections.</summary>
    public static (HtmlString Opening, HtmlString Sections) Parts(ReadingPage page)
    {
        var html = page.IsForFamily ? LinkToPage().Replace(page.Version.Html, link => ForFamily(link.Value, page)) : page.Version.Html;
        // Only a section's own heading has an id; a card's has none.
        var first = html.IndexOf("<h2 id=", StringComparison.Ordinal) is >= 0 and var found ? found : html.Length;
        return (new HtmlString(html[..first]), new HtmlString(html[first..]));
    }

    /// <summary>True when a part of the page begins before its first section.</summary>
    public static bool StandsIn(HtmlString opening, Heading heading) => opening.Value!.Contains($"id=\"{heading.Id}\"", StringComparison.Ordinal);

    /// <summary>Whoever reads for somebody else is led to what is written for them.</summary>
    private static string ForFamily(string path, ReadingPage page) => path switch
    {
        "request-a-call" => path + "?for=other",
        _ => page.Library.Find(path, page.Now)?.ForFamily?.Url[1..] ?? path,
    };

    [GeneratedRegex("""(?<=<a href="/)[a-z0-9/-]+(?=")""")]
    private static partial Regex LinkToPage();

    /// <summary>A QR code as SVG, dark on white in every scheme, as readers need it.</summary>
    public static IHtmlContent QrCode(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = new SvgQRCode(generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M));
        return new HtmlString(code.GetGraphic(4));
    }
}
