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
