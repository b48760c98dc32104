using System.Collections.Concurrent;
using Microsoft.Playwright;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>The desk by keys alone, and by a thumb on a telephone.</summary>
public sealed class DeskKeysTests(Chromium chromium)
{
    [Fact]
    public async Task The_keys_walk_the_list_open_claim_note_search_and_tell_of_themselves_and_leave_what_is_typed_alone()
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "First"));
        await site.AskAsync("216-555-0102", ("name", "Second"));
        await using var desk = await chromium.VisitorAsync(site);
        await desk.AddCookiesAsync(ana.ForBrowser());
        var page = await desk.NewPageAsync();
        await page.GotoAsync("/staff");
        await page.Locator("main").WaitForAsync();
        var title = page.GetByRole(AriaRole.Heading, new() { Level = 1 });

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#keys")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#keys")).ToBeHiddenAsync();

        foreach (var (key, name) in new[] { ("j", "First"), ("j", "Second"), ("j", "Second"), ("k", "First"), ("k", "First"), ("j", "Second") })
        {
            await page.Keyboard.PressAsync(key);
            await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToBeFocusedAsync();
        }
        await page.Keyboard.PressAsync("o");
        await Assertions.Expect(title).ToHaveTextAsync("Second");

        await page.Keyboard.PressAsync("n");
        await Assertions.Expect(page.Locator("#note")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("jock? no/one");
        await Assertions.Expect(page.Locator("#note")).ToHaveValueAsync("jock? no/one");
        await Assertions.Expect(title).ToHaveTextAsync("Second");

        await page.GotoAsync("/staff");
        await page.Keyboard.PressAsync("c");
        await Assertions.Expect(title).ToHaveTextAsync("First");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Call 216-555-0101" })).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.GetByLabel("Number, last four digits, reference or day")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("0102");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(title).ToHaveTextAsync("Second");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_a_telephone_one_tap_claims_and_only_then_dials(bool javaScript)
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await using var phone = await chromium.VisitorAsync(site, 360, 740, javaScript: javaScript);
        await phone.AddCookiesAsync(ana.ForBrowser());
        var page = await phone.NewPageAsync();
        var asked = new ConcurrentQueue<string>();
        page.Request += (_, request) => asked.Enqueue(request.Url);
        await page.GotoAsync("/staff");

        await page.GetByRole(AriaRole.Button, new() { Name = "Claim and call" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sam");
        await Assertions.Expect(page.GetByText("You dialed at")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Dial 216-555-0101" })).ToBeVisibleAsync();
        if (javaScript)
            await Eventually.TrueAsync(() => Task.FromResult(asked.Contains("tel:+12165550101")), "the page dialed");
        else
            Assert.DoesNotContain(asked, url => url.StartsWith("tel:", StringComparison.Ordinal));
    }
}
