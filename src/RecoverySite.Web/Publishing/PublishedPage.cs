using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace RecoverySite.Web.Publishing;

/// <summary>The bytes of a page in one coding, with their strong entity tag: another coding has another (RFC 9110, 8.8.3.3).</summary>
internal sealed record CodedPage(byte[] Bytes, string EntityTag, int Quality = 0)
{
    /// <summary>Brotli (RFC 7932) of quality 6 while somebody waits: an article fits into the first window of a connection with it. 11 makes it a tenth smaller, for many times the work.</summary>
    public const int Fast = 6, Smallest = 11;

    public static CodedPage Plain(byte[] page, string hash) => new(page, $"\"{hash}-i\"");

    public static CodedPage Brotli(byte[] page, string hash, int quality)
    {
        var coded = new byte[BrotliEncoder.GetMaxCompressedLength(page.Length)];
        if (!BrotliEncoder.TryCompress(page, coded, out var length, quality, window: 22))
            throw new InvalidOperationException("Brotli needs more room than it says.");
        return new(coded[..length], $"\"{hash}-b{quality}\"", quality);
    }

    public static CodedPage Gzip(byte[] page, string hash)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(page);
        return new(coded.ToArray(), $"\"{hash}-g\"");
    }
}

/// <summary>A page as it is sent: made for one answer, or kept ready in the codings that browsers take.</summary>
/// <param name="Headers">What every answer says, whatever its coding, beside what <see cref="PageSending"/> says.</param>
/// <param name="Hash">Of the page as it is, 128 bits in hexadecimal.</param>
/// <param name="Changed">Since when it has read so, to the second; null when that is not known, or when it changed twice in one, so that no date tells the two apart.</param>
internal sealed record PublishedPage(IReadOnlyList<KeyValuePair<string, StringValues>> Headers, string Hash, DateTimeOffset? Changed)
{
    private CodedPage? plain, brotli, gzip;

    /// <summary>HTTP-date (RFC 9110, 5.6.7).</summary>
    public string? LastModified { get; } = Changed?.ToString("r");

    public bool IsSmallest => brotli?.Quality == CodedPage.Smallest;

    /// <summary>For one answer: coded when it is asked for.</summary>
    public static PublishedPage Of(byte[] page, string hash, IReadOnlyList<KeyValuePair<string, StringValues>> headers, DateTimeOffset? changed) =>
        new(headers, hash, changed) { plain = CodedPage.Plain(page, hash) };

    public static string HashOf(ReadOnlySpan<byte> page) => Convert.ToHexStringLower(SHA256.HashData(page))[..32];

    /// <summary>The same page in every coding.</summary>
    public PublishedPage Ready() => this with { brotli = In(ContentCoding.Brotli), gzip = In(ContentCoding.Gzip) };

    public PublishedPage Smallest() => this with { brotli = CodedPage.Brotli(plain!.Bytes, Hash, CodedPage.Smallest) };

    public CodedPage In(ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => brotli ?? CodedPage.Brotli(plain!.Bytes, Hash, CodedPage.Fast),
        ContentCoding.Gzip => gzip ?? CodedPage.Gzip(plain!.Bytes, Hash),
        _ => plain!,
    };

    /// <summary>True when the tag is one of this page in this coding. Bytes that were made smaller since are the same page.</summary>
    public bool IsTag(ReadOnlySpan<char> tag, ContentCoding coding) =>
        tag.Length > Hash.Length + 2 && tag[0] == '"' && tag[1..].StartsWith(Hash, StringComparison.Ordinal) && tag[(Hash.Length + 1)..] is var end
        && coding switch { ContentCoding.Brotli => end is "-b6\"" or "-b11\"", ContentCoding.Gzip => end is "-g\"", _ => end is "-i\"" };
}
