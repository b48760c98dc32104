using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Articles;

/// <summary>
/// Turns the HTML of a page into a file that needs nothing else: pictures go into it, links name the site, and each is numbered for the
/// list that paper needs. One for each file.
/// </summary>
public sealed partial class StandAlone(Uri baseUrl, ContentMedia media)
{
    private readonly List<string> links = [];

    /// <summary>Where the links lead, the first one numbered one.</summary>
    public IReadOnlyList<string> Links => links;

    public string Make(string html) => Link().Replace(Picture().Replace(html, WithPicture), WithNumber);

    /// <summary>A picture that is not there leaves its words.</summary>
    private string WithPicture(Match picture)
    {
        var file = media.GetFileInfo(Uri.UnescapeDataString(WebUtility.HtmlDecode(picture.Value)));
        if (!file.Exists || !ContentMedia.Types.TryGetContentType(file.Name, out var type))
            return "data:,";
        using var stream = file.CreateReadStream();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return $"data:{type};base64,{Convert.ToBase64String(bytes.GetBuffer().AsSpan(0, (int)bytes.Length))}";
    }

    private string WithNumber(Match link)
    {
        var to = new Uri(baseUrl, WebUtility.HtmlDecode(link.Groups["to"].Value)).ToString();
        if (!links.Contains(to))
            links.Add(to);
        return $"""<a href="{HtmlEncoder.Default.Encode(to)}"{link.Groups["rest"].Value}</a><sup class="on-paper"> [{links.IndexOf(to) + 1}]</sup>""";
    }

    [GeneratedRegex("""(?<=<img [^>]*src=")/[^"]*""")]
    private static partial Regex Picture();

    /// <summary>One that leads out of the file, and not to a telephone.</summary>
    [GeneratedRegex("""<a href="(?<to>(?:/|https?:)[^"]*)"(?<rest>[^>]*>.*?)</a>""", RegexOptions.Singleline)]
    private static partial Regex Link();
}
