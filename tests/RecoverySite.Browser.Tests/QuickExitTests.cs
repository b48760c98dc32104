using Microsoft.Playwright;

namespace RecoverySite.Browser.Tests;

public sealed class QuickExitTests(Chromium chromium, Sites sites) : IAsyncLifetime
{
    private const string Elsewhere = "https://www.weather.gov/";

    private IBrowserContext visitor = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync() => await ComeAsync(javaScript: true);

    public ValueTask DisposeAsync() => visitor.DisposeAsync();

    [Fact]
    public async Task One_press_leads_elsewhere_and_going_back_does_not_lead_to_the_form()
    {
        await page.GetByLabel("Phone number").FillAsync("216-555-0123");

        await page.GetByRole(AriaRole.Link, new() { Name = "Leave this site" }).ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(Elsewhere);
        await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });
        Assert.Equal(sites.Open.Url + "/about", page.Url);
    }

    [Fact]
    public async Task Shift_three_times_does_the_same_also_while_typing()
    {
        await page.GetByLabel("Phone number").FillAsync("216-555-0123");

        // On a busy machine three presses can take longer than the five seconds in which they count.
        for (var i = 0; i < 30 && page.Url != Elsewhere; i++)
            await page.Keyboard.PressAsync("Shift");

        await Assertions.Expect(page).ToHaveURLAsync(Elsewhere);
    }

    [Fact]
    public async Task Capital_letters_leave_nobodys_form()
    {
        await page.GetByLabel("What should we call you?").FocusAsync();

        await page.Keyboard.PressAsync("Shift+M");
        await page.Keyboard.PressAsync("Shift+J");
        await page.Keyboard.PressAsync("Shift+K");

        await Assertions.Expect(page.GetByLabel("What should we call you?")).ToHaveValueAsync("MJK");
        Assert.Equal(sites.Open.Url + "/request-a-call", page.Url);
    }

    [Fact]
    public async Task Without_script_it_is_a_plain_link_that_tells_the_other_site_nothing()
    {
        await visitor.DisposeAsync();
        await ComeAsync(javaScript: false);
        var link = page.GetByRole(AriaRole.Link, new() { Name = "Leave this site" });

        await Assertions.Expect(link).ToHaveAttributeAsync("rel", "nofollow noreferrer");
        await link.ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(Elsewhere);
    }

    [Fact]
    public async Task An_article_has_none_unless_it_is_marked_as_sensitive()
    {
        await page.GotoAsync("/heroin/cravings");

        await Assertions.Expect(page.GetByText("Leave this site")).ToHaveCountAsync(0);
    }

    private async Task ComeAsync(bool javaScript)
    {
        visitor = await chromium.VisitorAsync(sites.Open, 360, 640, javaScript: javaScript);
        await visitor.RouteAsync(Elsewhere, route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<title>Weather</title>" }));
        page = await visitor.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync("/about");
        await page.GotoAsync("/request-a-call");
    }
}
