using System.Net;
using AngleSharp.Dom;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Account;

/// <summary>A member's own account: where they are signed in, and whose a new browser is.</summary>
public sealed class AccountTests : IDisposable
{
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private static async Task<List<string>> SessionsAsync(StaffClient who) =>
        [.. (await who.Http.PageAsync("/staff/account")).QuerySelectorAll("tbody tr").Select(row => row.QuerySelector("th")!.TextContent + (row.QuerySelector("strong") is null ? "" : ": this one"))];

    private static async Task<IElement?> BannerAsync(StaffClient who, string page = "/staff") => (await who.Http.PageAsync(page)).QuerySelector("section[aria-label='A new browser']");

    private static async Task<HttpStatusCode> QueueAsync(StaffClient who) => (await who.Http.GetAsync("/staff")).StatusCode;

    [Fact]
    public async Task Every_browser_is_listed_and_one_of_them_can_be_ended_from_another()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var phone = await ana.SignInElsewhereAsync(Phone);
        using var office = await ana.SignInElsewhereAsync();
        Assert.Equal(["A browser: this one", "Firefox on Windows, new", "Safari on iPhone, new"], (await SessionsAsync(ana)).Order());
        Assert.Contains("Firefox on Windows, new: this one", await SessionsAsync(office));

        var page = await ana.Http.PageAsync("/staff/account");
        var end = page.QuerySelectorAll("button[name=session]").Single(b => b.TextContent.Contains("iPhone", StringComparison.Ordinal)).GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync("/staff/account", "/staff/account?handler=End", ("session", end))).StatusCode);

        Assert.Equal(HttpStatusCode.Redirect, await QueueAsync(phone));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await QueueAsync(ana), await QueueAsync(office)]);
        Assert.Equal(1, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'ended a session'"));
    }

    [Fact]
    public async Task All_others_end_at_once_and_this_one_goes_on()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var phone = await ana.SignInElsewhereAsync(Phone);
        using var office = await ana.SignInElsewhereAsync();

        await ana.PostAsync("/staff/account", "/staff/account?handler=EndOthers");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect, HttpStatusCode.Redirect], [await QueueAsync(ana), await QueueAsync(phone), await QueueAsync(office)]);
        Assert.Equal(["A browser: this one"], await SessionsAsync(ana));
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another_person()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        var bens = new Store(site.DataFolder).Text($"SELECT Id FROM StaffSessions WHERE StaffMemberId = '{ben.Id.ToString().ToUpperInvariant()}'");

        foreach (var handler in new[] { "End", "Disown", "Own" })
            await ana.PostAsync("/staff/account", $"/staff/account?handler={handler}", ("session", bens));

        Assert.Equal(HttpStatusCode.OK, await QueueAsync(ben));
    }

    [Fact]
    public async Task Signing_out_ends_this_session_and_no_other()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var phone = await ana.SignInElsewhereAsync(Phone);

        await phone.PostAsync("/staff", "/staff/sign-out");

        Assert.Equal(["A browser: this one"], await SessionsAsync(ana));
        Assert.Equal(HttpStatusCode.OK, await QueueAsync(ana));
    }

    [Fact]
    public async Task The_list_tells_when_the_person_was_last_active_and_not_when_a_page_renewed_itself()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var phone = await ana.SignInElsewhereAsync(Phone);
        async Task<string> LastActiveAsync() => (await ana.Http.PageAsync("/staff/account")).QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains("iPhone", StringComparison.Ordinal)).QuerySelectorAll("td")[1].TextContent;
        Assert.Equal("10:00 a.m.", await LastActiveAsync());

        site.Clock.Now += TimeSpan.FromMinutes(10);
        await phone.Http.GetAsync("/staff?auto");
        Assert.Equal("10:00 a.m.", await LastActiveAsync());

        await phone.Http.GetAsync("/staff");
        Assert.Equal("10:10 a.m.", await LastActiveAsync());
    }

    [Fact]
    public async Task A_new_browser_is_told_of_on_every_page_of_the_others_until_the_member_says_that_it_was_them()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        Assert.Null(await BannerAsync(ana));
        using var phone = await ana.SignInElsewhereAsync(Phone);

        foreach (var page in new[] { "/staff", "/staff/content", "/staff/account" })
            Assert.StartsWith("Somebody signed in with your account from Safari on iPhone, 10:00 a.m., for the first time.", (await BannerAsync(ana, page))!.TextContent.Trim(), StringComparison.Ordinal);
        // The new browser does not get to vouch for itself.
        Assert.Null(await BannerAsync(phone));

        var session = (await BannerAsync(ana))!.QuerySelector("input[name=session]")!.GetAttribute("value")!;
        await phone.PostAsync("/staff/account", "/staff/account?handler=Own", ("session", session));
        Assert.NotNull(await BannerAsync(ana));
        var answered = await ana.PostAsync("/staff", "/staff/account?handler=Own", ("session", session), ("to", "/staff/content"));

        Assert.Equal("/staff/content", answered.Headers.Location!.ToString());
        Assert.Null(await BannerAsync(ana));
        Assert.Equal(HttpStatusCode.OK, await QueueAsync(phone));
    }

    [Fact]
    public async Task That_was_not_me_ends_the_session_and_says_what_to_do()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var stranger = await ana.SignInElsewhereAsync(Phone);
        // Signing out does not hide that they were there.
        await stranger.PostAsync("/staff", "/staff/sign-out");
        using var again = await ana.SignInElsewhereAsync();
        var banner = (await ana.Http.PageAsync("/staff")).QuerySelectorAll("section[aria-label='A new browser']");
        Assert.Equal(2, banner.Length);

        foreach (var section in banner)
        {
            var answered = await ana.PostAsync("/staff", "/staff/account?handler=Disown", ("session", section.QuerySelector("input[name=session]")!.GetAttribute("value")!));
            Assert.Equal("/staff/account?done=not-me", answered.Headers.Location!.ToString());
        }

        Assert.Equal(HttpStatusCode.Redirect, await QueueAsync(again));
        Assert.Null(await BannerAsync(ana));
        Assert.Contains("Now tell an administrator", await ana.Http.GetStringAsync("/staff/account?done=not-me"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_browser_of_all_is_no_news_and_neither_is_one_that_was_used_before()
    {
        using var ana = await StaffClient.JoinAsync(site);
        await ana.PostAsync("/staff", "/staff/sign-out");
        await ana.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", StaffClient.Password));
        await ana.PostAsync("/staff/sign-in/code", ("code", ana.NextCode()));

        Assert.Equal(2, new Store(site.DataFolder).Count("StaffSessions WHERE IsNewBrowser = 0"));
        Assert.Equal(0, new Store(site.DataFolder).Count("SignInNotices"));
        Assert.Null(await BannerAsync(ana));
    }

    private static async Task SignInAgainAsync(StaffClient who)
    {
        await who.PostAsync("/staff", "/staff/sign-out");
        await who.PostAsync("/staff/sign-in", ("email", who.Email), ("password", StaffClient.Password));
        Assert.Equal("/staff", (await who.PostAsync("/staff/sign-in/code", ("code", who.NextCode()))).Headers.Location?.ToString());
    }

    private static async Task AnswerAsync(StaffClient who, string handler)
    {
        while (await BannerAsync(who) is { } banner)
            await who.PostAsync("/staff", $"/staff/account?handler={handler}", ("session", banner.QuerySelector("input[name=session]")!.GetAttribute("value")!));
    }

    [Fact]
    public async Task A_browser_that_is_in_question_does_not_vouch_for_itself_by_coming_again()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var stranger = await ana.SignInElsewhereAsync(Phone);

        for (var i = 0; i < 2; i++)
        {
            await SignInAgainAsync(stranger);
            Assert.Null(await BannerAsync(stranger));
        }

        var all = (await ana.Http.PageAsync("/staff")).QuerySelectorAll("section[aria-label='A new browser'] input[name=session]").Select(i => i.GetAttribute("value")!).Distinct().ToList();
        Assert.Equal(3, all.Count);
        foreach (var session in all)
            await stranger.PostAsync("/staff/account", "/staff/account?handler=Own", ("session", session));
        Assert.NotNull(await BannerAsync(ana));
        Assert.Equal(1, new Store(site.DataFolder).Count("SignInNotices"));
    }

    [Fact]
    public async Task A_browser_that_the_member_vouched_for_is_new_no_more()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var phone = await ana.SignInElsewhereAsync(Phone);
        await AnswerAsync(ana, "Own");

        await SignInAgainAsync(phone);
        await SignInAgainAsync(phone);

        Assert.Null(await BannerAsync(ana));
        Assert.Equal(1, new Store(site.DataFolder).Count("StaffSessions WHERE IsNewBrowser = 1"));
    }

    [Fact]
    public async Task A_browser_that_was_somebody_elses_is_new_again_and_told_of_again()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var stranger = await ana.SignInElsewhereAsync(Phone);
        await stranger.PostAsync("/staff", "/staff/sign-out");
        await AnswerAsync(ana, "Disown");

        await stranger.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", StaffClient.Password));
        await stranger.PostAsync("/staff/sign-in/code", ("code", stranger.NextCode()));

        Assert.NotNull(await BannerAsync(ana));
        Assert.Equal(2, new Store(site.DataFolder).Count("SignInNotices"));
    }

    [Fact]
    public async Task A_browser_whose_session_is_kept_no_longer_is_asked_about_once_more()
    {
        using var ana = await StaffClient.JoinAsync(site);
        new Store(site.DataFolder).Do("DELETE FROM StaffSessions");
        await ana.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", StaffClient.Password));
        await ana.PostAsync("/staff/sign-in/code", ("code", ana.NextCode()));

        Assert.Equal(1, new Store(site.DataFolder).Count("StaffSessions WHERE IsNewBrowser = 1"));
        Assert.Equal(1, new Store(site.DataFolder).Count("SignInNotices"));
    }

    [Fact]
    public async Task New_recovery_codes_are_shown_once_for_a_code_and_the_old_ones_open_nothing()
    {
        using var ana = await StaffClient.JoinAsync(site);
        site.Clock.Now += TimeSpan.FromMinutes(6);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/account", "/staff/account?handler=RecoveryCodes", ("factor", "000000"))).StatusCode);

        var shown = await ana.PostAsync("/staff/account", "/staff/account?handler=RecoveryCodes", ("factor", ana.NextCode()));

        var codes = (await shown.PageAsync()).QuerySelectorAll(".codes code").Select(c => c.TextContent).ToList();
        Assert.Equal(10, codes.Except(ana.RecoveryCodes).Count());
        Assert.Empty((await ana.Http.PageAsync("/staff/account")).QuerySelectorAll(".codes code"));
        ana.Forget();
        await ana.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", StaffClient.Password));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/sign-in/code", "/staff/sign-in/code?handler=Recovery", ("code", ana.RecoveryCodes[0]))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync("/staff/sign-in/code", "/staff/sign-in/code?handler=Recovery", ("code", codes[0]))).StatusCode);
    }

    [Fact]
    public async Task A_new_password_takes_a_code_opens_the_door_and_leaves_this_browser_alone_signed_in()
    {
        using var ana = await StaffClient.JoinAsync(site);
        using var phone = await ana.SignInElsewhereAsync(Phone);
        site.Clock.Now += TimeSpan.FromMinutes(6);
        await ana.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", StaffClient.Password));

        var changed = await ana.PostAsync("/staff/account", "/staff/account?handler=Password", ("password", "four other words together"), ("factor", ana.NextCode()));

        Assert.Equal("/staff/account?done=password", changed.Headers.Location!.ToString());
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect], [await QueueAsync(ana), await QueueAsync(phone)]);
        Assert.Equal(1, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'changed their password'"));
        // Whoever was between password and code, with the password from before, begins again.
        Assert.Equal("/staff/sign-in?to=%2Fstaff", (await ana.SendAsync("/staff/sign-in/code", await ana.TokenAsync("/staff"), ("code", ana.NextCode()))).Headers.Location?.ToString());
        ana.Forget();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", StaffClient.Password))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync("/staff/sign-in", ("email", ana.Email), ("password", "four other words together"))).StatusCode);
    }

    [Fact]
    public async Task A_password_that_is_too_weak_spends_no_code_and_without_a_code_nothing_changes()
    {
        using var ana = await StaffClient.JoinAsync(site);
        site.Clock.Now += TimeSpan.FromMinutes(6);
        var code = ana.NextCode();

        var weak = await ana.PostAsync("/staff/account", "/staff/account?handler=Password", ("password", "short"), ("factor", code));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.StatusCode);
        Assert.Contains("12 characters", (await weak.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/account", "/staff/account?handler=Password", ("password", "four other words together"), ("factor", "000000"))).StatusCode);

        site.Clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal("/staff/account?done=password", (await ana.PostAsync("/staff/account", "/staff/account?handler=Password", ("password", "four other words together"), ("factor", ana.NextCode()))).Headers.Location?.ToString());
    }
}
