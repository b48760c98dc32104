using System.Net;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Account;

/// <summary>A code is asked for again before what cannot be taken back; erasing a person stands for all of it.</summary>
public sealed class StepUpTests : IDisposable
{
    private const string Person = "216-555-0123";

    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private long Requests => new Store(site.DataFolder).Count("CallRequests");

    /// <summary>Somebody about to erase a person, longer after they gave a code than it is good for.</summary>
    private async Task<(StaffClient Ana, string Fingerprint)> AboutToEraseAsync(TimeSpan after)
    {
        await site.AskAsync(Person);
        var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Supervisor);
        site.Clock.Now += after;
        return (ana, await FingerprintAsync(ana));
    }

    private static async Task<string> FingerprintAsync(StaffClient ana) =>
        (await (await ana.PostAsync("/staff/erase?handler=Find", ("person", Person))).PageAsync()).QuerySelector("input[name=fingerprint]")!.GetAttribute("value")!;

    private static Task<HttpResponseMessage> EraseAsync(StaffClient ana, string fingerprint, string? factor) =>
        ana.PostAsync("/staff/erase?handler=Erase", [("person", Person), ("fingerprint", fingerprint), .. factor is null ? Array.Empty<(string, string)>() : [("factor", factor)]]);

    [Fact]
    public async Task For_five_minutes_after_a_code_was_given_none_is_asked_for()
    {
        var (ana, fingerprint) = await AboutToEraseAsync(TimeSpan.FromMinutes(5).Subtract(TimeSpan.FromSeconds(1)));
        using (ana)
        {
            Assert.Null((await (await ana.PostAsync("/staff/erase?handler=Find", ("person", Person))).PageAsync()).QuerySelector("input[name=factor]"));

            Assert.Equal(HttpStatusCode.SeeOther, (await EraseAsync(ana, fingerprint, null)).StatusCode);
            Assert.Equal(0, Requests);
        }
    }

    [Theory]
    [InlineData(null, "Enter the code that your authenticator app shows now")]
    [InlineData("", "Enter the code that your authenticator app shows now")]
    [InlineData("000000", "That code is not right, or was used already. Enter the code that your authenticator app shows now")]
    public async Task After_five_minutes_nothing_is_done_without_the_right_code_and_what_was_typed_is_kept(string? factor, string problem)
    {
        var (ana, fingerprint) = await AboutToEraseAsync(TimeSpan.FromMinutes(5));
        using (ana)
        {
            var refused = await EraseAsync(ana, fingerprint, factor);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            var page = await refused.PageAsync();
            Assert.Equal($"Error: {problem}.", page.QuerySelector("#problem")!.TextContent);
            Assert.Equal(fingerprint, page.QuerySelector("input[name=fingerprint]")!.GetAttribute("value"));
            Assert.Equal(Person, page.QuerySelector("input[name=person]:not([type=hidden])")!.GetAttribute("value"));
            var field = page.QuerySelector("input[name=factor]")!;
            Assert.Equal(("one-time-code", "numeric", "true", "factor-hint problem"), (field.GetAttribute("autocomplete"), field.GetAttribute("inputmode"), field.GetAttribute("aria-invalid"), field.GetAttribute("aria-describedby")));
            Assert.Equal("Code from your authenticator app", page.QuerySelector("label[for=factor]")!.TextContent);
            Assert.Equal(1, Requests);
        }
    }

    [Fact]
    public async Task The_code_of_the_app_opens_the_way_for_another_five_minutes_and_is_noted()
    {
        var (ana, fingerprint) = await AboutToEraseAsync(TimeSpan.FromMinutes(30));
        using (ana)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await EraseAsync(ana, fingerprint, ana.NextCode())).StatusCode);
            Assert.Equal(0, Requests);
            Assert.Equal(1, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'gave a code again'"));

            await site.AskAsync(Person);
            Assert.Equal(HttpStatusCode.SeeOther, (await EraseAsync(ana, await FingerprintAsync(ana), null)).StatusCode);
        }
    }

    [Fact]
    public async Task A_code_is_good_once_also_in_another_browser()
    {
        var (ana, fingerprint) = await AboutToEraseAsync(TimeSpan.Zero);
        using (ana)
        using (var elsewhere = await ana.SignInElsewhereAsync())
        {
            site.Clock.Now += TimeSpan.FromMinutes(6);
            var code = ana.NextCode();
            await EraseAsync(ana, "nothing that was shown", code);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await EraseAsync(elsewhere, fingerprint, code)).StatusCode);
            Assert.Equal(1, Requests);
        }
    }

    [Fact]
    public async Task A_recovery_code_does_in_place_of_the_phone_once()
    {
        await site.AskAsync(Person);
        using var ana = await StaffClient.JoinAsync(site, role: "supervisor");
        foreach (var expected in new[] { HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity })
        {
            site.Clock.Now += TimeSpan.FromMinutes(6);
            Assert.Equal(expected, (await EraseAsync(ana, "nothing that was shown", ana.RecoveryCodes[3])).StatusCode);
        }
        Assert.Equal(1, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'used a recovery code'"));
    }

    [Fact]
    public async Task Wrong_codes_wait_as_they_do_at_the_door()
    {
        var (ana, fingerprint) = await AboutToEraseAsync(TimeSpan.FromMinutes(6));
        using (ana)
        {
            for (var i = 0; i < 3; i++)
                await EraseAsync(ana, fingerprint, "000000");
            var code = Totp.Code(Totp.FromBase32(ana.Key), site.Clock.Now);

            var tooSoon = await EraseAsync(ana, fingerprint, code);
            Assert.Equal("Error: There were too many wrong tries. The next one is taken in 5 seconds.", (await tooSoon.PageAsync()).QuerySelector("#problem")!.TextContent);
            Assert.Equal(1, Requests);

            site.Clock.Now += TimeSpan.FromSeconds(5);
            Assert.Equal(HttpStatusCode.SeeOther, (await EraseAsync(ana, fingerprint, code)).StatusCode);
        }
    }
}
