using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>From the reader who asks to the call that is made, through real pages from beginning to end.</summary>
public sealed class DeskStoryTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_visitor_asks_on_a_phone_and_a_staff_member_signs_in_claims_calls_and_records_while_another_is_told_who_has_it(bool staffHaveScript)
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.JoinAsync(site);
        using var ben = await StaffClient.JoinAsync(site, "ben@example.org", "Ben");
        // Somebody else has waited for less long, and one is to be called later.
        await site.AskAsync("216-555-0102", ("name", "Later"), ("when", "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z"));

        // A visitor on a phone, without script.
        await using var phone = await chromium.VisitorAsync(site, 360, 640, javaScript: false);
        var reading = await phone.NewPageAsync();
        await reading.GotoAsync("/heroin/cravings");
        await reading.Locator(".bar").GetByRole(AriaRole.Link, new() { Name = "Ask us to call you" }).ClickAsync();
        await reading.GetByLabel("Phone number").FillAsync("(216) 555 0123");
        await reading.GetByLabel("What should we call you?").FillAsync("Sam");
        await reading.GetByLabel("No, somebody else might hear it").CheckAsync();
        site.Clock.Now += TimeSpan.FromSeconds(40);
        await reading.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).ClickAsync();
        await Assertions.Expect(reading.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("We have your request");
        site.Clock.Now += TimeSpan.FromMinutes(7);
        await site.AskAsync("216-555-0103", ("name", "Second"));

        // Both sign in with password and code.
        await using var anasDesk = await chromium.VisitorAsync(site, javaScript: staffHaveScript);
        await using var bensDesk = await chromium.VisitorAsync(site, 360, 740, javaScript: staffHaveScript);
        var dialed = new ConcurrentQueue<string>();
        var hers = await SignInAsync(site, anasDesk, ana, "ana@example.org");
        var his = await SignInAsync(site, bensDesk, ben, "ben@example.org");
        await Assertions.Expect(hers.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("2 people are waiting");
        var top = hers.Locator(".row").First;
        await Assertions.Expect(top).ToContainTextAsync("Sam");
        await Assertions.Expect(top).ToContainTextAsync("216-***-0123");
        await Assertions.Expect(top).ToContainTextAsync("No voicemail");

        // Ana claims it; Ben is told: by his page itself, or when he taps on one that is older.
        await top.GetByRole(AriaRole.Button, new() { NameRegex = new("^Claim") }).ClickAsync();
        await Assertions.Expect(hers.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sam");
        if (!staffHaveScript)
        {
            await his.Locator(".row").First.GetByRole(AriaRole.Button, new() { NameRegex = new("^Call") }).ClickAsync();
            await Assertions.Expect(his.GetByRole(AriaRole.Alert)).ToContainTextAsync(new Regex("^\\s*Ana has this one since 10:\\d\\d a\\.m\\., and nobody is called twice"));
        }
        await Assertions.Expect(his.Locator(".row.taken")).ToContainTextAsync("Ana has it since");

        // What to know stands there before she calls, and the number is hers to see.
        await Assertions.Expect(hers.Locator(".wishes")).ToContainTextAsync("No voicemail.");
        await Assertions.Expect(hers.GetByText("216-555-0123")).ToBeVisibleAsync();
        hers.Request += (_, call) => dialed.Enqueue(call.Url);
        await hers.GetByRole(AriaRole.Button, new() { Name = "Call 216-555-0123" }).ClickAsync();
        await Assertions.Expect(hers.GetByText("You dialed at")).ToBeVisibleAsync();
        // With script the browser dials by itself and asks which telephone to use. It takes no click in this tab until somebody answers.
        if (staffHaveScript)
            await Eventually.TrueAsync(() => Task.FromResult(dialed.Contains("tel:+12165550123")), "the page dialed");
        var request = hers.Url;
        hers = await anasDesk.NewPageAsync();
        await hers.GotoAsync(request);
        await Assertions.Expect(hers.GetByRole(AriaRole.Link, new() { Name = "Dial 216-555-0123" })).ToHaveAttributeAsync("href", "tel:+12165550123");
        await Assertions.Expect(hers.GetByLabel("Left a voicemail")).ToHaveCountAsync(0);

        await hers.GetByLabel("Reached: we have spoken").CheckAsync();
        await hers.GetByLabel("Note for colleagues").FillAsync("Comes by on Thursday.");
        await hers.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
        await Assertions.Expect(hers.GetByRole(AriaRole.Status).Filter(new() { HasText = "Recorded: Sam, reached." })).ToBeVisibleAsync();
        await Assertions.Expect(hers.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("1 person is waiting");

        // The next tap is the next person, claimed and then dialed.
        await his.GotoAsync("/staff");
        await his.GetByRole(AriaRole.Button, new() { Name = "Claim and call" }).ClickAsync();
        await Assertions.Expect(his.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Second");
    }

    [Fact]
    public async Task The_queue_renews_itself_and_takes_nobodys_place_away_while_they_use_it()
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site);
        await using var desk = await chromium.VisitorAsync(site);
        await desk.AddCookiesAsync(ana.ForBrowser());
        var page = await desk.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync("/staff");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Nobody is waiting");

        await site.AskAsync("216-555-0101", ("name", "First"));
        await page.Clock.RunForAsync(15_000);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("1 person is waiting");
        await Assertions.Expect(page).ToHaveTitleAsync("(1) Queue - RecoverySite desk");

        var claim = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Claim First") });
        await claim.FocusAsync();
        await site.AskAsync("216-555-0102", ("name", "Second"));
        await page.Clock.RunForAsync(30_000);
        await Assertions.Expect(claim).ToBeFocusedAsync();
        await page.Clock.RunForAsync(15_000);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("2 people are waiting");
        await Assertions.Expect(claim).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_call_whose_claim_has_run_out_is_not_dialled_with_script_either()
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await using var desk = await chromium.VisitorAsync(site);
        await desk.AddCookiesAsync(ana.ForBrowser());
        var page = await desk.NewPageAsync();
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(request.Url);
        await page.GotoAsync("/staff");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the next request" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Call 216-555-0101" }).WaitForAsync();
        site.Clock.Now += TimeSpan.FromMinutes(11);

        await page.GetByRole(AriaRole.Button, new() { Name = "Call 216-555-0101" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Claim it and see the number" })).ToBeVisibleAsync();
        Assert.DoesNotContain(asked, url => url.StartsWith("tel:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_that_was_opened_before_somebody_else_signed_in_dials_nothing()
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await using var desk = await chromium.VisitorAsync(site);
        await desk.AddCookiesAsync(ana.ForBrowser());
        var page = await desk.NewPageAsync();
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(request.Url);
        await page.GotoAsync("/staff");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the next request" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Call 216-555-0101" }).WaitForAsync();
        await desk.ClearCookiesAsync();
        await desk.AddCookiesAsync(ben.ForBrowser());

        await page.GetByRole(AriaRole.Button, new() { Name = "Call 216-555-0101" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Do not call: Ana has it since")).ToBeVisibleAsync();
        Assert.DoesNotContain(asked, url => url.StartsWith("tel:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tap_on_our_number_or_on_the_way_to_the_form_is_counted_where_it_was_and_not_for_those_who_ask_for_privacy()
    {
        using var site = TestSite.Start();
        async Task TapAsync(string place, string? script = null)
        {
            await using var visitor = await chromium.VisitorAsync(site, 360, 740);
            if (script is not null)
                await visitor.AddInitScriptAsync(script);
            var page = await visitor.NewPageAsync();
            await page.GotoAsync("/heroin/cravings");
            // The tap and not the telephone.
            await page.EvaluateAsync("addEventListener('click', event => event.preventDefault())");
            var link = place switch
            {
                "crisis" => page.Locator(".crisis a[href^='tel:']").First,
                "ask" => page.Locator(".bar a[href^='/request-a-call']"),
                _ => page.Locator($"[data-place={place}] a[href='tel:+18444388689']").First,
            };
            await link.ClickAsync();
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        }

        await TapAsync("crisis");
        await TapAsync("bar", "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
        await TapAsync("footer", "Object.defineProperty(navigator, 'doNotTrack', { value: '1' })");
        await TapAsync("ask", "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
        await TapAsync("bar");
        await TapAsync("bar");
        await TapAsync("ask");

        using var adam = await StaffClient.SignedInAsync(site, "Adam", StaffRole.Administrator);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        async Task<string> CountedAsync() => string.Join(' ', Regex.Matches(await adam.Http.GetStringAsync("/staff/insights"), "(?s)<td class=\"number\">(.*?)</td>").Select(m => m.Groups[1].Value));
        // By article and by day: taps on our number, on the link to the form, requests; and at the end by place.
        while (await CountedAsync() != "2 1 0 0 % 2 1 0 2")
            await Task.Delay(50, patience.Token);
    }

    private static async Task<IPage> SignInAsync(TestSite site, IBrowserContext browser, StaffClient who, string email)
    {
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync("/staff");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(StaffClient.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.GetByLabel("Code from your authenticator app").FillAsync(who.NextCode());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(site.Url + "/staff");
        return page;
    }
}
