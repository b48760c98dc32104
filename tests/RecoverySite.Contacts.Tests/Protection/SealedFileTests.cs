using System.Security.Cryptography;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Tests.Protection;

public sealed class SealedFileTests
{
    private const int Chunk = 64 * 1024, Tag = 16;

    private readonly KeyRing ring = KeyRing.Create(DateTimeOffset.UnixEpoch);

    private async Task<byte[]> SealAsync(byte[] plain)
    {
        using var target = new MemoryStream();
        await SealedFile.SealAsync(new MemoryStream(plain), target, ring, default);
        return target.ToArray();
    }

    private static async Task<byte[]> OpenAsync(byte[] file, KeyRing keys)
    {
        using var target = new MemoryStream();
        await SealedFile.OpenAsync(new MemoryStream(file), target, keys, default);
        return target.ToArray();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(2 * Chunk)]
    [InlineData((3 * Chunk) + 17)]
    public async Task A_file_of_any_length_comes_back_as_it_was(int length)
    {
        var plain = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(plain, await OpenAsync(await SealAsync(plain), ring));
    }

    [Fact]
    public async Task It_opens_after_a_rotation_and_with_no_other_ring()
    {
        var file = await SealAsync("Samantha"u8.ToArray());

        Assert.Equal("Samantha"u8.ToArray(), await OpenAsync(file, ring.WithNewKey(DateTimeOffset.UnixEpoch)));
        await Assert.ThrowsAsync<SealBrokenException>(() => OpenAsync(file, KeyRing.Create(DateTimeOffset.UnixEpoch)));
    }

    [Fact]
    public async Task Nothing_can_be_cut_off_moved_left_out_added_or_changed()
    {
        var file = await SealAsync(RandomNumberGenerator.GetBytes(2 * Chunk));
        var start = file.Length - (2 * (Chunk + Tag));
        byte[] head = file[..start], first = file[start..(start + Chunk + Tag)], second = file[(start + Chunk + Tag)..];

        byte[][] broken =
        [
            [.. head, .. first],
            [.. head, .. second],
            [.. head, .. second, .. first],
            [.. head, .. first, .. first, .. second],
            [.. file, 0],
            file[..^1],
            head,
            head[..10],
            [],
            "Samantha"u8.ToArray(),
        ];
        foreach (var bytes in broken)
            await Assert.ThrowsAsync<SealBrokenException>(() => OpenAsync(bytes, ring));
        foreach (var at in new[] { 0, 20, start - 1, start, start + Chunk, file.Length - 1 })
        {
            var changed = file.ToArray();
            changed[at] ^= 1;
            await Assert.ThrowsAsync<SealBrokenException>(() => OpenAsync(changed, ring));
        }
    }
}
