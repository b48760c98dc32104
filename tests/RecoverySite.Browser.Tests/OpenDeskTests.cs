using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>What an open page of the desk keeps, says and does while somebody works on it and the site changes under it.</summary>
public sealed class OpenDeskTests(Chromium chromium) : IAsyncLifetime
{
    private readonly TestSite site = TestSite.Start();
    private readonly ConcurrentQueue<string> asked = new();
    private StaffClient ana = null!;
    private IBrowserContext desk = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        ana = await StaffClient.SignedInAsync(site);
        desk = await chromium.VisitorAsync(site);
        await desk.AddCookiesAsync(ana.ForBrowser());
        page = await desk.NewPageAsync();
        page.Request += (_, request) => asked.Enqueue(request.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await desk.DisposeAsync();
        ana.Dispose();
        await site.DisposeAsync();
    }

    private ILocator Title => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task TakeAsync(string phone = "216-555-0101", params (string, string)[] fields)
    {
        await site.AskAsync(phone, [("name", "Sam"), .. fields]);
        await page.GotoAsync("/staff");
        await Button("Take the next request").ClickAsync();
        await Assertions.Expect(Title).ToHaveTextAsync("Sam");
    }

    [Fact]
    public async Task A_press_on_call_records_the_call_and_then_dials()
    {
        await TakeAsync();

        await Button("Call 216-555-0101").ClickAsync();

        await Assertions.Expect(page.GetByText("You dialed at")).ToBeVisibleAsync();
        await Eventually.TrueAsync(() => Task.FromResult(asked.Contains("tel:+12165550101")), "the page dialed");
    }

    [Fact]
    public async Task After_a_refusal_the_time_that_was_chosen_is_still_chosen_and_what_is_booked_is_what_is_read()
    {
        await TakeAsync(fields: ("zone", "Pacific/Honolulu"));
        await page.GetByText("Call later", new() { Exact = true }).ClickAsync();
        await page.Locator("#later-again").SelectOptionAsync("other");
        await Assertions.Expect(page.Locator("#later-day")).ToBeVisibleAsync();
        await Button("Put it off until then").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter the day and the time");
        await Assertions.Expect(page.Locator("#later-again")).ToHaveValueAsync("other");
        await page.Locator("#later-day").FillAsync("2026-11-25");
        await page.Locator("#later-time").FillAsync("03:00");
        await Button("Put it off until then").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("It would be");
        await Assertions.Expect(page.Locator("#later-again")).ToHaveValueAsync("other");
        await page.Locator("#later-time").FillAsync("10:00");
        await Button("Put it off until then").ClickAsync();

        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Put off: Sam, to be called tomorrow, 3:00 p.m. ET (10:00 a.m. Hawaii).");
    }

    [Fact]
    public async Task Typing_a_day_chooses_it_and_choosing_an_offered_time_takes_what_was_typed_away()
    {
        await TakeAsync();
        await page.GetByText("Call later", new() { Exact = true }).ClickAsync();
        var choice = page.Locator("#later-again");
        await page.Locator(".again").GetByText("Another time", new() { Exact = true }).Last.ClickAsync();
        await page.Locator("#later-day").FillAsync("2026-11-25");
        await Assertions.Expect(choice).ToHaveValueAsync("other");
        await choice.SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await Assertions.Expect(page.Locator("#later-day")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_focus_and_what_is_typed_stay_while_rows_and_lines_come_and_go_around_them()
    {
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        foreach (var (phone, name) in new[] { ("216-555-0101", "First"), ("216-555-0102", "Second"), ("216-555-0103", "Third") })
            await site.AskAsync(phone, ("name", name));
        await page.GotoAsync("/staff");
        var third = page.GetByRole(AriaRole.Link, new() { Name = "Third", Exact = true });
        await third.FocusAsync();
        var first = (await page.GetByRole(AriaRole.Link, new() { Name = "First", Exact = true }).GetAttributeAsync("href"))!;
        await ben.PostAsync("/staff", "/staff?handler=Claim", ("id", first[^36..]));
        await ben.PostAsync(first, first + "?handler=Record", ("outcome", "Reached"));
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(2);
        await Assertions.Expect(third).ToBeFocusedAsync();

        await third.ClickAsync();
        await page.Locator("#note").PressSequentiallyAsync("Half a sen");
        var path = new Uri(page.Url).AbsolutePath;
        await ben.Http.GetAsync(path);
        await Assertions.Expect(page.GetByText("Ben is looking at this too.")).ToBeVisibleAsync();
        await ben.Http.GetAsync($"/staff/changes?auto&looking={path[^36..]}&gone=true");
        await Assertions.Expect(page.GetByText("Ben is looking at this too.")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#note")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("tence/c");
        await Assertions.Expect(page.Locator("#note")).ToHaveValueAsync("Half a sentence/c");
        await Assertions.Expect(Title).ToHaveTextAsync("Third");
    }

    [Fact]
    public async Task A_queue_that_refused_a_claim_goes_on_showing_who_comes_and_keeps_what_it_said()
    {
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await page.GotoAsync("/staff");
        // As on a page that has not heard of it yet.
        await page.RouteAsync("**/staff/changes*", route => route.FulfillAsync(new() { Body = "held" }));
        await page.RouteAsync("**/staff?auto*", route => route.AbortAsync());
        await ben.PostAsync("/staff", "/staff?handler=Next");
        await page.Locator(".row").GetByRole(AriaRole.Button, new() { NameRegex = new("^Claim") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ben has this one");
        await page.UnrouteAllAsync();

        await site.AskAsync("216-555-0102", ("name", "Wanda"));

        await Assertions.Expect(page.Locator(".next")).ToContainTextAsync("Wanda");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ben has this one");
    }

    [Fact]
    public async Task The_list_of_all_requests_follows_too_but_not_while_somebody_chooses_rows_in_it()
    {
        using var sue = await StaffClient.SignedInAsync(site, "Sue", RecoverySite.Contacts.StaffRole.Supervisor);
        await desk.ClearCookiesAsync();
        await desk.AddCookiesAsync(sue.ForBrowser());
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await page.GotoAsync("/staff/requests?state=open");
        await ana.PostAsync("/staff", "/staff?handler=Next");
        await Assertions.Expect(page.Locator(".row")).ToContainTextAsync("Ana has it");

        await page.Locator(".row input[type=checkbox]").CheckAsync();
        var asked = page.WaitForResponseAsync(answer => answer.Url.Contains("/staff/requests?state=open&auto", StringComparison.Ordinal));
        await site.AskAsync("216-555-0102", ("name", "Wanda"));
        await asked;
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(1);
        await page.Locator(".row input[type=checkbox]").UncheckAsync();
        await Assertions.Expect(page.Locator(".row")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_duty_switch_shows_what_it_did()
    {
        await page.GotoAsync("/staff");
        await Button("Go on duty").ClickAsync();
        await Assertions.Expect(Button("Go off duty")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".duty")).ToContainTextAsync("On duty");
    }

    [Fact]
    public async Task A_note_that_was_begun_beside_the_form_goes_with_it()
    {
        await TakeAsync();
        await page.GetByText("I have called already").ClickAsync();
        await page.GetByLabel("Reached: we have spoken").CheckAsync();
        await page.Locator("#note").FillAsync("Comes by on Thursday.");
        await Button("Record it").ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("Recorded: Sam, reached.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Look at it again" }).ClickAsync();
        await Assertions.Expect(page.Locator(".said")).ToContainTextAsync("Comes by on Thursday.");
    }

    [Fact]
    public async Task Whoever_is_signed_out_in_the_middle_of_a_note_reads_so_sees_nobody_any_more_and_finds_the_note_again()
    {
        await TakeAsync();
        var request = new Uri(page.Url).AbsolutePath;
        await page.Locator("#note").FillAsync("She has a daughter.");
        site.Clock.Now += TimeSpan.FromMinutes(61);

        await Assertions.Expect(Title).ToHaveTextAsync("Signed out");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You are signed out. What you typed is still here.");
        await Assertions.Expect(page.GetByText("Sam")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("216-555-0101")).ToHaveCountAsync(0);
        await Button("Add the note").ClickAsync();
        await page.GetByLabel("E-mail").FillAsync(ana.Email);
        await page.GetByLabel("Password").FillAsync(StaffClient.Password);
        await Button("Go on").ClickAsync();
        await page.GetByLabel("Code from your authenticator app").FillAsync(ana.NextCode());
        await Button("Sign in").ClickAsync();
        await page.WaitForURLAsync(site.Url + request);
        await Assertions.Expect(page.Locator("#note")).ToHaveValueAsync("She has a daughter.");
    }

    [Fact]
    public async Task The_claim_key_takes_whoever_is_next_and_nobody_who_is_asleep_or_somebody_elses()
    {
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        await site.AskAsync("808-555-0101", ("name", "Asleep"), ("zone", "Pacific/Honolulu"));
        site.Clock.Now += TimeSpan.FromMinutes(61);
        ana = await StaffClient.SignedInAsync(site, "Anna");
        await desk.ClearCookiesAsync();
        await desk.AddCookiesAsync(ana.ForBrowser());
        using var cy = await StaffClient.SignedInAsync(site, "Cy");
        await site.AskAsync("216-555-0102", ("name", "Taken"));
        await cy.PostAsync("/staff", "/staff?handler=Next");
        await site.AskAsync("216-555-0103", ("name", "Next"));
        await page.GotoAsync("/staff");

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Taken", Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("c");
        await page.EvaluateAsync("document.activeElement.blur()");
        await Assertions.Expect(Title).ToHaveTextAsync("3 people are waiting");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(Title).ToHaveTextAsync("Next");
    }

    [Fact]
    public async Task Keys_are_switched_off_by_whoever_does_not_want_them()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await page.GotoAsync("/staff");
        await Button("Keys").ClickAsync();
        await page.GetByLabel("Keys are on, in this browser").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sam", Exact = true })).Not.ToBeFocusedAsync();
        await Assertions.Expect(Title).ToHaveTextAsync("1 person is waiting");
    }

    [Fact]
    public async Task That_was_not_me_ends_the_other_session_also_with_script()
    {
        using var elsewhere = await ana.SignInElsewhereAsync();
        await page.GotoAsync("/staff");
        await Button("That was not me: end it").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "That session has ended" })).ToBeVisibleAsync();
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await elsewhere.Http.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task No_title_names_anybody()
    {
        await TakeAsync();
        await Assertions.Expect(page).ToHaveTitleAsync(new Regex(@"^Request [0-9A-Z]{4}-[0-9A-Z]{4} - RecoverySite desk$"));
    }
}
