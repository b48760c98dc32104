using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace RecoverySite.Web.Publishing;

/// <summary>The bytes of a page in one coding, with their strong entity tag: another coding has another (RFC 9110, 8.8.3.3).</summary>
internal sealed record CodedPage(ReadOnlyMemory<byte> Bytes, string EntityTag, int Quality = 0)
{
    /// <summary>Brotli (RFC 7932) of quality 6 while somebody waits: an article fits into the first window of a connection with it. 11 makes it a tenth smaller, for many times the work.</summary>
    public const int Fast = 6, Smallest = 11;

    public static CodedPage Plain(ReadOnlyMemory<byte> page, string hash) => new(page, $"\"{hash}-i\"");

    public static CodedPage Brotli(ReadOnlyMemory<byte> coded, string hash, int quality) => new(coded, $"\"{hash}-b{quality}\"", quality);

    public static CodedPage Gzip(ReadOnlyMemory<byte> coded, string hash) => new(coded, $"\"{hash}-g\"");

    public CodedPage ToBrotli(string hash, int quality)
    {
        var coded = new byte[BrotliEncoder.GetMaxCompressedLength(Bytes.Length)];
        if (!BrotliEncoder.TryCompress(Bytes.Span, coded, out var length, quality, window: 22))
            throw new InvalidOperationException("Brotli needs more room than it says.");
        return Brotli(coded.AsSpan(0, length).ToArray(), hash, quality);
    }

    public CodedPage ToGzip(string hash)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Bytes.Span);
        return Gzip(coded.ToArray(), hash);
    }

    public CodedPage FromGzip(string hash, int length)
    {
        var page = new byte[length];
        using var gzip = new GZipStream(new MemoryStream(Bytes.ToArray()), CompressionMode.Decompress);
        gzip.ReadExactly(page);
        return Plain(page, hash);
    }
}

/// <summary>A page as it is sent: made for one answer, or kept ready in the codings that browsers take.</summary>
/// <param name="Headers">What every answer says, whatever its coding, beside what <see cref="PageSending"/> says.</param>
/// <param name="Hash">Of the page as it is, 128 bits in hexadecimal.</param>
/// <param name="Changed">Since when it has read so, to the second; null when that is not known, or when it changed twice in one, so that no date tells the two apart.</param>
internal sealed record PublishedPage(KeyValuePair<string, StringValues>[] Headers, string Hash, DateTimeOffset? Changed)
{
    private CodedPage? plain, brotli, gzip;

    /// <summary>HTTP-date (RFC 9110, 5.6.7).</summary>
    public string? LastModified { get; } = Changed?.ToString("r");

    /// <summary>In bytes, without a coding.</summary>
    public required int Length { get; init; }

    /// <summary>What it takes in memory, about: with all of its codings.</summary>
    public int Size => Length + (brotli?.Bytes.Length ?? 0) + (gzip?.Bytes.Length ?? 0);

    public bool IsSmallest => brotli?.Quality == CodedPage.Smallest;

    /// <summary>For one answer: coded when it is asked for.</summary>
    public static PublishedPage Of(byte[] page, string hash, KeyValuePair<string, StringValues>[] headers, DateTimeOffset? changed) =>
        new(headers, hash, changed) { Length = page.Length, plain = CodedPage.Plain(page, hash) };

    public static string HashOf(ReadOnlySpan<byte> page) => Convert.ToHexStringLower(SHA256.HashData(page))[..32];

    /// <summary>The same page in every coding, but without the room that the page as it is takes: see <see cref="In"/>.</summary>
    public PublishedPage Ready() => this with { brotli = In(ContentCoding.Brotli), gzip = In(ContentCoding.Gzip), plain = null };

    public PublishedPage Smallest() => this with { brotli = (plain ?? gzip!.FromGzip(Hash, Length)).ToBrotli(Hash, CodedPage.Smallest) };

    /// <summary>The coding is made where it is not ready: without one, because nearly nobody asks for it, and all of a page made for one answer.</summary>
    public CodedPage In(ContentCoding coding) => coding switch
    {
        ContentCoding.Brotli => brotli ?? plain!.ToBrotli(Hash, CodedPage.Fast),
        ContentCoding.Gzip => gzip ?? plain!.ToGzip(Hash),
        _ => plain ??= gzip!.FromGzip(Hash, Length),
    };

    /// <summary>True when the tag is one of this page in this coding. Bytes that were made smaller since are the same page.</summary>
    public bool IsTag(ReadOnlySpan<char> tag, ContentCoding coding) =>
        tag.Length > Hash.Length + 2 && tag[0] == '"' && tag[1..].StartsWith(Hash, StringComparison.Ordinal) && tag[(Hash.Length + 1)..] is var end
        && coding switch { ContentCoding.Brotli => end is "-b6\"" or "-b11\"", ContentCoding.Gzip => end is "-g\"", _ => end is "-i\"" };

    /// <summary>A page that is ready, for <see cref="Read"/>. The first byte is its quality in brotli.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        to.Write((byte)brotli!.Quality);
        to.Write(Hash);
        to.Write(Changed?.UtcTicks ?? 0);
        to.Write(Headers.Length);
        foreach (var (name, value) in Headers)
        {
            to.Write(name);
            to.Write(value.ToString());
        }
        to.Write(Length);
        to.Write(brotli.Bytes.Length);
        to.Write(gzip!.Bytes.Length);
        to.Write(brotli.Bytes.Span);
        to.Write(gzip.Bytes.Span);
        to.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="Exception">Of any kind: the bytes are something else.</exception>
    public static PublishedPage Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var from = new BinaryReader(stream);
        var quality = from.ReadByte();
        var hash = from.ReadString();
        DateTimeOffset? changed = from.ReadInt64() is var ticks and > 0 ? new(ticks, TimeSpan.Zero) : null;
        var headers = new KeyValuePair<string, StringValues>[from.ReadInt32() is var count and >= 0 and < 100 ? count : throw new InvalidDataException("The page is not what was written.")];
        for (var i = 0; i < headers.Length; i++)
            headers[i] = new(from.ReadString(), from.ReadString());
        var (length, brotli, gzip) = (from.ReadInt32(), from.ReadInt32(), from.ReadInt32());
        var at = (int)stream.Position;
        return new(headers, hash, changed)
        {
            Length = length,
            brotli = CodedPage.Brotli(bytes.AsMemory(at, brotli), hash, quality),
            gzip = CodedPage.Gzip(bytes.AsMemory(at + brotli, gzip), hash),
        };
    }
}
