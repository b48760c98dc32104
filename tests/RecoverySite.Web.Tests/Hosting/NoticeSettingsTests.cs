using Microsoft.Extensions.Configuration;
using RecoverySite.Tests;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class NoticeSettingsTests
{
    private static readonly Dictionary<string, string?> Good = new()
    {
        ["Content:Folder"] = Repository.Content,
        ["Notices:Recipients"] = "ana@example.org, ben@example.org",
        ["Notices:From"] = "site@recoverysite.example",
        ["Notices:Smtp:Host"] = "mail.example.org",
        ["Notices:Smtp:User"] = "site",
        ["Notices:Smtp:Password"] = "canary-password",
        ["Notices:Webhook:Url"] = "https://hooks.example.org/x",
        ["Notices:Webhook:Secret"] = "canary-secret-with-24-chars",
    };

    private static NoticeSettings Read(params (string Key, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Good);
        foreach (var (key, value) in changes)
            settings[key] = value;
        return Settings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Notices;
    }

    [Fact]
    public void What_is_set_is_read()
    {
        var notices = Read();

        Assert.Equal(("mail.example.org", 587, true, "site"), (notices.Mail!.Host, notices.Mail.Port, notices.Mail.IsEncrypted, notices.Mail.Login!.UserName));
        Assert.Equal(["ana@example.org", "ben@example.org"], notices.Mail.Recipients.Select(r => r.Address));
        Assert.Equal("canary-secret-with-24-chars"u8.ToArray(), notices.Webhook!.Secret);
        Assert.DoesNotContain("canary", notices.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_a_relay_on_this_machine_and_a_secret_in_base64_are_good_too()
    {
        var notices = Read(
            ("Notices:Recipients", null), ("Notices:Recipients:0", "ana@example.org"), ("Notices:Recipients:1", "ben@example.org"),
            ("Notices:Smtp:Host", "127.0.0.1"), ("Notices:Smtp:Port", "25"), ("Notices:Smtp:Security", "none"), ("Notices:Smtp:User", null), ("Notices:Smtp:Password", null),
            ("Notices:Webhook:Url", "http://localhost:9000/x"), ("Notices:Webhook:Secret", "whsec_" + Convert.ToBase64String(new byte[32])));

        Assert.Equal((25, false, null), (notices.Mail!.Port, notices.Mail.IsEncrypted, notices.Mail.Login));
        Assert.Equal(2, notices.Mail.Recipients.Count);
        Assert.Equal(new byte[32], notices.Webhook!.Secret);
    }

    [Fact]
    public void Nothing_set_is_no_fault()
    {
        var notices = Read([.. Good.Keys.Where(k => k.StartsWith("Notices", StringComparison.Ordinal)).Select(k => (k, (string?)" "))]);

        Assert.Equal(new NoticeSettings(null, null), notices);
    }

    [Theory]
    [InlineData("Notices:Recipients", "", "Notices:Recipients should list the e-mail addresses")]
    [InlineData("Notices:Recipients", "ana@example.org, canary", "Notices:Recipients should list the e-mail addresses")]
    [InlineData("Notices:Recipients", "Ana <canary@example.org>", "Notices:Recipients should list the e-mail addresses")]
    [InlineData("Notices:Recipients", "canary@example.org\r\nBcc: x@example.org", "Notices:Recipients should list the e-mail addresses")]
    [InlineData("Notices:From", "", "Notices:From should be the e-mail address")]
    [InlineData("Notices:From", "can\u00E4ry@example.org", "Notices:From should be the e-mail address")]
    [InlineData("Notices:Smtp:Host", "", "Notices:Smtp:Host should be the name of the mail server")]
    [InlineData("Notices:Smtp:Host", "mail server", "Notices:Smtp:Host should be the name of the mail server")]
    [InlineData("Notices:Smtp:Port", "465", "Notices:Smtp:Port should be 587")]
    [InlineData("Notices:Smtp:Port", "smtp", "Notices:Smtp:Port should be a whole number from 1 to 65535")]
    [InlineData("Notices:Smtp:Security", "ssl", "Notices:Smtp:Security should be starttls or none, not \"ssl\"")]
    [InlineData("Notices:Smtp:Security", "none", "Notices:Smtp:Security should be starttls: none is for a mail server on this machine")]
    [InlineData("Notices:Smtp:User", "", "Notices:Smtp:User and Notices:Smtp:Password should be set together")]
    [InlineData("Notices:Smtp:Password", "", "Notices:Smtp:User and Notices:Smtp:Password should be set together")]
    [InlineData("Notices:Webhook:Url", "", "Notices:Webhook:Url should be an address that begins with https://")]
    [InlineData("Notices:Webhook:Url", "http://hooks.example.org/canary", "Notices:Webhook:Url should be an address that begins with https://")]
    [InlineData("Notices:Webhook:Url", "https://canary:canary@hooks.example.org/", "Notices:Webhook:Url should be an address that begins with https://")]
    [InlineData("Notices:Webhook:Secret", "", "Notices:Webhook:Secret should be at least 24 characters")]
    [InlineData("Notices:Webhook:Secret", "canary-short", "Notices:Webhook:Secret should be at least 24 characters")]
    [InlineData("Notices:Webhook:Secret", "whsec_canary!canary!canary!canary!", "Notices:Webhook:Secret should be at least 24 characters")]
    [InlineData("Notices:Webhook:Secret", "whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5", "Notices:Webhook:Secret should be at least 24 characters")]
    public void A_malformed_setting_stops_the_start_with_its_name_and_what_it_should_be_and_no_address_or_secret(string key, string value, string says)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Read((key, value)));

        Assert.StartsWith(says, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
