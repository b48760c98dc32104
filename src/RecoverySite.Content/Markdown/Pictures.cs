using RecoverySite.Content.Loading;
using System.Globalization;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace RecoverySite.Content.Markdown;

/// <param name="Path">Relative to the content folder.</param>
/// <param name="Stamp">Changes with the file.</param>
internal sealed record PictureFile(string Path, FileStamp Stamp, PictureSize Size)
{
    public string Url => "/" + string.Join('/', Path.Split('/').Select(Uri.EscapeDataString));
}

/// <summary>The pictures of a content folder, each measured when a page first uses it.</summary>
internal sealed class PictureFiles(string folder, IReadOnlyDictionary<string, FileStamp> files)
{
    private const int HeaderBytes = 256 * 1024;

    /// <summary>The file that a page means by <paramref name="url"/>, relative to the content folder.</summary>
    /// <param name="page">The page's own file: a picture without a leading slash lies beside it.</param>
    public static string PathOf(string url, string page) => Uri.UnescapeDataString(
        url.StartsWith('/') ? url[1..] : System.IO.Path.GetDirectoryName(page) is { Length: > 0 } beside ? $"{beside}/{url}" : url);

    /// <summary>Null when there is no such file or it is no picture.</summary>
    public PictureFile? Find(string path)
    {
        if (!files.TryGetValue(path, out var stamp))
            return null;
        try
        {
            using var stream = File.OpenRead(System.IO.Path.Combine(folder, path));
            var bytes = new byte[Math.Min(stream.Length, HeaderBytes)];
            stream.ReadExactly(bytes);
            return PictureSize.Read(bytes, System.IO.Path.GetExtension(path).ToLowerInvariant()) is { } size ? new PictureFile(path, stamp, size) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>What a picture needs so that the page does not jump and everybody learns what it shows.</summary>
internal static class Pictures
{
    private const int HeavyBytes = 200 * 1024;

    public static string? WhyHeavy(PictureFile file) =>
        file.Stamp.Length > HeavyBytes ? $"The picture has {file.Stamp.Length / 1024} KB. On a bad line it would hold the reader up: make it smaller than {HeavyBytes / 1024} KB." : null;

    public static void Prepare(LinkInline picture, PictureFile file, Action<(Rule Rule, string Text)> found)
    {
        var alt = ArticleMarkdown.PlainText(picture).Trim();
        if (alt.Length == 0)
            found((Rules.NoAltText, "The picture has no description. Say what it shows in the square brackets, or write ![decorative](...) when it says nothing."));
        else if (SafeLinks.PictureKinds.Any(kind => alt.EndsWith(kind, StringComparison.OrdinalIgnoreCase)) || (!alt.Contains(' ') && alt.Any(c => c is '_' or '-' || char.IsAsciiDigit(c))))
            found((Rules.AltIsFileName, $"\"{alt}\" is a file name. Say what the picture shows."));
        if (WhyHeavy(file) is { } heavy)
            found((Rules.HeavyPicture, heavy));

        picture.Url = file.Url;
        if (alt == "decorative")
            picture.Clear();
        var attributes = picture.GetAttributes();
        attributes.AddProperty("width", file.Size.Width.ToString(CultureInfo.InvariantCulture));
        attributes.AddProperty("height", file.Size.Height.ToString(CultureInfo.InvariantCulture));
        attributes.AddProperty("loading", "lazy");
        attributes.AddProperty("decoding", "async");
    }
}
