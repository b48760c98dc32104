using System.Globalization;
using System.Text;
using System.Xml;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// Width and height of a picture in CSS pixels, read from its header: PNG (W3C PNG, 11.2.1, IHDR), JPEG (ITU-T T.81, B.2.2,
/// frame header, with the orientation of CIPA DC-008, Exif), WebP (RFC 9649, VP8, VP8L and VP8X), AVIF (ISO/IEC 23008-12,
/// ispe and irot) and SVG 2 (8.2 and 8.6, width, height and viewBox of the root).
/// </summary>
public readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>Absolute units of CSS Values 4, 6.2, in pixels; a number alone is in pixels.</summary>
    private static readonly (string Unit, double Pixels)[] Units =
        [("px", 1), ("in", 96), ("cm", 96 / 2.54), ("mm", 96 / 25.4), ("pt", 96 / 72.0), ("pc", 16), ("", 1)];

    /// <summary>Null when the file is not what its name says, or has no size that can be known.</summary>
    public static PictureSize? Read(ReadOnlySpan<byte> bytes, string extension)
    {
        var (width, height) = extension switch
        {
            ".png" => Png(bytes),
            ".jpg" or ".jpeg" => Jpeg(bytes),
            ".webp" => WebP(bytes),
            ".avif" => Avif(bytes),
            ".svg" => Svg(bytes),
            _ => default,
        };
        (width, height) = (Math.Round(width, MidpointRounding.AwayFromZero), Math.Round(height, MidpointRounding.AwayFromZero));
        return width is >= 1 and <= 20_000 && height is >= 1 and <= 20_000 ? new((int)width, (int)height) : null;
    }

    private static (double Width, double Height) Png(ReadOnlySpan<byte> bytes) =>
        bytes is [0x89, .. var rest] && rest.StartsWith("PNG\r\n\u001A\n\0\0\0\rIHDR"u8) ? (Number(bytes, 16, 4), Number(bytes, 20, 4)) : default;

    private static (double Width, double Height) Jpeg(ReadOnlySpan<byte> bytes)
    {
        if (Number(bytes, 0, 2) != 0xFFD8)
            return default;
        var turned = false;
        for (var at = 2L; Number(bytes, at, 1) == 0xFF;)
        {
            var (marker, length) = (Number(bytes, at + 1, 1), Number(bytes, at + 2, 2));
            // C4, C8 and CC stand among the frame headers, but are none.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return Turn(Number(bytes, at + 7, 2), Number(bytes, at + 5, 2), turned);
            turned |= marker == 0xE1 && IsTurned(Part(bytes, at + 4, length - 2));
            // Any number of FF bytes may stand before a marker.
            at += marker == 0xFF ? 1 : 2 + length;
        }
        return default;
    }

    /// <summary>Browsers show a photograph the way up that its camera noted; orientations 5 to 8 lie on their side.</summary>
    private static bool IsTurned(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : [];
        var little = tiff.StartsWith("II"u8);
        var entry = Number(tiff, 4, 4, little) + 2;
        var end = Math.Min(entry + 12 * Number(tiff, entry - 2, 2, little), tiff.Length);
        while (entry < end && Number(tiff, entry, 2, little) != 0x0112)
            entry += 12;
        return entry < end && Number(tiff, entry + 8, 2, little) is >= 5 and <= 8;
    }

    private static (double Width, double Height) WebP(ReadOnlySpan<byte> bytes) => (Name(bytes, 0) + Name(bytes, 8) + Name(bytes, 12)) switch
    {
        "RIFFWEBPVP8 " when Number(bytes, 23, 3) == 0x9D012A => (Little(bytes, 26, 2) & 0x3FFF, Little(bytes, 28, 2) & 0x3FFF),
        // The next two write one less than the size, so that a number cut off would pass for a 1.
        "RIFFWEBPVP8L" when bytes.Length >= 25 && bytes[20] == 0x2F && Little(bytes, 21, 4) is var both => (1 + (both & 0x3FFF), 1 + (both >> 14 & 0x3FFF)),
        "RIFFWEBPVP8X" when bytes.Length >= 30 => (1 + Little(bytes, 24, 3), 1 + Little(bytes, 27, 3)),
        _ => default,
    };

    private static (double Width, double Height) Avif(ReadOnlySpan<byte> bytes)
    {
        var brands = Part(bytes, 8, Number(bytes, 0, 4) - 8);
        if (Name(bytes, 4) != "ftyp" || (brands.IndexOf("avif"u8) < 0 && brands.IndexOf("avis"u8) < 0))
            return default;
        var (width, height, turned) = (0L, 0L, false);
        for (long at = 0, step; ; at += step)
        {
            var (size, name) = (Number(bytes, at, 4), Name(bytes, at + 4));
            // Thumbnails and the tiles of a grid have sizes of their own: the largest is the whole picture.
            if (name == "ispe" && Number(bytes, at + 12, 4) * Number(bytes, at + 16, 4) > width * height)
                (width, height) = (Number(bytes, at + 12, 4), Number(bytes, at + 16, 4));
            turned |= name == "irot" && (Number(bytes, at + 8, 1) & 1) == 1;
            step = name switch
            {
                // A box of boxes is entered by stepping over its header alone, so that no nesting is too deep.
                "meta" when size <= bytes.Length - at => 12,
                "iprp" or "ipco" => 8,
                _ => size == 1 ? Number(bytes, at + 8, 8) : size,
            };
            if (step < 8 || step > bytes.Length - at)
                return Turn(width, height, turned);
        }
    }

    private static (double Width, double Height) Svg(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
            using var reader = XmlReader.Create(new MemoryStream(bytes.ToArray()), settings);
            if (!reader.IsStartElement("svg", "http://www.w3.org/2000/svg"))
                return default;
            var box = reader["viewBox"]?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
            var (across, down) = box is [_, _, var w, var h] ? (Pixels(w), Pixels(h)) : default;
            var (width, height) = (Pixels(reader["width"]), Pixels(reader["height"]));
            return (width ?? height * across / down ?? across ?? 0, height ?? width * down / across ?? down ?? 0);
        }
        catch (XmlException)
        {
            return default;
        }
    }

    /// <summary>Null where the length is left to the viewBox; not a number where its unit depends on the page, as an em does.</summary>
    private static double? Pixels(string? length)
    {
        var text = (length ?? "auto").AsSpan().Trim();
        if (text is "auto" || text.EndsWith('%'))
            return null;
        foreach (var (unit, pixels) in Units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                return double.TryParse(text[..^unit.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out var count) ? count * pixels : double.NaN;
        }
        return double.NaN;
    }

    private static (double Width, double Height) Turn(long width, long height, bool turned) => turned ? (height, width) : (width, height);

    private static string Name(ReadOnlySpan<byte> bytes, long at) => Encoding.Latin1.GetString(Part(bytes, at, 4));

    /// <summary>Zero beyond the end, so that a picture that is cut short or lies about a length comes out with no size.</summary>
    private static long Number(ReadOnlySpan<byte> bytes, long at, int length, bool little = false)
    {
        var number = 0L;
        for (var i = 0; i < length && at + length <= bytes.Length; i++)
            number = number << 8 | bytes[(int)at + (little ? length - 1 - i : i)];
        return number;
    }

    private static long Little(ReadOnlySpan<byte> bytes, long at, int length) => Number(bytes, at, length, little: true);

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, long at, long length) =>
        at < bytes.Length ? bytes.Slice((int)at, (int)Math.Clamp(length, 0, bytes.Length - at)) : [];
}
