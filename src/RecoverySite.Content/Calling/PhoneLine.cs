using System.Text.RegularExpressions;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Calling;

/// <summary>What a caller meets while nobody answers.</summary>
public enum WhenClosed
{
    RingsOut,
    Voicemail,
    AnsweringService,
}

/// <summary>What the phone of somebody who is called back shows.</summary>
public enum CallsShow
{
    /// <summary>The line's own number.</summary>
    Number,

    /// <summary>No number.</summary>
    Nothing,
}

/// <summary>One of the provider's numbers with its hours: the only place from which either reaches a page.</summary>
/// <param name="E164">ITU-T E.164 with the plus sign, as in <c>+18444388689</c>. It is what is dialed.</param>
/// <param name="Number">The same number as people read it, as in <c>844-438-8689</c>.</param>
/// <param name="Extension">Digits to dial once somebody has picked up, or null.</param>
/// <param name="Vanity">The number spelled with letters, as in <c>1-800-662-HELP</c>, or null.</param>
/// <param name="Sms">E.164 or a short code that takes text messages, or null.</param>
/// <param name="Tty">What people who are deaf or have trouble hearing or speaking dial first, such as <c>711</c>, or null.</param>
/// <param name="Topics">Where this line stands in the first one's place: topics by their folders.</param>
/// <param name="CallsShow">What a phone shows that we call, or null when the provider has not said.</param>
/// <param name="AnsweredBy">Who picks up, as a sentence.</param>
/// <param name="Cost">What the call costs, as a sentence.</param>
/// <param name="WhenClosed">Null when the provider has not said.</param>
public sealed partial record PhoneLine(
    string Id,
    string E164,
    string Number,
    string? Extension,
    string? Vanity,
    string? Sms,
    string? Tty,
    IReadOnlyList<string> Topics,
    string AnsweredBy,
    string Cost,
    OpeningHours Hours,
    WhenClosed? WhenClosed,
    CallsShow? CallsShow)
{
    private static readonly Dictionary<string, WhenClosed> Closed = new()
    {
        ["rings_out"] = Calling.WhenClosed.RingsOut,
        ["voicemail"] = Calling.WhenClosed.Voicemail,
        ["answering_service"] = Calling.WhenClosed.AnsweringService,
    };

    private static readonly Dictionary<string, CallsShow> Shown = new()
    {
        ["number"] = Calling.CallsShow.Number,
        ["nothing"] = Calling.CallsShow.Nothing,
    };

    /// <summary>
    /// RFC 3966 address without visual separators. An extension follows a comma, at which phones wait two seconds before they go on;
    /// the <c>;ext=</c> of the standard is what they leave out.
    /// </summary>
    public string TelUrl => DialString.TelUrl(Extension is null ? E164 : $"{E164},{Extension}");

    public string? SmsUrl => Sms is null ? null : "sms:" + Sms;

    /// <summary><see cref="Topics"/> as they stand in <c>site.yml</c>.</summary>
    internal IReadOnlyList<PlacedText> TopicPlaces { get; init; } = [];

    /// <summary>The number with its extension, as people read it.</summary>
    public string Display => Extension is null ? Number : $"{Number}, extension {Extension}";

    /// <summary>The number for text messages as people read it.</summary>
    public string? SmsDisplay => Sms is null ? null : Sms == E164 ? Number : DialString.Display(Sms);

    internal static PhoneLine? Read(YamlMap yaml)
    {
        var id = yaml.Text("id", required: true);
        var e164 = yaml.Text("e164", required: true);
        var number = yaml.Text("display", required: true);
        var extension = yaml.Text("extension");
        var vanity = yaml.Text("vanity");
        var sms = yaml.Text("sms");
        var tty = yaml.Text("tty");
        var topics = yaml.PlacedTexts("topics");
        var answeredBy = yaml.Text("answered_by", required: true);
        var cost = yaml.Text("cost", required: true);
        var whenClosed = yaml.Choice("when_closed", Closed.Keys);
        var callsShow = yaml.Choice("calls_show", Shown.Keys);
        var hours = yaml.Map("hours", required: true) is { } map ? HoursReader.Read(map) : null;
        if (e164 is not null && !E164Form().IsMatch(e164))
            yaml.Error("e164", $"\"{e164}\" is not in international form. Write a plus sign, the country code and the number, digits only, in quotes: \"+18444388689\".");
        foreach (var (key, shown) in new[] { ("display", number), ("vanity", vanity) })
        {
            if (e164 is not null && shown is not null && !DialString.SameNumber(e164, shown))
                yaml.Error(key, $"\"{shown}\" is shown but \"{e164}\" would be dialed. Make the two the same number.", Rules.OtherNumberShown);
        }
        if (extension is not null && !(extension.Length <= 7 && extension.All(char.IsAsciiDigit)))
            yaml.Error("extension", $"\"{extension}\" is not an extension. Write its digits in quotes: \"12\".");
        foreach (var (key, dialed) in new[] { ("sms", sms), ("tty", tty) })
        {
            if (dialed is not null && !DialString.CanBeDialed(dialed))
                yaml.Error(key, DialString.CannotBeDialed(dialed));
        }
        yaml.RefuseUnknownKeys();
        return id is null || e164 is null || number is null || answeredBy is null || cost is null || hours is null
            ? null
            : new PhoneLine(id, e164, number, extension, vanity, sms, tty, [.. topics.Select(t => t.Text)], answeredBy, cost, hours, whenClosed is null ? null : Closed.GetValueOrDefault(whenClosed), callsShow is null ? null : Shown.GetValueOrDefault(callsShow)) { TopicPlaces = topics };
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
/// <param name="DayAndNight">True for a line that is named beside ours while ours is closed.</param>
public sealed record CrisisLine(string Name, string Call, string Display, string? Text, string When, string About, bool Urgent, bool DayAndNight)
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
        var dayAndNight = yaml.Flag("day_and_night", otherwise: false);
        foreach (var (key, number) in new[] { ("call", call), ("text", text) })
        {
            if (number is not null && !DialString.CanBeDialed(number))
                yaml.Error(key, DialString.CannotBeDialed(number));
        }
        if (call is not null && display is not null && !DialString.SameNumber(call, display))
            yaml.Error("display", $"\"{display}\" is shown but \"{call}\" would be dialed. Make the two the same number.", Rules.OtherNumberShown);
        yaml.RefuseUnknownKeys();
        return name is null || call is null || display is null || when is null || about is null
            ? null
            : new CrisisLine(name, call, display, text, when, about, urgent, dayAndNight);
    }
}

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
