using System.Text;

namespace RecoverySite.Tests;

/// <summary>In how many ways the same words may stand somewhere.</summary>
internal static class Spellings
{
    public static IEnumerable<string> Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        yield return text;
        yield return new string([.. text.Reverse()]);
        yield return Uri.EscapeDataString(text);
        yield return string.Concat(bytes.Select(b => $"%{b:x2}"));
        yield return Convert.ToHexString(bytes);
        yield return Convert.ToHexStringLower(bytes);
        // At whichever place of three it may stand in a longer text.
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]);
            yield return encoded[((shift * 8 + 5) / 6)..(encoded.Length - 4)];
        }
    }

    /// <summary>The same in bytes, in the encodings that files have.</summary>
    public static IEnumerable<byte[]> InBytes(string text) =>
        Of(text).SelectMany(spelled => new[] { Encoding.UTF8.GetBytes(spelled), Encoding.Unicode.GetBytes(spelled), Encoding.BigEndianUnicode.GetBytes(spelled) });
}
