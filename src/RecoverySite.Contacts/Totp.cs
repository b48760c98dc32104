using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RecoverySite.Contacts;

/// <summary>
/// Time-based one-time passwords, RFC 6238 with its defaults (SHA-1, 30 seconds, 6 digits), as authenticator apps show them.
/// Identity's own provider reads the clock of the machine and takes a code as often as it is sent.
/// </summary>
public static class Totp
{
    private const int SecondsAStep = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The time step that the code belongs to: this one, the one before or the next (RFC 6238, section 5.2); null when it is wrong.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        var typed = Encoding.ASCII.GetBytes(string.Concat(code.Where(char.IsAsciiDigit)));
        var current = now.ToUnixTimeSeconds() / SecondsAStep;
        foreach (var step in new[] { current, current - 1, current + 1 })
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), typed))
                return step;
        }
        return null;
    }

    public static string Code(byte[] secret, DateTimeOffset now) => CodeAt(secret, now.ToUnixTimeSeconds() / SecondsAStep);

    /// <summary>RFC 4648 Base32; spaces and letter case do not matter.</summary>
    public static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var c in text.ToUpperInvariant())
        {
            if (Base32.IndexOf(c, StringComparison.Ordinal) is >= 0 and var value)
            {
                (bits, count) = ((bits << 5) | value, count + 5);
                if (count >= 8)
                {
                    count -= 8;
                    bytes.Add((byte)(bits >> count));
                    bits &= (1 << count) - 1;
                }
            }
        }
        return [.. bytes];
    }

    /// <summary>RFC 4226, section 5.3.</summary>
    private static string CodeAt(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // HMAC-SHA-1 is what the standard and the apps use; it is not a signature.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}
