using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts.Notices;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Notices;

/// <summary>From a sign-in with a new browser to what arrives in the member's own mailbox.</summary>
public sealed class SignInMailTests : IDisposable
{
    private readonly SmtpSink mail = new();
    private readonly TestSite site;

    public SignInMailTests() =>
        site = TestSite.Start(settings: new Dictionary<string, string>
        {
            ["Notices:Recipients"] = "desk@example.org",
            ["Notices:From"] = "site@recoverysite.example",
            ["Notices:Smtp:Host"] = "127.0.0.1",
            ["Notices:Smtp:Port"] = $"{mail.Port}",
            ["Notices:Smtp:Security"] = "none",
        });

    public void Dispose()
    {
        // First, so that nothing waits for an answer any more.
        mail.Dispose();
        site.Dispose();
    }

    [Fact]
    public async Task The_member_alone_is_told_and_nothing_of_them_stands_in_it()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var elsewhere = await ana.SignInElsewhereAsync();

        var told = await mail.NextAsync();

        Assert.Equal(["ana@example.org"], told.To);
        Assert.Equal("Your account was used from a new browser", told.Header("Subject"));
        Assert.Equal(
            "Your account at the desk was used from a browser that it has not been used from before: Firefox on Windows, 10:00 a.m. ET on November 24.\r\n\r\n"
            + "Was that not you? Sign in and end that session, and tell an administrator.\r\n\r\nhttps://recoverysite.example/staff/account",
            told.Body.TrimEnd());
        Assert.Equal("auto-generated", told.Header("Auto-Submitted"));
        Assert.Matches("^<[0-9a-f]{32}@recoverysite\\.example>$", told.Header("Message-ID"));
    }

    [Fact]
    public async Task An_address_that_no_server_takes_keeps_nobody_else_from_hearing_and_is_tried_again()
    {
        mail.Manner = SmtpManner.KnowsSome;
        using var gone = await StaffClient.SignedInAsync(site, "Gone");
        using var ana = await StaffClient.SignedInAsync(site);
        using var first = await gone.SignInElsewhereAsync();
        using var second = await ana.SignInElsewhereAsync();
        await site.AskAsync("216-555-0123");

        await Eventually.TrueAsync(
            async () =>
            {
                site.Clock.Now += TimeSpan.FromSeconds(10);
                site.Services.GetRequiredService<NoticeBell>().Ring();
                await Task.Yield();
                return mail.Taken.Count == 2;
            },
            "two e-mails");

        Assert.Equal(["ana@example.org", "desk@example.org"], mail.Taken.Select(m => m.To.Single()).Order());
        // The server has it a moment before the store says so.
        await Eventually.TrueAsync(() => Task.FromResult(new Store(site.DataFolder).Count("SignInNotices WHERE DeliveredAt IS NULL") == 1), "one is noted as delivered");
    }
}
