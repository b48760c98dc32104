using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace RecoverySite.Contacts;

/// <summary>
/// A visitor's number in ITU-T E.164, read from whatever shape it was typed in. North American numbers follow the
/// numbering plan (NANP): area code and exchange start with 2 to 9 and are no N11 service code.
/// Numbers from elsewhere are taken as typed after a plus sign.
/// </summary>
public sealed partial record PhoneNumber
{
    private static readonly HashSet<string> TwoDigitCodes =
    [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57",
        "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    private PhoneNumber(string e164, string? extension) => (E164, Extension) = (e164, extension);

    /// <summary>As in <c>+12165550123</c>.</summary>
    public string E164 { get; }

    public string? Extension { get; }

    /// <summary>Reads a number with words before and after it, with spaces, dots, hyphens of all kinds, brackets, a leading 1, +1, 011 or <c>tel:</c>, digits of any script, and an extension.</summary>
    /// <returns>Null when nobody could be called at it.</returns>
    public static PhoneNumber? Parse(string typed)
    {
        var text = Plain(typed);
        if (text.StartsWith("tel:", StringComparison.Ordinal))
            text = text["tel:".Length..];
        text = WordsAround().Replace(text, "");

        string? extension = null;
        if (ExtensionForm().Match(text) is { Success: true } match)
        {
            extension = match.Groups["digits"].Value;
            text = text[..match.Index];
        }

        if (!NumberForm().IsMatch(text))
            return null;
        var international = text.StartsWith('+');
        // "+44 (0)20 ..." shows the zero that is dialed inside the country alone.
        if (international)
            text = text.Replace("(0)", "", StringComparison.Ordinal);
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        if (!international && digits.StartsWith("011", StringComparison.Ordinal))
            (international, digits) = (true, digits[3..]);

        if (international && !digits.StartsWith('1'))
            return digits.Length is >= 7 and <= 15 && digits[0] != '0' ? new PhoneNumber("+" + digits, extension) : null;
        if (digits is ['1', .. { Length: 10 } withoutCountryCode])
            digits = withoutCountryCode;
        return NanpForm().IsMatch(digits) ? new PhoneNumber("+1" + digits, extension) : null;
    }

    /// <summary>Masked, so that a number that strays into a message names nobody: <c>***-***-0123</c>.</summary>
    public override string ToString() => Mask(E164);

    public static string Mask(string e164) => "***-***-" + e164[^4..];

    /// <summary>As people here read it: <c>216-555-0123</c>; numbers from elsewhere stay in E.164.</summary>
    public static string Display(string e164) =>
        e164 is ['+', '1', .. { Length: 10 } national] ? $"{national[..3]}-{national[3..6]}-{national[6..]}" : e164;

    /// <summary>For lists that colleagues see: <c>216-***-0123</c>.</summary>
    public static string MaskedForStaff(string e164) =>
        e164 is ['+', '1', .. { Length: 10 } national] ? $"{national[..3]}-***-{national[6..]}" : e164 is ['+', ..] ? $"{e164[..3]} *** {e164[^4..]}" : e164;

    /// <summary>
    /// The calling code of the country and the number inside it, as in <c>1</c> and <c>(216) 555-0123</c>, or <c>44</c> and <c>2079460000</c>.
    /// ITU-T E.164 gives North America and the zone of Russia one digit each, these countries two, and all others three.
    /// </summary>
    public static (string CountryCode, string National) Split(string e164)
    {
        if (e164 is ['+', '1', .. { Length: 10 } national])
            return ("1", $"({national[..3]}) {national[3..6]}-{national[6..]}");
        if (e164 is not ['+', .. { Length: >= 3 } digits])
            return ("", e164);
        var code = digits[0] is '1' or '7' ? 1 : TwoDigitCodes.Contains(digits[..2]) ? 2 : 3;
        return (digits[..code], digits[code..]);
    }

    private static string Plain(string typed)
    {
        var plain = new StringBuilder(typed.Length);
        foreach (var typedChar in typed)
        {
            // Full-width forms, as Asian keyboards write them.
            var c = typedChar is >= '\uFF01' and <= '\uFF5E' ? (char)(typedChar - 0xFEE0) : typedChar;
            if (CharUnicodeInfo.GetDecimalDigitValue(c) is >= 0 and var digit)
                plain.Append((char)('0' + digit));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation || c == '\u2212')
                plain.Append('-');
            else if (char.IsWhiteSpace(c))
                plain.Append(' ');
            // Marks that decide the direction of text come along when a number is pasted from a contact card.
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control))
                plain.Append(char.ToLowerInvariant(c));
        }
        return plain.ToString().Trim();
    }

    [GeneratedRegex(@"^\(?\+?[0-9 ().\-/]+$")]
    private static partial Regex NumberForm();

    // As in "my number is 216-555-0123" and "216-555-0123 (home)".
    [GeneratedRegex(@"^\p{L}[\p{L} :'.]*(?=[+(0-9])|(?<=[0-9]) +\(?\p{L}[\p{L} '.]*\)?$")]
    private static partial Regex WordsAround();

    [GeneratedRegex(@"[ ,;]*(?:extension|ext\.?=?|x|#|,)[ .:]*(?<digits>[0-9]{1,7})$")]
    private static partial Regex ExtensionForm();

    [GeneratedRegex("^(?![0-9]11)[2-9][0-9]{2}(?![0-9]11)[2-9][0-9]{6}$")]
    private static partial Regex NanpForm();
}
