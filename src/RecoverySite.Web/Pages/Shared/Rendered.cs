using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using NodaTime.Text;
using QRCoder;
using RecoverySite.Content;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Pages.Articles;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>The one place where HTML that is not escaped enters a page: rendered Markdown, our own style sheet, hours, QR codes.</summary>
public static partial class Rendered
{
    private static readonly ConcurrentDictionary<string, IHtmlContent> CallCodes = new();

    public static IHtmlContent Body(ArticleVersion version) => new HtmlString(version.Html);

    public static IHtmlContent Style(StyleSheet style) => new HtmlString($"<style>{style.Text}</style>");

    public static IHtmlContent ForMachines(ReadingPage page, Uri baseUrl, string canonical) => new HtmlString($"<script type=\"application/ld+json\">{SchemaOrg.Of(page, baseUrl, canonical)}</script>");

    public static IHtmlContent Opening(ReadingPage page) => Part(page.Version.Opening, page);

    public static IHtmlContent Sections(ReadingPage page) => Part(page.Version.Sections, page);

    /// <summary>Where the links of the text lead, in its order: paper shows a number after each (site.css) and then this list. Not a telephone, and not a place on the page.</summary>
    public static IReadOnlyList<Uri> Links(ReadingPage page, Uri baseUrl) =>
        [.. LinkToElsewhere().Matches(Part(page.Version.Html, page).Value!).Select(link => new Uri(baseUrl, WebUtility.HtmlDecode(link.Value)))];

    /// <summary>A part of a page as it stands in a file.</summary>
    public static IHtmlContent StandingAlone(StandAlone file, IHtmlContent part)
    {
        using var html = new StringWriter();
        part.WriteTo(html, HtmlEncoder.Default);
        return new HtmlString(file.Make(html.ToString()));
    }

    /// <summary>What the line's hours come to at this moment. Its <c>datetime</c> is the instant that the words name.</summary>
    public static IHtmlContent Status(CallToAction call) =>
        new HtmlString(call.OnOurClock(call.NextChange) is { } change
            ? $"<time data-status datetime=\"{change}\">{HtmlEncoder.Default.Encode(call.Status)}</time>"
            : $"<span data-status>{HtmlEncoder.Default.Encode(call.Status)}</span>");

    private static HtmlString Part(string html, ReadingPage page)
    {
        // A request that began with a link in the text came from this page too.
        html = html.Replace("<a href=\"/request-a-call\"", $"<a href=\"{HtmlEncoder.Default.Encode(page.CallToAction.RequestUrl)}\"", StringComparison.Ordinal);
        if (page.IsForFamily)
            html = LinkToPage().Replace(html, link => ForFamily(link, page));
        return new(html.Contains(ArticleVersion.HoursPlace, StringComparison.Ordinal) ? html.Replace(ArticleVersion.HoursPlace, Week(page), StringComparison.Ordinal) : html);
    }

    private static string Week(ReadingPage page)
    {
        var hours = page.CallToAction.Line.Hours;
        var rows = CallingWords.NextDays(hours, page.Now).Select((day, i) =>
            $"<tr><th scope=\"row\"><time datetime=\"{LocalDatePattern.Iso.Format(day.Date)}\">{CallingWords.Day(day.Date)}</time>{(i == 0 ? " (today)" : "")}</th><td>{day.Times}{(day.Reason is null ? "" : $", for {HtmlEncoder.Default.Encode(day.Reason)}")}</td></tr>");
        return $"<table class=\"week\"><thead><tr><th scope=\"col\">Day</th><th scope=\"col\">Hours ({HtmlEncoder.Default.Encode(hours.ZoneName)})</th></tr></thead><tbody>{string.Concat(rows)}</tbody></table>";
    }

    /// <summary>Whoever reads for somebody else is led to what is written for them, and from the page itself to its other version.</summary>
    private static string ForFamily(Match link, ReadingPage page)
    {
        var (path, part) = (link.Groups["path"].Value, link.Groups["part"].Value);
        if (path == page.Shown!.Path.Value || page.Library.Find(path, page.Now)?.ForFamily is not { } version || (part.Length > 1 && !version.Ids.Contains(part[1..])))
            return link.Value;
        return version.Url[1..] + part;
    }

    [GeneratedRegex("""(?<=<a href=")(?:/|https?:)[^"]*""")]
    private static partial Regex LinkToElsewhere();

    [GeneratedRegex("""(?<=<a href="/)(?<path>[a-z0-9/-]+)(?<part>#[^"?]*)?(?=")""")]
    private static partial Regex LinkToPage();

    /// <summary>The QR code that calls a line.</summary>
    public static IHtmlContent QrCode(PhoneLine line) => CallCodes.GetOrAdd(line.TelUrl, QrCode);

    /// <summary>A QR code (ISO/IEC 18004, level M) as SVG, dark on white in every scheme, as readers need it: one path of horizontal runs.</summary>
    public static IHtmlContent QrCode(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var start = x;
                while (x < rows.Count && rows[y][x])
                    x++;
                if (x > start)
                    path.Append(CultureInfo.InvariantCulture, $"M{start} {y}h{x - start}v1h-{x - start}z");
            }
        }
        return new HtmlString($"""<svg class="qr-code" viewBox="0 0 {rows.Count} {rows.Count}" width="{4 * rows.Count}" height="{4 * rows.Count}" shape-rendering="crispEdges" aria-hidden="true"><path d="{path}"/></svg>""");
    }
}
