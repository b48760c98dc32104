using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using RecoverySite.Content.Calling;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// Where a link may lead and what a picture may be. Markdig passes every scheme through, raw HTML off or not,
/// so the list is applied to the parsed tree, after entities have been decoded.
/// </summary>
internal static class SafeLinks
{
    public static readonly IReadOnlyList<string> PictureKinds = [".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif"];

    /// <summary>Null when the address may stand; otherwise what to write instead.</summary>
    public static string? WhyNot(string url, bool isImage)
    {
        if (url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
            return "An address holds no spaces and no control characters. Write a space as %20.";
        if (url.Contains('\\') || url.StartsWith("//", StringComparison.Ordinal))
            return $"\"{url}\" is neither an address on this site (/topic/article) nor a whole web address (https://...).";
        if (isImage)
        {
            return !url.Contains(':') && PictureKinds.Any(kind => url.EndsWith(kind, StringComparison.Ordinal))
                ? null
                : $"A picture is a file in the content folder, beside the page (picture.svg) or elsewhere (/topic/picture.svg): {string.Join(", ", PictureKinds)}. Pictures from other sites would tell them who reads this page.";
        }
        if (url.StartsWith('/') || url.StartsWith('#'))
            return null;
        return Scheme(url) switch
        {
            "https" or "http" or "mailto" or "tel" or "sms" => null,
            "" => $"\"{url}\" has no leading slash. Link to a page as /topic/article.",
            var scheme => $"Links of the kind \"{scheme}:\" are not allowed. Use https, mailto, tel, sms, or an address on this site.",
        };
    }

    /// <summary>When the words of a call link are a number, it is the one that is dialed.</summary>
    public static string? OtherNumber(string url, string words)
    {
        if (Scheme(url) is not ("tel" or "sms") || words.Count(char.IsAsciiDigit) < 3)
            return null;
        var dialed = url[4..];
        return DialString.SameNumber(dialed, words) ? null : $"\"{words}\" is shown but \"{dialed}\" would be dialed. Make the two the same number.";
    }

    /// <summary>Adds what a link needs. A number that <paramref name="site"/> does not name loses its link: nobody reaches a stranger through us.</summary>
    /// <returns>What to write instead, when the link was taken out.</returns>
    public static string? Prepare(Inline link, Site site)
    {
        var url = link is AutolinkInline { IsEmail: false } auto ? auto.Url : (link as LinkInline)?.Url ?? "";
        switch (Scheme(url))
        {
            case "tel" or "sms" when !site.Knows(url[4..]):
                foreach (var word in link is LinkInline withWords ? withWords.ToList() : [new LiteralInline(url[4..])])
                {
                    word.Remove();
                    link.InsertBefore(word);
                }
                link.Remove();
                return $"\"{url[4..]}\" is not a number in site.yml, so it is not a link. Write our own as {{{{phone}}}}; add any other to crisis_lines.";
            case "tel" or "sms":
                link.GetAttributes().AddClass("tel");
                return null;
            case "http" or "https":
                link.GetAttributes().AddProperty("rel", "noopener noreferrer");
                return null;
            default:
                return null;
        }
    }

    private static string Scheme(string url)
    {
        var colon = url.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? "" : url[..colon].ToLowerInvariant();
    }
}
