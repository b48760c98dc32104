using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Brotli (RFC 7932) of quality 5, where the framework's own provider stops at 4 or goes to 11. An article fits into the first
/// window of a connection with it, and that round trip is worth more than the millisecond.
/// </summary>
public sealed class SmallPages : ICompressionProvider
{
    public string EncodingName => "br";

    public bool SupportsFlush => true;

    public Stream CreateStream(Stream outputStream) => new BrotliStream(outputStream, new BrotliCompressionOptions { Quality = 5 }, leaveOpen: true);
}
