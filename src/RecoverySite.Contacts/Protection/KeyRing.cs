using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RecoverySite.Contacts.Protection;

/// <summary>A value that the key ring cannot open: another key, another row, or somebody has changed it.</summary>
public sealed class SealBrokenException(string message) : Exception(message);

/// <summary>Which column of which row a sealed value belongs to. It opens nowhere else.</summary>
public readonly record struct SealedPlace(string Table, string Column, Guid Row);

/// <summary>One key of the ring.</summary>
/// <param name="Id">As in <c>k2</c>; stands in every value sealed with it.</param>
/// <param name="Secret">256 random bits.</param>
public sealed record RingKey(string Id, DateTimeOffset MadeAt, byte[] Secret)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => Id;
}

/// <summary>
/// The keys of the store. Values are sealed with AES-256-GCM (NIST SP 800-38D, 96-bit random nonce, 128-bit tag) as
/// <c>v1|key|nonce|ciphertext|tag</c>, the parts after the key in base64url; the associated data is <c>table|column|row|key</c>.
/// What must be found without being read has an HMAC-SHA-256 beside it, under a key of its own that never changes.
/// </summary>
public sealed class KeyRing
{
    private const string Version = "v1";
    private const int NonceLength = 12, TagLength = 16, SecretLength = 32;

    private readonly Dictionary<string, RingKey> byId;
    private readonly byte[] indexSecret;

    internal KeyRing(IEnumerable<RingKey> keys, byte[] indexSecret)
    {
        Keys = [.. keys];
        byId = Keys.ToDictionary(k => k.Id);
        this.indexSecret = indexSecret;
        if (Keys.Count == 0 || indexSecret.Length != SecretLength || Keys.Any(k => k.Secret.Length != SecretLength || k.Id.Length == 0 || !k.Id.All(char.IsAsciiLetterOrDigit)))
            throw new FormatException("A key ring has at least one key, and each is 256 bits long.");
    }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<RingKey> Keys { get; }

    /// <summary>The key that new values are sealed with.</summary>
    public RingKey Current => Keys[^1];

    internal ReadOnlySpan<byte> IndexSecret => indexSecret;

    public static KeyRing Create(DateTimeOffset now) => new([NewKey(1, now)], RandomNumberGenerator.GetBytes(SecretLength));

    /// <summary>The same ring with one key more, which is the current one from here on.</summary>
    public KeyRing WithNewKey(DateTimeOffset now) => new([.. Keys, NewKey(Keys.Max(k => int.Parse(k.Id.AsSpan(1))) + 1, now)], indexSecret);

    internal static bool IsSealed(string value) => value.StartsWith(Version + "|", StringComparison.Ordinal);

    public bool Has(string keyId) => byId.ContainsKey(keyId);

    public string Seal(string plain, SealedPlace place) => Seal(plain, place, Current);

    internal static string Seal(string plain, SealedPlace place, RingKey key)
    {
        var bytes = Encoding.UTF8.GetBytes(plain);
        Span<byte> nonce = stackalloc byte[NonceLength], tag = stackalloc byte[TagLength];
        RandomNumberGenerator.Fill(nonce);
        var cipher = new byte[bytes.Length];
        using var aes = new AesGcm(key.Secret, TagLength);
        aes.Encrypt(nonce, bytes, cipher, tag, AssociatedData(place, key.Id));
        return string.Join('|', Version, key.Id, Base64Url.EncodeToString(nonce), Base64Url.EncodeToString(cipher), Base64Url.EncodeToString(tag));
    }

    /// <exception cref="SealBrokenException"/>
    public string Open(string value, SealedPlace place)
    {
        if (value.Split('|') is not [Version, var id, var nonce, var cipher, var tag])
            throw new SealBrokenException("The value is not sealed.");
        if (!byId.TryGetValue(id, out var key))
            throw new SealBrokenException("The key of the value is not on the ring.");
        try
        {
            var bytes = Base64Url.DecodeFromChars(cipher);
            var plain = new byte[bytes.Length];
            using var aes = new AesGcm(key.Secret, TagLength);
            aes.Decrypt(Base64Url.DecodeFromChars(nonce), bytes, Base64Url.DecodeFromChars(tag), plain, AssociatedData(place, id));
            return Encoding.UTF8.GetString(plain);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            throw new SealBrokenException("The value does not belong here, or was changed.");
        }
    }

    /// <summary>How every value begins that the current key has sealed.</summary>
    public string CurrentPrefix => $"{Version}|{Current.Id}|";

    /// <summary>Blind index: 32 bytes, the same for the same number, that tell nothing to whoever has no ring.</summary>
    public byte[] IndexOfNumber(string e164) => IndexOf("number", e164);

    /// <summary>The same for the last four digits, for whoever left a voicemail.</summary>
    public byte[] IndexOfLastFour(string e164) => IndexOf("last four", e164[^4..]);

    /// <summary>Tells two rings apart without saying anything about either.</summary>
    internal byte[] IndexCheck => IndexOf("check", "");

    private byte[] IndexOf(string purpose, string value) => HMACSHA256.HashData(indexSecret, Encoding.UTF8.GetBytes($"{purpose}|{value}"));

    private static RingKey NewKey(int number, DateTimeOffset now) => new($"k{number}", now, RandomNumberGenerator.GetBytes(SecretLength));

    private static byte[] AssociatedData(SealedPlace place, string keyId) => Encoding.UTF8.GetBytes($"{place.Table}|{place.Column}|{place.Row:D}|{keyId}");
}
