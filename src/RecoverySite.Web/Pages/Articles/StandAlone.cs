using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Articles;

/// <summary>Turns the HTML of a page into a file that needs nothing else: pictures go into it, and links name the site.</summary>
public sealed partial class StandAlone(Uri baseUrl, ContentMedia media)
{
    public string Make(string html) => Link().Replace(Picture().Replace(html, WithPicture), WithHost);

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

    private string WithHost(Match link) => HtmlEncoder.Default.Encode(new Uri(baseUrl, WebUtility.HtmlDecode(link.Value)).ToString());

    [GeneratedRegex("""(?<=<img [^>]*src=")/[^"]*""")]
    private static partial Regex Picture();

    [GeneratedRegex("""(?<=<a href=")/[^"]*""")]
    private static partial Regex Link();
}
