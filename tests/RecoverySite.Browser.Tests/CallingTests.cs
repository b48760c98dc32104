using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>The number and the words about our hours, on a page that is kept open and on a machine that cannot call.</summary>
public sealed class CallingTests(Chromium chromium, Sites sites)
{
    private const string ShownAgain = "() => document.dispatchEvent(new Event('visibilitychange'))";

    private static readonly DateTimeOffset Closing = new(2026, 11, 25, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_tab_that_slept_past_closing_says_so_when_it_is_shown_again_whatever_the_clock_of_the_device_says()
    {
        using var site = TestSite.Start(new TestClock(Closing.AddHours(-3)));
        await using var visitor = await chromium.VisitorAsync(site, 360, 640, zone: "America/Los_Angeles");
        var page = await visitor.OpenAsync("article-cravings");
        var bar = page.Locator(".bar");
        await page.RouteAsync("**/calling.*", async route => await route.FulfillAsync(new() { Status = 200, Headers = new Dictionary<string, string> { ["Date"] = site.Clock.Now.ToString("R") } }));
        await page.EvaluateAsync("Date.now = () => 0");

        await Assertions.Expect(bar.Locator(".status")).ToContainTextAsync("Open until 9:00 p.m. ET");
        await Assertions.Expect(bar.Locator(".also")).ToBeHiddenAsync();
        site.Clock.Now = Closing.AddHours(7);
        await page.EvaluateAsync(ShownAgain);

        await Assertions.Expect(bar.Locator(".status")).ToContainTextAsync("Closed now. Opens today at 8:00 a.m. ET");
        await Assertions.Expect(bar.Locator(".also")).ToContainTextAsync("988 answers day and night");
        await Assertions.Expect(bar.Locator(".button").First).ToHaveTextAsync("Ask us to call you");
        await Assertions.Expect(bar.Locator(".button").First).ToHaveClassAsync("button call");
        await Assertions.Expect(page.Locator("footer [data-status]")).ToHaveTextAsync("Closed now. Opens today at 8:00 a.m. ET (5:00 a.m. your time)");
        // And back again in the morning: the same words in the same places as on a fresh page.
        site.Clock.Now = Closing.AddHours(12);
        await page.EvaluateAsync(ShownAgain);
        await Assertions.Expect(bar.Locator(".button").First).ToHaveTextAsync(new Regex("^Call 844-438-8689"));
        var woken = await page.Locator("body").InnerTextAsync();
        await page.UnrouteAllAsync();
        await page.ReloadAsync();
        Assert.Equal(await page.Locator("body").InnerTextAsync(), woken);
    }

    [Fact]
    public async Task Without_an_answer_from_the_site_the_words_stay_as_they_are()
    {
        using var site = TestSite.Start(new TestClock(Closing.AddHours(-3)));
        await using var visitor = await chromium.VisitorAsync(site, 360, 640);
        var page = await visitor.OpenAsync("article-cravings");
        var asked = new TaskCompletionSource();
        await page.RouteAsync("**/calling.*", async route =>
        {
            await route.AbortAsync();
            asked.SetResult();
        });

        await page.EvaluateAsync(ShownAgain);

        await asked.Task;
        await Assertions.Expect(page.Locator(".bar .status")).ToContainTextAsync("Open until 9:00 p.m. ET");
    }

    [Theory]
    [InlineData("America/New_York", "")]
    [InlineData("America/Toronto", "")]
    [InlineData("UTC", "")]
    [InlineData("America/Los_Angeles", " (6:00 p.m. your time)")]
    [InlineData("Asia/Tokyo", " (Wednesday 11:00 a.m. your time)")]
    [InlineData("Pacific/Honolulu", " (4:00 p.m. your time)")]
    [InlineData("Asia/Kolkata", " (Wednesday 7:30 a.m. your time)")]
    [InlineData("Australia/Brisbane", " (Wednesday noon your time)")]
    [InlineData("America/Noronha", " (Wednesday midnight your time)")]
    public async Task Where_the_device_keeps_another_time_the_hours_are_also_said_in_its_own(string zone, string more)
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, zone: zone);
        var page = await visitor.OpenAsync("article-cravings");

        await Assertions.Expect(page.Locator(".call-block [data-status]")).ToHaveTextAsync("Open until 9:00 p.m. ET" + more);
        await Assertions.Expect(page.Locator(".top-call [data-status]")).ToHaveTextAsync("Open until 9:00 p.m. ET");
    }

    [Fact]
    public async Task Where_a_number_cannot_be_tapped_it_can_be_copied_or_taken_over_with_a_phones_camera()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open);
        await visitor.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await visitor.OpenAsync("article-cravings");

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the number" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal("844-438-8689", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await page.GetByText("Call from your phone instead").ClickAsync();
        await Assertions.Expect(page.Locator(".qr-code")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Without_script_there_is_no_button_that_does_nothing()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, javaScript: false);
        var page = await visitor.OpenAsync("article-cravings");

        await Assertions.Expect(page.GetByText("Copy the number")).ToBeHiddenAsync();
        await Assertions.Expect(page.GetByText("Call from your phone instead")).ToBeVisibleAsync();
    }
}
