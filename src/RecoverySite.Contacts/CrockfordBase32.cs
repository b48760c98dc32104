using System.Security.Cryptography;

namespace RecoverySite.Contacts;

/// <summary>Codes that survive being read out on the phone: Crockford's Base32, crockford.com/base32.html, which has no I, L, O or U.</summary>
internal static class CrockfordBase32
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int GroupLength = 4;

    /// <param name="groups">Four characters and so twenty random bits each, with hyphens between, as in <c>7KQF-2M9X</c>.</param>
    public static string Random(int groups) => string.Join('-', Enumerable.Range(0, groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));

    /// <summary>The characters however they were typed: in small letters, with other separators, with O for zero and I or L for one.</summary>
    public static string Read(string typed) => string.Concat(typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)).Replace('O', '0').Replace('I', '1').Replace('L', '1');
}
