using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Notices;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Notices;

/// <summary>From the form to what arrives at a mail server and at a webhook, through the front door.</summary>
public sealed class NoticeDeliveryTests : IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly SmtpSink mail = new();
    private readonly WebhookSink hook = new();
    private readonly TestSite site;

    public NoticeDeliveryTests() =>
        site = TestSite.Start(settings: new Dictionary<string, string>
        {
            ["Notices:Recipients"] = "ana@example.org,ben@example.org",
            ["Notices:From"] = "site@recoverysite.example",
            ["Notices:Smtp:Host"] = "127.0.0.1",
            ["Notices:Smtp:Port"] = $"{mail.Port}",
            ["Notices:Smtp:Security"] = "none",
            ["Notices:Webhook:Url"] = hook.Url.ToString(),
            ["Notices:Webhook:Secret"] = Secret,
        });

    public void Dispose()
    {
        // First, so that nothing waits for an answer any more.
        mail.Dispose();
        hook.Dispose();
        site.Dispose();
    }

    /// <summary>Lets the site look at its clock again.</summary>
    private void After(TimeSpan pause)
    {
        site.Clock.Now += pause;
        site.Services.GetRequiredService<NoticeBell>().Ring();
    }

    private static async Task<List<string>> LinesAsync(StaffClient who, string page = "/staff") =>
        [.. (await who.Http.PageAsync(page)).QuerySelectorAll("#untold p").Select(p => p.TextContent)];

    private static Task LinesAsync(StaffClient who, Func<List<string>, bool> wanted, string what) =>
        Eventually.TrueAsync(async () => wanted(await LinesAsync(who)), what);

    [Fact]
    public async Task Whoever_asks_is_told_of_at_once_in_words_that_say_nothing_of_them()
    {
        await site.AskAsync("216-555-0123", ("name", "Canary"));

        var told = await mail.NextAsync();
        Assert.Equal(["ana@example.org", "ben@example.org"], told.To);
        Assert.Equal("1 person asked for a call: waiting since 10:00 a.m. ET on November 24", told.Header("Subject"));
        Assert.Equal("1 person asked for a call: waiting since 10:00 a.m. ET on November 24.\r\n\r\nhttps://recoverysite.example/staff\r\n\r\nWho it is stands at the desk alone, so that nobody can read it here.", told.Body.TrimEnd());
        Assert.Equal("site@recoverysite.example", told.Header("From"));
        Assert.Equal("auto-generated", told.Header("Auto-Submitted"));
        Assert.Equal("text/plain; charset=us-ascii", told.Header("Content-Type"));
        Assert.Equal("7bit", told.Header("Content-Transfer-Encoding"));
        Assert.Matches("^<[0-9a-f]{32}@recoverysite\\.example>$", told.Header("Message-ID"));
        Assert.NotEmpty(told.Header("Date"));
    }

    [Fact]
    public async Task A_held_form_is_told_of_when_a_supervisor_says_that_it_is_not_spam()
    {
        await site.AskAsync("216-555-0123", ("reserved", "x"));
        await site.AskAsync("216-555-0124");
        await mail.NextAsync();
        using var ana = await StaffClient.SignedInAsync(site, role: StaffRole.Supervisor);
        var id = (await ana.Http.PageAsync("/staff/held")).QuerySelector("input[name=id]")!.GetAttribute("value")!;
        Assert.Single(mail.Taken);

        await ana.PostAsync("/staff/held", "/staff/held?handler=NotSpam", ("id", id));

        Assert.Contains("10:00 a.m.", (await mail.NextAsync()).Header("Subject"), StringComparison.Ordinal);
        Assert.Equal(2, mail.Taken.Count);
    }

    [Fact]
    public async Task A_post_to_the_webhook_is_signed_as_standard_webhooks_asks_and_holds_an_id_alone()
    {
        await site.AskAsync("216-555-0123");

        var post = await hook.NextAsync();
        var body = JsonDocument.Parse(post.Body).RootElement;
        Assert.Equal(["type", "timestamp", "data"], body.EnumerateObject().Select(p => p.Name));
        Assert.Equal("call_request.waiting", body.GetProperty("type").GetString());
        Assert.Equal("2026-11-24T15:00:10Z", body.GetProperty("timestamp").GetString());
        Assert.Equal(new Store(site.DataFolder).Text("SELECT Id FROM CallRequests"), body.GetProperty("data").GetProperty("id").GetString(), ignoreCase: true);
        Assert.Equal(new Store(site.DataFolder).Text("SELECT Id FROM Notices"), post.Header("webhook-id"), ignoreCase: true);
        Assert.Equal("1795532410", post.Header("webhook-timestamp"));
        Assert.Equal("application/json", post.Header("Content-Type"));

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Convert.FromBase64String(Secret["whsec_".Length..]));
        foreach (var part in new[] { post.Header("webhook-id"), ".", post.Header("webhook-timestamp"), ".", post.Body })
            hmac.AppendData(Encoding.UTF8.GetBytes(part));
        Assert.Equal("v1," + Convert.ToBase64String(hmac.GetHashAndReset()), post.Header("webhook-signature"));
    }

    [Fact]
    public async Task Nothing_that_a_visitor_typed_leaves_the_site_in_any_spelling()
    {
        (string Field, string Value)[] typed = [("name", "Canary Name"), ("note", "canary note: <b>\r\nBcc: canary@example.org"), ("from", "heroin/cravings")];
        var receipt = await site.AskAsync("(216) 555-0188", typed);
        await mail.NextAsync();
        await hook.NextAsync();

        var store = new Store(site.DataFolder);
        string[] canaries =
        [
            "canary", "Canary Name", "canary note", "heroin", "cravings", "2165550188", "12165550188", "555-0188", "(216) 555", receipt.Split('/')[^1],
            store.Text("SELECT Reference FROM Submissions"), store.Text("SELECT KeyHash FROM Submissions"), "New_York",
        ];
        var said = mail.Heard + string.Join('\n', hook.Taken.Select(p => p.Head + p.Body));
        foreach (var canary in canaries.SelectMany(Spellings.Of))
            Assert.DoesNotContain(canary, said, StringComparison.OrdinalIgnoreCase);
        // Not even which request it was is in an e-mail.
        Assert.DoesNotContain(store.Text("SELECT Id FROM CallRequests").Replace("-", "", StringComparison.Ordinal), mail.Heard.Replace("-", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("example.org", Regex.Replace(Logs.Read(site.DataFolder), "recoverysite\\.example", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_is_answered_while_the_mail_server_stalls()
    {
        mail.Manner = SmtpManner.Stalls;
        await site.AskAsync("216-555-0123");
        await mail.SilenceAsync();

        Assert.StartsWith("/request-a-call/received/", await site.AskAsync("216-555-0124"), StringComparison.Ordinal);
        Assert.Empty(mail.Taken);
    }

    [Fact]
    public async Task Staff_are_asked_to_keep_the_page_open_while_mail_does_not_go_and_no_longer()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        Assert.Empty(await LinesAsync(ana));
        mail.Manner = SmtpManner.RefusesTheSender;
        await site.AskAsync("216-555-0123");
        await Eventually.TrueAsync(() => Task.FromResult(mail.Heard.Contains("QUIT", StringComparison.Ordinal) || mail.Heard.Contains("MAIL", StringComparison.Ordinal)), "the first attempt fails");
        Assert.Empty(await LinesAsync(ana));

        After(TimeSpan.FromMinutes(1));
        await LinesAsync(ana, lines => lines.Count == 1, "a line appears");
        Assert.Equal(
            ["1 request came in at 10:00 a.m. and the e-mail about it has not gone out: keep the queue open. The mail server refuses the message (550)."],
            await LinesAsync(ana, "/staff/content"));
        await site.AskAsync("216-555-0124");
        await LinesAsync(ana, lines => lines[0].StartsWith("2 requests came in since 10:00 a.m. and the e-mail about them", StringComparison.Ordinal), "both are counted");
        using (var visitor = site.Client())
            Assert.DoesNotContain("e-mail about", await visitor.GetStringAsync("/staff/sign-in"), StringComparison.Ordinal);

        mail.Manner = SmtpManner.Takes;
        After(TimeSpan.FromMinutes(15));
        await mail.NextAsync();
        await mail.NextAsync();
        await LinesAsync(ana, lines => lines.Count == 0, "the line goes");
        Assert.DoesNotContain("canary", Logs.Read(site.DataFolder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_read_how_many_recipients_are_refused_and_what_the_webhook_has_not_been_told()
    {
        hook.Answer = "500 canary";
        using var gone = TestSite.Start(settings: new Dictionary<string, string>
        {
            ["Notices:Recipients"] = "ana@example.org,gone@example.org",
            ["Notices:From"] = "site@recoverysite.example",
            ["Notices:Smtp:Host"] = "localhost",
            ["Notices:Smtp:Port"] = $"{mail.Port}",
            ["Notices:Smtp:Security"] = "none",
            ["Notices:Webhook:Url"] = hook.Url.ToString(),
            ["Notices:Webhook:Secret"] = Secret,
        });
        mail.Manner = SmtpManner.KnowsSome;
        using var ana = await StaffClient.SignedInAsync(gone);
        await gone.AskAsync("216-555-0123");
        await mail.NextAsync();
        await hook.NextAsync();
        await LinesAsync(ana, lines => lines.Count == 1, "the refused recipient is told of");

        gone.Clock.Now += TimeSpan.FromMinutes(1);
        await LinesAsync(ana, lines => lines.Count == 2, "the webhook is told of");

        Assert.Equal(
            ["The mail server did not take the last e-mail for 1 of 2 recipients.", "1 request came in at 10:00 a.m. and the webhook has not been told of it. The webhook refuses the message (500)."],
            await LinesAsync(ana));
        Assert.DoesNotMatch("gone@|canary", Logs.Read(gone.DataFolder));
    }

    [Fact]
    public async Task With_no_mail_server_set_staff_read_that_nobody_else_tells_them()
    {
        using var quiet = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(quiet);
        await quiet.AskAsync("216-555-0123");

        Assert.Equal(["No e-mail is sent when somebody asks for a call: keep the queue open."], await LinesAsync(ana));
    }

    [Fact]
    public async Task A_store_that_fails_stops_neither_the_site_nor_what_is_sent_after_it()
    {
        await site.AskAsync("216-555-0123");
        await mail.NextAsync();
        var store = new Store(site.DataFolder);
        store.Do("CREATE TRIGGER Refuse BEFORE INSERT ON NoticeMails BEGIN SELECT RAISE(ABORT, 'refused'); END");
        using var visitor = site.Client();
        await site.AskAsync("216-555-0124");
        await Eventually.TrueAsync(() => Task.FromResult(Logs.Read(site.DataFolder).Contains("The store is not available", StringComparison.Ordinal)), "sending runs into it");
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/heroin/cravings")).StatusCode);

        store.Do("DROP TRIGGER Refuse");
        After(TimeSpan.FromSeconds(10));

        await mail.NextAsync();
        Assert.Equal(2, mail.Taken.Select(m => m.Header("Message-ID")).Distinct().Count());
    }

    [Fact]
    public async Task Killed_between_the_servers_yes_and_its_own_note_the_program_sends_the_same_message_once_more()
    {
        using var data = new TemporaryFolder();
        (string, string)[] settings =
        [
            ("Notices__Recipients", "ana@example.org"), ("Notices__From", "site@recoverysite.example"), ("Notices__Smtp__Host", "127.0.0.1"),
            ("Notices__Smtp__Port", $"{mail.Port}"), ("Notices__Smtp__Security", "none"),
        ];
        mail.Manner = SmtpManner.TakesInSilence;
        using (var first = await PublishedSite.StartAsync(data.Path, settings: settings))
        {
            using var client = first.Client();
            var form = await RequestForm.OpenAsync(client);
            // A form sent within two seconds would be held; one that does not say when it was opened is not.
            form.Fields["token"] = "";
            await Eventually.TrueAsync(async () => (await form.SendAsync()).StatusCode == HttpStatusCode.SeeOther, "the store is ready");
            await mail.SilenceAsync();
            await first.KillAsync();
        }
        mail.Manner = SmtpManner.Takes;

        using var second = await PublishedSite.StartAsync(data.Path, settings: settings);
        await mail.NextAsync();
        await second.StopAsync();

        Assert.Equal(2, mail.Taken.Count);
        Assert.Single(mail.Taken.Select(m => m.Header("Message-ID")).Distinct());
        Assert.Single(mail.Taken.Select(m => m.Body).Distinct());
    }
}
