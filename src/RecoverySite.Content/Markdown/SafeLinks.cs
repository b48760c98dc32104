using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// Where a link may lead and what a picture may be. Markdig passes every scheme through, raw HTML off or not,
/// so the list is applied to the parsed tree, after entities have been decoded.
/// </summary>
internal static class SafeLinks
{
    private static readonly string[] PictureKinds = [".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif"];

    /// <summary>Null when the address may stand; otherwise what to write instead.</summary>
    public static string? WhyNot(string url, bool isImage, Site site)
    {
        if (url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return "An address holds no spaces and no control characters. Write a space as %20.";
        if (url.Contains('\\') || url.StartsWith("//", StringComparison.Ordinal))
            return $"\"{url}\" is neither an address on this site (/topic/article) nor a whole web address (https://...).";
        if (isImage)
        {
            return url.StartsWith('/') && PictureKinds.Any(kind => url.EndsWith(kind, StringComparison.Ordinal))
                ? null
                : $"A picture is a file in the content folder, written as /topic/picture.svg ({string.Join(", ", PictureKinds)}). Pictures from elsewhere would tell others who reads this page.";
        }
        if (url.StartsWith('/') || url.StartsWith('#'))
            return null;

        var colon = url.IndexOf(':', StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : url[..colon].ToLowerInvariant();
        return scheme switch
        {
            "https" or "http" or "mailto" => null,
            "tel" or "sms" when site.Knows(url[(colon + 1)..]) => null,
            "tel" or "sms" => $"\"{url[(colon + 1)..]}\" is not a number in site.yml. Write our own as {{{{phone}}}}; add any other to crisis_lines.",
            "" => $"\"{url}\" has no leading slash. Link to a page as /topic/article.",
            _ => $"Links of the kind \"{scheme}:\" are not allowed. Use https, mailto, tel, sms, or an address on this site.",
        };
    }

    public static void Decorate(Inline link, string url)
    {
        if (url.StartsWith("tel:", StringComparison.Ordinal) || url.StartsWith("sms:", StringComparison.Ordinal))
            link.GetAttributes().AddClass("tel");
        else if (url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            link.GetAttributes().AddProperty("rel", "noopener noreferrer");
    }
}
