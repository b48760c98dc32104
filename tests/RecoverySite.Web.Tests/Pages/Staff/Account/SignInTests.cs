using System.Net;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Account;

/// <summary>The way in: link, password, second factor. And what happens to those who have none of them.</summary>
public sealed class SignInTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private static Task<HttpResponseMessage> PasswordAsync(StaffClient client, string password = StaffClient.Password, string email = "ana@example.org") =>
        client.PostAsync("/staff/sign-in", ("email", email), ("password", password));

    private static async Task<string> ProblemAsync(HttpResponseMessage response) => (await response.PageAsync()).QuerySelector("#problem")?.TextContent ?? "";

    [Fact]
    public async Task Joining_and_signing_in_again_leads_to_the_queue()
    {
        using var ana = await StaffClient.JoinAsync(site);
        Assert.Equal(10, ana.RecoveryCodes.Count);
        Assert.Equal(HttpStatusCode.OK, (await ana.Http.GetAsync("/staff")).StatusCode);
        await ana.PostAsync("/staff", "/staff/sign-out");
        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff")).StatusCode);

        var first = await PasswordAsync(ana);
        Assert.Equal("/staff/sign-in/code?to=%2Fstaff", first.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff")).StatusCode);
        var second = await ana.PostAsync("/staff/sign-in/code", ("code", ana.NextCode()));

        Assert.Equal((HttpStatusCode.SeeOther, "/staff"), (second.StatusCode, second.Headers.Location!.ToString()));
        Assert.Contains("Nobody is waiting", await ana.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
        Assert.Equal(2L, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'signed in'"));
    }

    [Fact]
    public async Task Signing_in_leads_back_to_the_page_that_was_asked_for()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        var asked = (await ana.Http.GetAsync("/staff/call-taps?x=1")).Headers.Location!.ToString();
        Assert.Equal("/staff/sign-in?to=%2Fstaff%2Fcall-taps%3Fx%3D1", asked);

        var first = await ana.PostAsync(asked, ("email", "ana@example.org"), ("password", StaffClient.Password));
        var second = await ana.PostAsync(first.Headers.Location!.ToString(), ("code", ana.NextCode()));

        Assert.Equal("/staff/call-taps?x=1", second.Headers.Location!.ToString());
    }

    [Fact]
    public async Task An_unknown_address_a_wrong_password_and_no_password_yet_are_answered_alike()
    {
        using var ana = await StaffClient.JoinAsync(site);
        await StaffClient.InviteAsync(site, "new@example.org");
        using var other = new StaffClient(site);

        var answers = new List<(HttpStatusCode, string)>();
        foreach (var email in new[] { "ana@example.org", "nobody@example.org", "new@example.org" })
        {
            var response = await PasswordAsync(other, "wrong password", email);
            answers.Add((response.StatusCode, await ProblemAsync(response)));
        }

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Error: E-mail and password do not go together."), Assert.Single(answers.Distinct()));
    }

    [Theory]
    [InlineData("ana@example.org")]
    [InlineData("nobody@example.org")]
    public async Task After_three_wrong_tries_each_next_one_waits_longer_and_none_for_ever(string email)
    {
        using var ana = await StaffClient.JoinAsync(site);
        using var other = new StaffClient(site);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PasswordAsync(other, "wrong", email)).StatusCode);

        foreach (var seconds in new[] { 5, 10, 20, 40, 80, 160, 320, 640, 900, 900 })
        {
            site.Clock.Now += TimeSpan.FromSeconds(seconds - 1);
            var tooSoon = await PasswordAsync(other, "wrong", email);
            Assert.Equal((HttpStatusCode.TooManyRequests, "Error: There were too many wrong tries. The next one is taken in 1 second."), (tooSoon.StatusCode, await ProblemAsync(tooSoon)));
            site.Clock.Now += TimeSpan.FromSeconds(1);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PasswordAsync(other, "wrong", email)).StatusCode);
        }
    }

    [Fact]
    public async Task Wrong_codes_wait_as_wrong_passwords_do_and_signing_in_forgets_them()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        await PasswordAsync(ana);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/sign-in/code", ("code", "000000"))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ana.PostAsync("/staff/sign-in/code", ("code", "000000"))).StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync("/staff/sign-in/code", ("code", ana.NextCode()))).StatusCode);
        ana.Forget();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PasswordAsync(ana, "wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await PasswordAsync(ana)).StatusCode);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_not_many_free_ones()
    {
        using var ana = await StaffClient.JoinAsync(site);
        using var other = new StaffClient(site);
        var token = await other.TokenAsync("/staff/sign-in");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => other.SendAsync("/staff/sign-in", token, ("email", "ana@example.org"), ("password", $"guess {i}"))));

        Assert.Equal(3, answers.Count(a => a.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.Equal(17, answers.Count(a => a.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task However_often_a_stranger_guesses_the_member_gets_in_when_the_wait_is_over()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        using var stranger = new StaffClient(site);
        for (var i = 0; i < 12; i++)
        {
            site.Clock.Now += TimeSpan.FromMinutes(15);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PasswordAsync(stranger, "wrong")).StatusCode);
        }

        site.Clock.Now += TimeSpan.FromMinutes(15);
        Assert.Equal(HttpStatusCode.SeeOther, (await PasswordAsync(ana)).StatusCode);
        Assert.Equal("/staff", (await ana.PostAsync("/staff/sign-in/code", ("code", ana.NextCode()))).Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_browser_in_which_a_member_has_signed_in_before_does_not_wait_for_a_strangers_guesses()
    {
        using var ana = await StaffClient.JoinAsync(site);
        await ana.PostAsync("/staff", "/staff/sign-out");
        using var stranger = new StaffClient(site);
        for (var i = 0; i < 3; i++)
            await PasswordAsync(stranger, "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PasswordAsync(stranger)).StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await PasswordAsync(ana)).StatusCode);
        // It has a count of its own.
        for (var i = 0; i < 3; i++)
            await PasswordAsync(ana, "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await PasswordAsync(ana)).StatusCode);
    }

    [Fact]
    public async Task A_right_password_does_not_wipe_out_wrong_codes()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await PasswordAsync(ana)).StatusCode);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/sign-in/code", ("code", "000000"))).StatusCode);
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await PasswordAsync(ana)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await ana.PostAsync("/staff/sign-in/code", ("code", "000000"))).StatusCode);
    }

    [Theory]
    [InlineData("multipart/form-data", 400)]
    [InlineData("multipart/form-data; boundary=x", 400)]
    [InlineData("application/x-www-form-urlencoded", 400)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", 415)]
    public async Task A_form_that_cannot_be_read_is_refused_and_is_no_fault(string type, int status)
    {
        using var client = site.Client();
        foreach (var url in new[] { "/staff", "/staff/sign-in", "/staff/join", "/staff/sign-out" })
        {
            using var body = new ByteArrayContent("--x\r\n%00=%00&a=%ff"u8.ToArray());
            body.Headers.TryAddWithoutValidation("Content-Type", type);

            Assert.Equal(status, (int)(await client.PostAsync(url, body)).StatusCode);
        }
    }

    [Fact]
    public async Task A_code_opens_the_door_once()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        await PasswordAsync(ana);
        var code = ana.NextCode();
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync("/staff/sign-in/code", ("code", code))).StatusCode);

        ana.Forget();
        await PasswordAsync(ana);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/sign-in/code", ("code", code))).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_opens_the_door_once_in_place_of_the_phone()
    {
        using var ana = await StaffClient.JoinAsync(site);
        foreach (var expected in new[] { HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity })
        {
            ana.Forget();
            await PasswordAsync(ana);
            Assert.Equal(expected, (await ana.PostAsync("/staff/sign-in/code", "/staff/sign-in/code?handler=Recovery", ("code", ana.RecoveryCodes[4].ToLowerInvariant()))).StatusCode);
        }
    }

    [Theory]
    [InlineData("/staff/sign-in/code")]
    [InlineData("/staff/sign-in/set-up")]
    public async Task The_second_step_cannot_be_had_without_the_first_and_not_five_minutes_after_it(string step)
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        Assert.StartsWith("/staff/sign-in", (await ana.Http.GetAsync(step)).Headers.Location!.ToString(), StringComparison.Ordinal);
        await PasswordAsync(ana);
        site.Clock.Now += TimeSpan.FromMinutes(5).Add(TimeSpan.FromSeconds(1));

        Assert.StartsWith("/staff/sign-in", (await ana.Http.GetAsync(step)).Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_sign_in_from_before_a_reset_opens_nothing_after_it()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        await PasswordAsync(ana);

        await StaffClient.CommandAsync(site, "staff", "reset", "ana@example.org");

        Assert.Equal("/staff/sign-in", (await ana.Http.GetAsync("/staff/sign-in/set-up")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whoever_has_a_second_factor_cannot_set_up_another_with_the_password_alone()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        await PasswordAsync(ana);

        Assert.Equal("/staff/sign-in", (await ana.Http.GetAsync("/staff/sign-in/set-up")).Headers.Location!.ToString());
    }

    [Fact]
    public async Task Whoever_left_before_setting_up_the_app_is_led_there_at_the_next_sign_in()
    {
        using var ana = new StaffClient(site);
        await ana.PostAsync("/staff/join", ("invite", await StaffClient.InviteAsync(site, "ana@example.org")), ("email", "ana@example.org"), ("name", "Ana"), ("password", StaffClient.Password));
        ana.Forget();

        Assert.Equal("/staff/sign-in/set-up?to=%2Fstaff", (await PasswordAsync(ana)).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_that_is_entered_where_the_app_s_code_goes_is_taken_too()
    {
        using var ana = await StaffClient.JoinAsync(site);
        ana.Forget();
        await ana.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", StaffClient.Password));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/sign-in/code", ("code", "ABCD-EFGH-JKMN-PQRS"))).StatusCode);
        site.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal("/staff", (await ana.PostAsync("/staff/sign-in/code", ("code", ana.RecoveryCodes[0]))).Headers.Location?.ToString());
        Assert.Equal(1, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'used a recovery code'"));
    }
}
