using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Tests.Protection;

public sealed class KeyRingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);
    private static readonly SealedPlace Place = new("Submissions", "Name", Guid.Parse("0199a000-0000-7000-8000-000000000001"));

    private readonly KeyRing ring = KeyRing.Create(Now);

    [Theory]
    [InlineData("")]
    [InlineData("Sam")]
    [InlineData("Zoë | 🦊 |v1|k1|")]
    public void What_is_sealed_can_be_opened_in_its_place(string plain) => Assert.Equal(plain, ring.Open(ring.Seal(plain, Place), Place));

    [Fact]
    public void A_value_is_AES_256_GCM_with_its_place_as_associated_data()
    {
        var key = ring.Current;

        var parts = ring.Seal("Sam", Place).Split('|');

        Assert.Equal(("v1", "k1", 5), (parts[0], parts[1], parts.Length));
        var plain = new byte[3];
        using var aes = new AesGcm(key.Secret, 16);
        aes.Decrypt(
            Base64Url.DecodeFromChars(parts[2]), Base64Url.DecodeFromChars(parts[3]), Base64Url.DecodeFromChars(parts[4]), plain,
            Encoding.UTF8.GetBytes("Submissions|Name|0199a000-0000-7000-8000-000000000001|k1"));
        Assert.Equal("Sam", Encoding.UTF8.GetString(plain));
        Assert.Equal((12, 32), (Base64Url.DecodeFromChars(parts[2]).Length, key.Secret.Length));
    }

    [Fact]
    public void The_same_words_never_look_the_same_twice() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => ring.Seal("Sam", Place)).Distinct().Count());

    [Fact]
    public void A_value_opens_in_no_other_row_column_or_table()
    {
        var value = ring.Seal("Sam", Place);

        Assert.Throws<SealBrokenException>(() => ring.Open(value, Place with { Row = Guid.NewGuid() }));
        Assert.Throws<SealBrokenException>(() => ring.Open(value, Place with { Column = "Note" }));
        Assert.Throws<SealBrokenException>(() => ring.Open(value, Place with { Table = "StaffNotes" }));
    }

    [Fact]
    public void A_value_that_was_changed_anywhere_does_not_open()
    {
        var value = ring.Seal("Sam", Place);

        for (var i = 0; i < value.Length; i++)
        {
            var changed = value[..i] + (value[i] == 'A' ? 'B' : 'A') + value[(i + 1)..];
            // The last character of base64url may hold bits that stand for nothing.
            if (changed.Split('|') is [_, _, var nonce, var cipher, var tag] && value.Split('|') is [_, _, var n, var c, var t]
                && Same(nonce, n) && Same(cipher, c) && Same(tag, t) && changed.StartsWith("v1|k1|", StringComparison.Ordinal))
                continue;
            Assert.Throws<SealBrokenException>(() => ring.Open(changed, Place));
        }

        static bool Same(string one, string other)
        {
            try
            {
                return Base64Url.DecodeFromChars(one).AsSpan().SequenceEqual(Base64Url.DecodeFromChars(other));
            }
            catch (FormatException)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("Sam")]
    [InlineData("")]
    [InlineData("v1|k1")]
    [InlineData("v2|k1|a|b|c")]
    [InlineData("v1|k1|a|b|c|d")]
    [InlineData("v1|k1|!|!|!")]
    public void What_was_not_sealed_does_not_pass_for_sealed(string value) => Assert.Throws<SealBrokenException>(() => ring.Open(value, Place));

    [Fact]
    public void A_new_key_seals_from_then_on_and_the_earlier_one_still_opens()
    {
        var earlier = ring.Seal("Sam", Place);

        var rotated = ring.WithNewKey(Now.AddDays(1));

        Assert.StartsWith("v1|k2|", rotated.Seal("Sam", Place), StringComparison.Ordinal);
        Assert.Equal("Sam", rotated.Open(earlier, Place));
        Assert.Throws<SealBrokenException>(() => ring.Open(rotated.Seal("Sam", Place), Place));
    }

    [Fact]
    public void Numbers_are_found_again_by_an_index_that_survives_a_new_key_and_means_nothing_on_another_ring()
    {
        Assert.Equal(ring.IndexOfNumber("+12165550123"), ring.WithNewKey(Now).IndexOfNumber("+12165550123"));
        Assert.NotEqual(ring.IndexOfNumber("+12165550123"), ring.IndexOfNumber("+12165550124"));
        Assert.NotEqual(ring.IndexOfNumber("+12165550123"), KeyRing.Create(Now).IndexOfNumber("+12165550123"));
        Assert.Equal(ring.IndexOfLastFour("+12165550123"), ring.IndexOfLastFour("+13305550123"));
        Assert.NotEqual(ring.IndexOfLastFour("+12165550123"), ring.IndexOfNumber("0123"));
    }

    [Fact]
    public void A_key_shows_nothing_of_itself_in_words() => Assert.Equal("k1", ring.Current.ToString());
}
