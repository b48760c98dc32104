using Microsoft.Playwright;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>Every page and state that a visitor can come to see.</summary>
public sealed class EveryPageTests(Chromium chromium, Sites sites)
{
    public static TheoryData<string> PageNames => [.. Pages.All.Keys];

    [Theory]
    [MemberData(nameof(PageNames))]
    public Task A_page_holds_while_somebody_answers(string name) => chromium.LookAsync(sites.Open, name, Pages.All[name]);

    [Theory]
    [InlineData("home")]
    [InlineData("article-cravings")]
    [InlineData("form")]
    public Task A_page_holds_when_nobody_answers(string name) => chromium.LookAsync(sites.Closed, name + "-closed", Pages.All[name]);

    [Fact]
    public async Task The_form_holds_when_the_store_is_down()
    {
        using var site = TestSite.Start();
        await File.WriteAllTextAsync(Path.Combine(site.DataFolder, "recoverysite.db"), "garbage");
        await chromium.LookAsync(site, "form-store-down", async page =>
        {
            await page.SendFormAsync("216-555-0123");
            await page.GetByRole(AriaRole.Heading, new() { Name = "We could not save your request" }).WaitForAsync();
        });
    }
}
