using Microsoft.Playwright;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>The door of the desk, and the queue behind it with nobody, three and five hundred people in it.</summary>
public sealed class EveryDoorPageTests(Chromium chromium, EveryDeskPageTests.Desk desk) : IClassFixture<EveryDeskPageTests.Desk>
{
    public static TheoryData<string> Before => [.. DeskPages.BeforeTheDoor.Keys];

    [Theory]
    [MemberData(nameof(Before))]
    public Task A_page_before_the_door_holds(string name) => chromium.LookAsync(desk.Site, "desk-" + name, DeskPages.BeforeTheDoor[name]);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task The_lists_of_the_desk_hold_with_nobody_few_and_many(int people)
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Supervisor);
        await DeskPages.ManyAsync(site, people);

        foreach (var list in new[] { "queue", "requests", "hand-over", "insights", "held" })
            await chromium.LookAsync(site, $"desk-{list}-{people}", page => page.GotoAsync(list == "queue" ? "/staff" : $"/staff/{list}"), ana.ForBrowser());
    }

    [Fact]
    public async Task Setting_up_the_app_and_the_recovery_codes_hold()
    {
        using var site = TestSite.Start();
        var link = "/staff/join#" + await StaffClient.InviteAsync(site, "new@example.org");
        await chromium.LookAsync(site, "desk-set-up", page => JoinAsync(page, link));

        await chromium.LookAsync(site, "desk-recovery-codes", async page =>
        {
            await page.GotoAsync("/staff/sign-in");
            await page.GetByLabel("E-mail").FillAsync("new@example.org");
            await page.GetByLabel("Password").FillAsync(StaffClient.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
            var key = await page.Locator(".key").TextContentAsync();
            await page.GetByLabel("Code from the app").FillAsync(Totp.Code(Totp.FromBase32(key!), site.Clock.Now));
            await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Your recovery codes" }).WaitForAsync();
        });
    }

    private static async Task JoinAsync(IPage page, string link)
    {
        await page.GotoAsync(link);
        await Assertions.Expect(page.GetByLabel("Code from your link")).ToHaveValueAsync(link.Split('#')[1]);
        Assert.DoesNotContain('#', page.Url);
        await page.GetByLabel("Your e-mail address").FillAsync("new@example.org");
        await page.GetByLabel("Your name, as colleagues should see it").FillAsync("New");
        await page.GetByLabel("Choose a password").FillAsync(StaffClient.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Set up your authenticator app" }).WaitForAsync();
    }
}
