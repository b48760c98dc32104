using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RecoverySite.Web.Publishing;

/// <summary>How a kept page is coded on its way (RFC 9110, 8.4).</summary>
public enum ContentCoding
{
    Identity,
    Gzip,
    Brotli,
}

/// <summary>Chooses a coding by <c>Accept-Encoding</c> (RFC 9110, 12.5.3).</summary>
internal static class ContentCodings
{
    private const int MostKnown = 256;

    /// <summary>Browsers send few different ones, each with every request.</summary>
    private static readonly ConcurrentDictionary<string, ContentCoding> Known = new(StringComparer.Ordinal);

    /// <summary>The one that the client likes best, among equals the smallest; as it is where nothing else is wanted, or nothing at all.</summary>
    public static ContentCoding Choose(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0)
            return ContentCoding.Identity;
        var text = acceptEncoding.Count == 1 ? acceptEncoding[0]! : acceptEncoding.ToString();
        if (Known.TryGetValue(text, out var known))
            return known;
        var chosen = Read(text);
        if (Known.Count < MostKnown)
            Known.TryAdd(text, chosen);
        return chosen;
    }

    private static ContentCoding Read(string text)
    {
        if (!StringWithQualityHeaderValue.TryParseList([text], out var accepted))
            return ContentCoding.Identity;
        double? Quality(string coding) => accepted.FirstOrDefault(a => a.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) is { } named ? named.Quality ?? 1 : null;
        var others = Quality("*");
        var (brotli, gzip) = (Quality("br") ?? others ?? 0, Quality("gzip") ?? Quality("x-gzip") ?? others ?? 0);
        // Not named, identity is acceptable and liked least.
        var identity = Quality("identity") ?? 0;
        return brotli > 0 && brotli >= gzip && brotli >= identity ? ContentCoding.Brotli
            : gzip > 0 && gzip >= identity ? ContentCoding.Gzip
            : ContentCoding.Identity;
    }
}
