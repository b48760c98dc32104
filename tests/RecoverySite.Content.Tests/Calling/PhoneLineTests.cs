using RecoverySite.Content.Calling;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Calling;

public sealed class PhoneLineTests
{
    private static Checked Load(string lines)
    {
        using var folder = SampleContent.Folder(SampleContent.SiteYml.Replace("    cost: The call is free.\n", "    cost: The call is free.\n" + string.Concat(lines.Split(" | ").Select(l => $"    {l}\n")), StringComparison.Ordinal));
        return Checked.Load(folder.Path);
    }

    private static PhoneLine Line(string lines)
    {
        var load = Load(lines);
        Assert.Empty(load.Findings);
        return load.Library.Site.Phone;
    }

    [Fact]
    public void An_extension_is_dialed_after_a_pause_and_shown_with_the_number()
    {
        var line = Line("extension: \"12\"");

        Assert.Equal(("tel:+12165550123,12", "216-555-0123, extension 12", "216-555-0123"), (line.TelUrl, line.Display, line.Number));
    }

    [Fact]
    public void Text_messages_a_teletypewriter_and_letters_have_their_own_places()
    {
        var line = Line("sms: \"+12165550199\" | tty: \"711\" | vanity: 216-555-01CD");

        Assert.Equal(("sms:+12165550199", "216-555-0199", "711"), (line.SmsUrl, line.SmsDisplay, line.Tty));
        Assert.Equal("216-555-0123", Line("sms: \"+12165550123\"").SmsDisplay);
        Assert.Equal("435748", Line("sms: \"435748\"").SmsDisplay);
    }

    [Theory]
    [InlineData("voicemail", WhenClosed.Voicemail)]
    [InlineData("answering_service", WhenClosed.AnsweringService)]
    [InlineData("rings_out", WhenClosed.RingsOut)]
    public void What_a_caller_meets_while_closed_is_one_of_three_things(string written, WhenClosed read) => Assert.Equal(read, Line($"when_closed: {written}").WhenClosed);

    [Fact]
    public void A_line_for_a_topic_that_does_not_exist_is_found_where_it_is_written()
    {
        var finding = Assert.Single(Load("topics: [topic, topik]").Findings);

        Assert.Equal(("META015", 11, 21, "There is no topik/index.md. Did you mean \"topic\"?"), (finding.Rule.Id, finding.Line, finding.Column, finding.Message));
    }

    [Theory]
    [InlineData("number", CallsShow.Number)]
    [InlineData("nothing", CallsShow.Nothing)]
    public void What_a_phone_shows_of_a_call_back_is_one_of_two_things(string written, CallsShow read) => Assert.Equal(read, Line($"calls_show: {written}").CallsShow);

    [Theory]
    [InlineData("calls_show: name", "\"name\" is not known here")]
    [InlineData("vanity: 1-800-662-HELP", "\"1-800-662-HELP\" is shown but \"+12165550123\" would be dialed")]
    [InlineData("extension: ext 12", "\"ext 12\" is not an extension")]
    [InlineData("sms: 216-555-0123", "\"216-555-0123\" cannot be dialed as it stands")]
    [InlineData("tty: TTY", "\"TTY\" cannot be dialed as it stands")]
    [InlineData("when_closed: dog", "\"dog\" is not known here")]
    public void A_line_that_would_dial_something_else_is_refused(string lines, string message) => Assert.Contains(Load(lines).Findings, f => f.Message.Contains(message, StringComparison.Ordinal));
}
