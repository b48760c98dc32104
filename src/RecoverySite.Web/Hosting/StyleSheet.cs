using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// <c>site.css</c>, written into every page so that one response is enough to read, and allowed there by its hash.
/// Comments and indentation stay behind.
/// </summary>
public sealed partial class StyleSheet
{
    public StyleSheet()
    {
        using var resource = typeof(StyleSheet).Assembly.GetManifestResourceStream("site.css")
            ?? throw new InvalidOperationException("site.css is not embedded.");
        using var reader = new StreamReader(resource);
        Text = Whitespace().Replace(Comment().Replace(reader.ReadToEnd(), ""), " ").Trim();
        CspHash = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    /// <summary>Exactly what stands between the style tags.</summary>
    public string Text { get; }

    /// <summary>CSP Level 3 hash source of <see cref="Text"/>, without the quotes.</summary>
    public string CspHash { get; }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
