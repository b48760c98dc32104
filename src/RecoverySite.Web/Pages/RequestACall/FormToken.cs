using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>
/// The idempotency key of one form with the time at which it was handed out, signed. The signature is a hint about spam
/// and nothing else: it is made with a key of this process alone, and a token that no longer verifies still carries its key.
/// </summary>
/// <param name="Key">128 random bits, base64url.</param>
/// <param name="IssuedAt">Null when the token does not verify.</param>
public sealed partial record FormToken(string Key, DateTimeOffset? IssuedAt)
{
    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(32);

    public static string Issue(DateTimeOffset now)
    {
        var payload = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) + "." + now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return payload + "." + Sign(payload);
    }

    /// <summary>Null when not even a key can be made out.</summary>
    public static FormToken? Read(string? token)
    {
        var match = Form().Match(token ?? "");
        if (!match.Success)
            return null;
        var verifies = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Sign($"{match.Groups["key"].Value}.{match.Groups["issued"].Value}")),
            Encoding.ASCII.GetBytes(match.Groups["signature"].Value));
        return new FormToken(
            match.Groups["key"].Value,
            verifies ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(match.Groups["issued"].Value, CultureInfo.InvariantCulture)) : null);
    }

    private static string Sign(string payload) => Base64Url.EncodeToString(HMACSHA256.HashData(Secret, Encoding.ASCII.GetBytes(payload)));

    [GeneratedRegex(@"^(?<key>[A-Za-z0-9_-]{22})\.(?<issued>[0-9]{1,14})\.(?<signature>[A-Za-z0-9_-]{1,64})$")]
    private static partial Regex Form();
}
