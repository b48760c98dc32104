using System.Text.RegularExpressions;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Calling;

/// <summary>One of the provider's numbers with its hours: the only place from which either reaches a page.</summary>
/// <param name="E164">ITU-T E.164 with the plus sign, as in <c>+18444388689</c>. It is what is dialed.</param>
/// <param name="Display">The same number as people read it, as in <c>844-438-8689</c>.</param>
/// <param name="AnsweredBy">Who picks up, as a sentence.</param>
/// <param name="Cost">What the call costs, as a sentence.</param>
public sealed partial record PhoneLine(string Id, string E164, string Display, string AnsweredBy, string Cost, OpeningHours Hours)
{
    /// <summary>RFC 3966 address without visual separators.</summary>
    public string TelUrl => DialString.TelUrl(E164);

    internal static PhoneLine? Read(YamlMap yaml)
    {
        var id = yaml.Text("id", required: true);
        var e164 = yaml.Text("e164", required: true);
        var display = yaml.Text("display", required: true);
        var answeredBy = yaml.Text("answered_by", required: true);
        var cost = yaml.Text("cost", required: true);
        var hours = yaml.Map("hours", required: true) is { } map ? OpeningHours.Read(map) : null;
        if (e164 is not null && !E164Form().IsMatch(e164))
            yaml.Error("e164", $"\"{e164}\" is not in international form. Write a plus sign, the country code and the number, digits only, in quotes: \"+18444388689\".");
        else if (e164 is not null && display is not null && !DialString.SameNumber(e164, display))
            yaml.Error("display", $"\"{display}\" is shown but \"{e164}\" would be dialed. Make the two the same number.", Rules.OtherNumberShown);
        yaml.RefuseUnknownKeys();
        return id is null || e164 is null || display is null || answeredBy is null || cost is null || hours is null
            ? null
            : new PhoneLine(id, e164, display, answeredBy, cost, hours);
    }

    [GeneratedRegex(@"^\+[1-9][0-9]{6,14}$")]
    private static partial Regex E164Form();
}

/// <summary>A line that is not the provider's and is named before it: 911, 988, SAMHSA's helpline.</summary>
/// <param name="Call">Three digits or E.164: what is dialed.</param>
/// <param name="Display">The number as people read it.</param>
/// <param name="Text">Where a text message goes, or null when the line takes none.</param>
/// <param name="When">When to turn to it, in a few words; stands in the strip on every page when <paramref name="Urgent"/>.</param>
/// <param name="About">What the line is, as a sentence.</param>
/// <param name="Urgent">True for help in a crisis; false for referral and information.</param>
public sealed partial record CrisisLine(string Name, string Call, string Display, string? Text, string When, string About, bool Urgent)
{
    public string TelUrl => DialString.TelUrl(Call);

    public string? SmsUrl => Text is null ? null : "sms:" + Text;

    internal static CrisisLine? Read(YamlMap yaml)
    {
        var name = yaml.Text("name", required: true);
        var call = yaml.Text("call", required: true);
        var display = yaml.Text("display") ?? call;
        var text = yaml.Text("text");
        var when = yaml.Text("when", required: true);
        var about = yaml.Text("about", required: true);
        var urgent = yaml.Flag("urgent", otherwise: false);
        foreach (var (key, number) in new[] { ("call", call), ("text", text) })
        {
            if (number is not null && !DialForm().IsMatch(number))
                yaml.Error(key, $"\"{number}\" cannot be dialed as it stands. Write three digits such as \"988\", or a plus sign, the country code and the number: \"+18006624357\".");
        }
        if (call is not null && display is not null && !DialString.SameNumber(call, display))
            yaml.Error("display", $"\"{display}\" is shown but \"{call}\" would be dialed. Make the two the same number.", Rules.OtherNumberShown);
        yaml.RefuseUnknownKeys();
        return name is null || call is null || display is null || when is null || about is null
            ? null
            : new CrisisLine(name, call, display, text, when, about, urgent);
    }

    // Five and six digits are short codes for text messages.
    [GeneratedRegex(@"^([0-9]{3}|[0-9]{5,6}|\+[1-9][0-9]{6,14})$")]
    private static partial Regex DialForm();
}

internal static class DialString
{
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
}
