using Microsoft.Playwright;

namespace RecoverySite.Browser.Tests;

/// <summary>Every page and state that a visitor can come to see, by a name, with the way there.</summary>
internal static class Pages
{
    public static readonly IReadOnlyDictionary<string, Func<IPage, Task>> All = new Dictionary<string, Func<IPage, Task>>
    {
        ["home"] = page => page.GotoAsync("/"),
        ["topic"] = page => page.GotoAsync("/family"),
        ["article-cravings"] = page => page.GotoAsync("/heroin/cravings"),
        ["article-for-families"] = page => page.GotoAsync("/treatment/return-to-use/family"),
        ["article-emergency"] = page => page.GotoAsync("/overdose/what-to-do"),
        ["articles"] = page => page.GotoAsync("/articles"),
        ["about"] = page => page.GotoAsync("/about"),
        ["privacy"] = page => page.GotoAsync("/privacy"),
        ["when-you-call"] = page => page.GotoAsync("/what-happens-when-you-call"),
        ["form"] = page => page.GotoAsync("/request-a-call"),
        ["form-with-mistake"] = async page =>
        {
            await page.SendFormAsync("555-0123");
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["receipt"] = AskAsync,
        ["receipt-withdrawn"] = async page =>
        {
            await AskAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw my request" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "You have withdrawn your request" }).WaitForAsync();
        },
        ["receipt-after-a-day"] = page => page.GotoAsync("/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA"),
        ["search"] = page => page.GotoAsync("/search"),
        ["search-in-need"] = page => page.GotoAsync("/search?q=overdoze"),
        ["search-nothing"] = page => page.GotoAsync("/search?q=zzzz"),
        ["not-found"] = page => page.GotoAsync("/no-such-page"),
    };

    public static async Task<IPage> OpenAsync(this IBrowserContext visitor, string name)
    {
        var page = await visitor.NewPageAsync();
        page.SetDefaultTimeout(15_000);
        await All[name](page);
        return page;
    }

    public static async Task SendFormAsync(this IPage page, string number)
    {
        await page.GotoAsync("/request-a-call");
        await page.GetByLabel("Phone number").FillAsync(number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).ClickAsync();
    }

    /// <summary>The size of letters that the reader has set for all sites, in px; browsers start with 16.</summary>
    public static async Task SetLettersAsync(this IPage page, int size)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Page.setFontSizes", new() { ["fontSizes"] = new { standard = size } });
    }

    private static async Task AskAsync(IPage page)
    {
        await page.SendFormAsync("216-555-0123");
        await page.GetByRole(AriaRole.Heading, new() { Name = "We have your request" }).WaitForAsync();
    }
}
