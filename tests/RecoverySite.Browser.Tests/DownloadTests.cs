using System.Collections.Concurrent;
using Microsoft.Playwright;
using RecoverySite.Tests;

namespace RecoverySite.Browser.Tests;

/// <summary>An article that was kept: opened from a disk, without a network.</summary>
public sealed class DownloadTests(Chromium chromium, Sites sites)
{
    [Theory]
    [InlineData("/heroin/cravings", true)]
    [InlineData("/treatment/return-to-use/family", false)]
    public async Task A_press_saves_a_file_that_opens_from_a_disk_and_asks_for_nothing(string url, bool javaScript)
    {
        using var folder = new TemporaryFolder();
        await using var visitor = await chromium.VisitorAsync(sites.Open, javaScript: javaScript);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync(url);
        var title = await page.Locator("h1").TextContentAsync();

        var file = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download this article" }).ClickAsync());

        Assert.Matches("^reading-[0-9]{3}[.]html$", file.SuggestedFilename);
        await file.SaveAsAsync(folder.File(file.SuggestedFilename));
        var asked = new ConcurrentQueue<string>();
        visitor.Request += (_, request) => asked.Enqueue(request.Url);
        await visitor.SetOfflineAsync(true);
        await page.GotoAsync("file://" + folder.File(file.SuggestedFilename));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title!);
        Assert.All(asked, address => Assert.Matches("^(file|data):", address));
    }

    [Fact]
    public async Task The_file_holds_on_a_phone_and_on_a_desk_in_light_and_dark()
    {
        using var folder = new TemporaryFolder();
        using var client = sites.Open.Client();
        var html = await client.GetStringAsync("/download/heroin/cravings");
        // Its own policy lets no script in, and axe is one.
        folder.Write("reading.html", html.Replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval';", StringComparison.Ordinal));

        await chromium.LookAsync(sites.Open, "download", page => page.GotoAsync("file://" + folder.File("reading.html")));
    }

    [Fact]
    public async Task The_link_is_copied_by_a_press_and_without_script_it_is_not_offered()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open);
        await visitor.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync("/heroin/cravings");

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal("https://recoverysite.example/heroin/cravings", await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await using var plain = await chromium.VisitorAsync(sites.Open, javaScript: false);
        var still = await plain.NewPageAsync();
        await still.GotoAsync("/heroin/cravings");
        await Assertions.Expect(still.GetByText("Copy link")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("/heroin/cravings")]
    [InlineData("/download/heroin/cravings")]
    public async Task On_paper_each_link_in_the_text_has_a_number_and_the_number_its_address(string url)
    {
        using var folder = new TemporaryFolder();
        using var client = sites.Open.Client();
        folder.Write("page.html", await client.GetStringAsync(url));
        await using var visitor = await chromium.VisitorAsync(sites.Open);
        var page = await visitor.NewPageAsync();
        await page.GotoAsync("file://" + folder.File("page.html"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Links", Exact = true })).ToBeHiddenAsync();

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Links", Exact = true })).ToBeVisibleAsync();
        var numbered = await page.Locator("a").EvaluateAllAsync<string[]>("""links => links.filter(a => getComputedStyle(a, '::after').content == '" [" counter(a) "]"' && a.checkVisibility()).map(a => a.getAttribute('href'))""");
        Assert.True(numbered.Length > 5);
        Assert.Equal(numbered.Select(to => new Uri(new Uri("https://recoverysite.example"), to).ToString()), await page.Locator("section.on-paper li").AllTextContentsAsync());
    }
}
