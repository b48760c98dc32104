using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RecoverySite.Contacts;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>Two people at work side by side, each with a browser of their own.</summary>
public sealed partial class TwoDesksTests(Chromium chromium)
{
    /// <summary>Within so many milliseconds of the browser's clock.</summary>
    private const int TwoSeconds = 2000;

    [Fact]
    public async Task A_request_a_claim_a_look_and_a_note_are_on_the_others_screen_within_two_seconds()
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        await using var anasDesk = await chromium.VisitorAsync(site);
        await using var bensDesk = await chromium.VisitorAsync(site);
        await anasDesk.AddCookiesAsync(ana.ForBrowser());
        await bensDesk.AddCookiesAsync(ben.ForBrowser());
        var (hers, his) = (await anasDesk.NewPageAsync(), await bensDesk.NewPageAsync());
        foreach (var page in new[] { hers, his })
        {
            // Held, and let go for two seconds at a time: what is there then, was there within them.
            await page.Clock.InstallAsync();
            await page.GotoAsync("/staff");
            await page.Clock.PauseAtAsync(await page.EvaluateAsync<DateTime>("new Date(Date.now() + 1000)"));
        }

        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await hers.Clock.RunForAsync(TwoSeconds);
        await his.Clock.RunForAsync(TwoSeconds);
        await Assertions.Expect(hers.Locator(".next")).ToContainTextAsync("Sam");
        await Assertions.Expect(his.Locator(".next")).ToContainTextAsync("Sam");

        await his.GetByRole(AriaRole.Link, new() { Name = "Sam", Exact = true }).ClickAsync();
        await his.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Sam" }).WaitForAsync();
        await hers.Clock.RunForAsync(TwoSeconds);
        await Assertions.Expect(hers.Locator(".row")).ToContainTextAsync("Ben is looking at it");

        await hers.GetByRole(AriaRole.Button, new() { Name = "Take the next request" }).ClickAsync();
        await hers.GetByRole(AriaRole.Button, new() { Name = "Call 216-555-0101" }).WaitForAsync();
        await his.Clock.RunForAsync(TwoSeconds);
        await Assertions.Expect(his.GetByText("Do not call: Ana has it since")).ToBeVisibleAsync();
        await Assertions.Expect(his.GetByRole(AriaRole.Button, new() { NameRegex = new("^Claim") })).ToHaveCountAsync(0);

        await hers.GetByLabel("Note for colleagues", new() { Exact = true }).Locator("visible=true").FillAsync("Rings back at noon.");
        await hers.GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
        await Assertions.Expect(hers.Locator(".said")).ToContainTextAsync("Rings back at noon.");
        await his.Clock.RunForAsync(TwoSeconds);
        await Assertions.Expect(his.Locator(".said")).ToContainTextAsync("Rings back at noon.");
    }

    [Fact]
    public async Task When_the_server_is_killed_and_comes_back_both_screens_go_on_by_themselves_and_a_half_typed_note_is_still_there()
    {
        using var data = new TemporaryFolder();
        // Over HTTP the desk opens on localhost alone.
        var here = ("Site__BaseUrl", "http://localhost");
        var site = await PublishedSite.StartAsync(data.Path, settings: here);
        var url = site.Url;
        try
        {
            await site.ReadyAsync();
            await using var anasDesk = await chromium.VisitorAsync(url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
            await using var bensDesk = await chromium.VisitorAsync(url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
            var hers = await JoinAsync(anasDesk, data.Path, "Ana");
            var his = await JoinAsync(bensDesk, data.Path, "Ben");
            await AskAsync(site, "216-555-0101", "Sam");
            await Assertions.Expect(hers.Locator(".next")).ToContainTextAsync("Sam");
            await hers.GetByRole(AriaRole.Link, new() { Name = "Sam", Exact = true }).ClickAsync();
            var note = hers.Locator("#note");
            await note.FillAsync("She would rather speak with");
            // With its script, which nobody could fetch any more.
            await hers.WaitForLoadStateAsync();

            await site.KillAsync();
            var lost = "No connection to the site. This page goes on by itself when it is back, and what you have typed stays here.";
            await Assertions.Expect(hers.GetByText(lost)).ToBeVisibleAsync();
            await Assertions.Expect(his.GetByText(lost)).ToBeVisibleAsync();
            // Sent all the same, it stays.
            await hers.GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
            await Assertions.Expect(note).ToHaveValueAsync("She would rather speak with");

            site.Dispose();
            site = await PublishedSite.StartAsync(data.Path, url: url, settings: here);
            await site.ReadyAsync();
            await Assertions.Expect(hers.GetByText(lost)).ToBeHiddenAsync(new() { Timeout = 30_000 });
            await Assertions.Expect(his.GetByText(lost)).ToBeHiddenAsync(new() { Timeout = 30_000 });
            await AskAsync(site, "216-555-0102", "Wanda");
            await Assertions.Expect(his.GetByRole(AriaRole.Link, new() { Name = "Wanda", Exact = true })).ToBeVisibleAsync(new() { Timeout = 30_000 });

            await Assertions.Expect(note).ToHaveValueAsync("She would rather speak with");
            await note.PressSequentiallyAsync(" a woman.");
            await hers.GetByRole(AriaRole.Button, new() { Name = "Add the note" }).ClickAsync();
            await Assertions.Expect(hers.Locator(".said")).ToContainTextAsync("She would rather speak with a woman.");
            await his.GetByRole(AriaRole.Link, new() { Name = "Sam", Exact = true }).ClickAsync();
            await Assertions.Expect(his.Locator(".said")).ToContainTextAsync("She would rather speak with a woman.");
        }
        finally
        {
            site.Dispose();
        }
    }

    [Fact]
    public async Task Whoever_is_shut_out_in_one_browser_is_out_in_the_other_with_the_next_thing_that_they_press_and_their_screen_shows_nothing_more()
    {
        using var site = TestSite.Start();
        using var adam = await StaffClient.SignedInAsync(site, "Adam", StaffRole.Administrator);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await using var adamsDesk = await chromium.VisitorAsync(site);
        await using var bensDesk = await chromium.VisitorAsync(site, javaScript: false);
        await using var bensPhone = await chromium.VisitorAsync(site, 360, 740);
        await adamsDesk.AddCookiesAsync(adam.ForBrowser());
        await bensDesk.AddCookiesAsync(ben.ForBrowser());
        await bensPhone.AddCookiesAsync(ben.ForBrowser());
        var (people, still, live) = (await adamsDesk.NewPageAsync(), await bensDesk.NewPageAsync(), await bensPhone.NewPageAsync());
        await still.GotoAsync("/staff");
        await live.GotoAsync("/staff");
        await people.GotoAsync("/staff/people");
        await people.GetByRole(AriaRole.Link, new() { Name = "Ben" }).ClickAsync();
        await people.GetByText("Shut out", new() { Exact = true }).ClickAsync();
        await people.GetByRole(AriaRole.Button, new() { NameRegex = new("^Shut") }).ClickAsync();
        await Assertions.Expect(people.GetByRole(AriaRole.Status).Filter(new() { HasText = "shut out" })).ToBeVisibleAsync();

        await still.GetByRole(AriaRole.Button, new() { Name = "Take the next request" }).ClickAsync();
        await Assertions.Expect(still).ToHaveURLAsync(new Regex("/staff/sign-in"));
        // An open page asks by itself, and shows nobody any longer.
        await Assertions.Expect(live).ToHaveURLAsync(new Regex("/staff/sign-in"));
        await Assertions.Expect(live.GetByText("Sam")).ToHaveCountAsync(0);
        Assert.Equal("0", await CountAsync(site, "ClaimedBy IS NOT NULL"));
    }

    private static async Task<string> CountAsync(TestSite site, string where)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(site.DataFolder, "recoverysite.db")};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM CallRequests WHERE " + where;
        return (await command.ExecuteScalarAsync())!.ToString()!;
    }

    /// <summary>As the visitor's browser sends the form when its page has been open for a while.</summary>
    private static async Task AskAsync(PublishedSite site, string phone, string name)
    {
        using var client = site.Client();
        var form = await RequestForm.OpenAsync(client);
        form.Fields["phone"] = phone;
        form.Fields["name"] = name;
        // Without it nobody knows how long the page was open, and nobody is held for being quick.
        form.Fields.Remove("token");
        // A site that has just come back may ask to send it again, with everything still in the form.
        await Eventually.TrueAsync(async () => (await form.SendAsync()).StatusCode == System.Net.HttpStatusCode.SeeOther, "the request is taken");
    }

    /// <summary>From the link that the command prints to the queue.</summary>
    private static async Task<IPage> JoinAsync(IBrowserContext browser, string data, string name)
    {
        var email = $"{name.ToLowerInvariant()}@example.org";
        var (exit, output) = await PublishedSite.RunAsync(data, "staff", "add", email, "--role", "caller");
        Assert.Equal(0, exit);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/staff/join#" + LinkCode().Match(output).Groups["code"].Value);
        await page.GetByLabel("Your e-mail address").FillAsync(email);
        await page.GetByLabel("Your name, as colleagues should see it").FillAsync(name);
        await page.GetByLabel("Choose a password").FillAsync(StaffClient.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        var key = await page.Locator(".key").TextContentAsync();
#pragma warning disable RS0030 // The program runs by the real clock, and so does this authenticator app.
        await page.GetByLabel("Code from the app").FillAsync(Totp.Code(Totp.FromBase32(key!), TimeProvider.System.GetUtcNow()));
#pragma warning restore RS0030
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Your recovery codes" }).WaitForAsync();
        await page.GotoAsync("/staff");
        return page;
    }

    [GeneratedRegex("#(?<code>[0-9A-Z-]+)")]
    private static partial Regex LinkCode();
}
