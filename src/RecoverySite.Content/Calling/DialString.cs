using System.Text.RegularExpressions;

namespace RecoverySite.Content.Calling;

/// <summary>What is dialed, and how it is written.</summary>
internal static partial class DialString
{
    public static bool CanBeDialed(string number) => DialForm().IsMatch(number);

    public static string CannotBeDialed(string number) =>
        $"\"{number}\" cannot be dialed as it stands. Write three digits such as \"988\", or a plus sign, the country code and the number: \"+18006624357\".";

    /// <summary>As people read it: North American numbers as <c>844-438-8689</c>, all others as they are dialed.</summary>
    public static string Display(string dialed) =>
        dialed is ['+', '1', .. { Length: 10 } national] ? $"{national[..3]}-{national[3..6]}-{national[6..]}" : dialed;

    public static string TelUrl(string number) => "tel:" + number;

    /// <summary>True when both have the same digits, with or without the North American country code 1; capital letters count as digits.</summary>
    public static bool SameNumber(string dialed, string shown) => Digits(dialed) == Digits(shown) || Digits(dialed) == Digits(Keypad(shown));

    /// <summary>Capital letters as on a telephone's keys (ITU-T E.161): <c>1-800-662-HELP</c> is 1-800-662-4357.</summary>
    private static string Keypad(string number) =>
        string.Concat(number.Select(c => char.IsAsciiLetterUpper(c) ? "22233344455566677778889999"[c - 'A'] : c));

    private static string Digits(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits is ['1', .. { Length: 10 } national] ? national : digits;
    }

    // Five and six digits are short codes for text messages.
    [GeneratedRegex(@"^([0-9]{3}|[0-9]{5,6}|\+[1-9][0-9]{6,14})$")]
    private static partial Regex DialForm();
}
