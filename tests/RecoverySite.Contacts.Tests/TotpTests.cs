using System.Text;

namespace RecoverySite.Contacts.Tests;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1: the last six of the eight digits printed there.
    [Theory]
    [InlineData(59L, "287082")]
    [InlineData(1111111109L, "081804")]
    [InlineData(1111111111L, "050471")]
    [InlineData(1234567890L, "005924")]
    [InlineData(2000000000L, "279037")]
    [InlineData(20000000000L, "353130")]
    public void Codes_are_those_of_the_standard(long unixTime, string code) =>
        Assert.Equal(code, Totp.Code(Secret, DateTimeOffset.FromUnixTimeSeconds(unixTime)));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_code_is_right_in_its_own_half_minute_and_in_those_beside_it(int secondsLate, bool isRight)
    {
        var shown = DateTimeOffset.FromUnixTimeSeconds(1234567890);

        Assert.Equal(isRight, Totp.StepOf(Secret, Totp.Code(Secret, shown), shown.AddSeconds(secondsLate)) is not null);
    }

    [Theory]
    [InlineData("005 924", true)]
    [InlineData("005924", true)]
    [InlineData("5924", false)]
    [InlineData("", false)]
    [InlineData("005925", false)]
    [InlineData("٠٠٥٩٢٤", false)]
    public void A_code_may_be_typed_with_a_space_and_not_otherwise(string typed, bool isRight) =>
        Assert.Equal(isRight, Totp.StepOf(Secret, typed, DateTimeOffset.FromUnixTimeSeconds(1234567890)) is not null);

    // RFC 4648, section 10.
    [Theory]
    [InlineData("MZXW6YTBOI", "foobar")]
    [InlineData("mzxw 6ytb oi", "foobar")]
    [InlineData("MZXW6===", "foo")]
    [InlineData("", "")]
    public void Base32_is_that_of_the_standard(string text, string decoded) =>
        Assert.Equal(decoded, Encoding.ASCII.GetString(Totp.FromBase32(text)));
}
