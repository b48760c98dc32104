using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RecoverySite.Contacts.Protection;

/// <summary>
/// A file that nobody can read or change without the key ring: one line <c>RecoverySite sealed file v1 KEY</c>, then chunks of
/// AES-256-GCM under a key of the file's own, made from the ring's by HKDF-SHA-256 (RFC 5869) with 256 random bits of salt.
/// The nonce of a chunk is its number and whether it is the last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
/// Vizár, 2015): no chunk can be left out, moved or cut off unnoticed.
/// </summary>
public static class SealedFile
{
    private const string Header = "RecoverySite sealed file v1 ";
    private const int ChunkLength = 64 * 1024, SaltLength = 32, NonceLength = 12, TagLength = 16;

    public static async Task SealAsync(Stream plain, Stream target, KeyRing keys, CancellationToken cancel)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var header = Encoding.ASCII.GetBytes($"{Header}{keys.Current.Id}\n");
        await target.WriteAsync(header, cancel);
        await target.WriteAsync(salt, cancel);
        using var aes = KeyOf(keys.Current, salt);
        byte[] chunk = new byte[ChunkLength], next = new byte[ChunkLength], cipher = new byte[ChunkLength], tag = new byte[TagLength];
        var length = await plain.ReadAtLeastAsync(chunk, ChunkLength, throwOnEndOfStream: false, cancel);
        for (var number = 0L; ; number++)
        {
            var nextLength = length < ChunkLength ? 0 : await plain.ReadAtLeastAsync(next, ChunkLength, throwOnEndOfStream: false, cancel);
            aes.Encrypt(Nonce(number, isLast: nextLength == 0), chunk.AsSpan(0, length), cipher.AsSpan(0, length), tag, header);
            await target.WriteAsync(cipher.AsMemory(0, length), cancel);
            await target.WriteAsync(tag, cancel);
            if (nextLength == 0)
                return;
            (chunk, next, length) = (next, chunk, nextLength);
        }
    }

    /// <exception cref="SealBrokenException">The file is no sealed file, was cut off or changed, or belongs to another ring. What was written to <paramref name="target"/> is worth nothing then.</exception>
    public static async Task OpenAsync(Stream source, Stream target, KeyRing keys, CancellationToken cancel)
    {
        var header = await HeaderAsync(source, cancel);
        var key = keys.Keys.FirstOrDefault(k => header.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes($"{Header}{k.Id}\n"))) ?? throw new SealBrokenException("The key of the file is not on the ring, or it is no sealed file.");
        var salt = new byte[SaltLength];
        if (await source.ReadAtLeastAsync(salt, SaltLength, throwOnEndOfStream: false, cancel) < SaltLength)
            throw new SealBrokenException("The file was cut off.");
        using var aes = KeyOf(key, salt);
        byte[] chunk = new byte[ChunkLength + TagLength], next = new byte[ChunkLength + TagLength], plain = new byte[ChunkLength];
        var length = await source.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancel);
        for (var number = 0L; ; number++)
        {
            if (length < TagLength)
                throw new SealBrokenException("The file was cut off.");
            var nextLength = length < chunk.Length ? 0 : await source.ReadAtLeastAsync(next, next.Length, throwOnEndOfStream: false, cancel);
            var plainLength = length - TagLength;
            try
            {
                aes.Decrypt(Nonce(number, isLast: nextLength == 0), chunk.AsSpan(0, plainLength), chunk.AsSpan(plainLength, TagLength), plain.AsSpan(0, plainLength), header);
            }
            catch (CryptographicException)
            {
                throw new SealBrokenException("The file was cut off or changed, or belongs to another key ring.");
            }
            await target.WriteAsync(plain.AsMemory(0, plainLength), cancel);
            if (nextLength == 0)
                return;
            (chunk, next, length) = (next, chunk, nextLength);
        }
    }

    private static async Task<byte[]> HeaderAsync(Stream source, CancellationToken cancel)
    {
        const int longest = 64;
        var header = new List<byte>();
        var one = new byte[1];
        while (header.Count < longest && await source.ReadAtLeastAsync(one, 1, throwOnEndOfStream: false, cancel) == 1)
        {
            header.Add(one[0]);
            if (one[0] == '\n')
                break;
        }
        return [.. header];
    }

    private static AesGcm KeyOf(RingKey key, byte[] salt) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Secret, 32, salt, Encoding.ASCII.GetBytes(Header)), TagLength);

    private static byte[] Nonce(long number, bool isLast)
    {
        var nonce = new byte[NonceLength];
        BinaryPrimitives.WriteInt64BigEndian(nonce.AsSpan(3), number);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }
}
