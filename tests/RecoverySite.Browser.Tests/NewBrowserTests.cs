using Microsoft.Playwright;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>What a desk shows that is older than its last code, of somebody who has just signed in elsewhere too.</summary>
public sealed class NewBrowserTests(Chromium chromium)
{
    [Fact]
    public async Task The_question_about_a_new_browser_and_the_fields_for_a_code_hold_and_the_answer_leads_to_the_account()
    {
        using var site = TestSite.Start();
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        using var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Administrator);
        using var elsewhere = await ana.SignInElsewhereAsync();
        site.Clock.Now += TimeSpan.FromMinutes(6);

        await chromium.LookAsync(
            site,
            "desk-new-browser",
            async page =>
            {
                await page.GotoAsync($"/staff/people/{ben.Id}");
                await page.GetByText("Another role", new() { Exact = true }).ClickAsync();
            },
            ana.ForBrowser());

        await using var desk = await chromium.VisitorAsync(site, javaScript: false);
        await desk.AddCookiesAsync(ana.ForBrowser());
        var account = await desk.NewPageAsync();
        await account.GotoAsync("/staff");
        await account.GetByRole(AriaRole.Button, new() { Name = "That was not me: end it" }).ClickAsync();
        await Assertions.Expect(account.GetByRole(AriaRole.Status).Filter(new() { HasText = "That session has ended" })).ToBeVisibleAsync();
        await Assertions.Expect(account.Locator("tbody tr")).ToHaveCountAsync(1);
    }
}
