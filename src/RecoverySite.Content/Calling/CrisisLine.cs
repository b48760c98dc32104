using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Calling;

/// <summary>A line that is not the provider's and is named before it: 911, 988, SAMHSA's helpline.</summary>
/// <param name="Call">Three digits or E.164: what is dialed.</param>
/// <param name="Display">The number as people read it.</param>
/// <param name="Text">Where a text message goes, or null when the line takes none.</param>
/// <param name="Chat">Where people can write instead of speaking, or null when there is no such place.</param>
/// <param name="When">When to turn to it, in a few words; stands in the strip on every page when <paramref name="Urgent"/>.</param>
/// <param name="About">What the line is, as a sentence.</param>
/// <param name="Urgent">True for help in a crisis; false for referral and information.</param>
/// <param name="DayAndNight">True for a line that is named beside ours while ours is closed.</param>
public sealed record CrisisLine(string Name, string Call, string Display, string? Text, Uri? Chat, string When, string About, bool Urgent, bool DayAndNight)
{
    public string TelUrl => DialString.TelUrl(Call);

    public string? SmsUrl => Text is null ? null : "sms:" + Text;

    internal static CrisisLine? Read(YamlMap yaml)
    {
        var name = yaml.Text("name", required: true);
        var call = yaml.Text("call", required: true);
        var display = yaml.Text("display") ?? call;
        var text = yaml.Text("text");
        var chatText = yaml.Text("chat");
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
        if (!(Uri.TryCreate(chatText, UriKind.Absolute, out var chat) && chat.Scheme == "https") && chatText is not null)
            yaml.Error("chat", $"\"{chatText}\" is not the address of a page. Write it like https://www.example.org.");
        yaml.RefuseUnknownKeys();
        return name is null || call is null || display is null || when is null || about is null
            ? null
            : new CrisisLine(name, call, display, text, chat, when, about, urgent, dayAndNight);
    }
}
