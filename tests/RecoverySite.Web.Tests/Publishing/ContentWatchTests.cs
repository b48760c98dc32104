using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Tests.Pages;

namespace RecoverySite.Web.Tests.Publishing;

public sealed class ContentWatchTests : IDisposable
{
    private readonly TemporaryFolder content = SampleContent.Folder();
    private readonly TestSite site;
    private readonly HttpClient client;

    public ContentWatchTests()
    {
        content.Write("topic/page.md", SampleContent.Page("Page", body: "First version."));
        site = TestSite.Start(content: content.Path);
        client = site.Client();
    }

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
        content.Dispose();
    }

    [Fact]
    public async Task What_an_editor_saves_is_shown_without_a_restart()
    {
        content.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        content.Write("topic/new.md", SampleContent.Page("A new page"));

        await ShowsAsync("/topic/page", "Second version.");
        await ShowsAsync("/articles", "A new page");
        Assert.Contains("A new page", await client.GetStringAsync("/topic"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_logged_once_with_its_place_and_so_is_the_repair()
    {
        content.Write("topic/page.md", SampleContent.Page("Page", body: "Call {{fone}}."));

        await Eventually.TrueAsync(() => Task.FromResult(Logs.Read(site.DataFolder).Contains("topic/page.md:8:6: error STRUCT007", StringComparison.Ordinal)), "the fault is logged");
        Assert.Contains("First version.", await client.GetStringAsync("/topic/page"), StringComparison.Ordinal);
        content.Write("topic/page.md", SampleContent.Page("Page", body: "Call {{phone}}."));
        await Eventually.TrueAsync(() => Task.FromResult(Logs.Read(site.DataFolder).Contains("nothing is wrong any more", StringComparison.Ordinal)), "the repair is logged");
        Assert.Single(Logs.Read(site.DataFolder).Split('\n'), line => line.Contains("STRUCT007", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_is_logged_also_while_an_editor_saves_one_change_after_another()
    {
        content.Write("topic/broken.md", SampleContent.Page("Broken", body: "Call {{fone}}."));
        var version = 0;

        await Eventually.TrueAsync(
            async () =>
            {
                if (version == 0 || (await client.GetStringAsync("/topic/page")).Contains($"Version {version}.", StringComparison.Ordinal))
                    content.Write("topic/page.md", SampleContent.Page("Page", body: $"Version {++version}."));
                return Logs.Read(site.DataFolder).Contains("topic/broken.md:8:6: error STRUCT007", StringComparison.Ordinal);
            },
            "the fault is logged");
    }

    [Fact]
    public async Task A_new_number_is_on_every_page_and_in_the_banner()
    {
        content.Write("site.yml", SampleContent.SiteYml.Replace("2165550123", "2165550199", StringComparison.Ordinal).Replace("555-0123", "555-0199", StringComparison.Ordinal));

        await ShowsAsync("/topic/page", "216-555-0199");
        foreach (var url in new[] { "/", "/topic", "/topic/page", "/articles", "/request-a-call", "/nowhere" })
        {
            var page = await (await client.GetAsync(url)).PageAsync();
            Assert.NotEmpty(page.QuerySelectorAll("a[href='tel:+12165550199']"));
            Assert.Empty(page.QuerySelectorAll("a[href='tel:+12165550123']"));
        }
    }

    [Fact]
    public async Task A_folder_that_is_moved_away_and_back_stops_nothing()
    {
        Directory.Move(content.Path, content.Path + "-away");
        await Eventually.TrueAsync(() => Task.FromResult(Logs.Read(site.DataFolder).Contains("site.yml:1:1: error META001", StringComparison.Ordinal)), "the missing folder is logged");
        foreach (var url in new[] { "/", "/topic", "/topic/page", "/articles", "/request-a-call" })
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(url)).StatusCode);

        Directory.Move(content.Path + "-away", content.Path);
        content.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        await ShowsAsync("/topic/page", "Second version.");
    }

    [Fact]
    public async Task A_deleted_page_says_that_it_is_gone_and_leads_on()
    {
        content.Write("topic/pages.md", SampleContent.Page("Another page"));
        await ShowsAsync("/topic/pages", "Another page");
        File.Delete(content.File("topic/page.md"));

        await Eventually.TrueAsync(async () => (await client.GetAsync("/topic/page")).StatusCode == HttpStatusCode.Gone, "the page is gone");
        var page = await (await client.GetAsync("/topic/page")).PageAsync();
        Assert.Equal("This page was taken down", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("/topic/pages", page.QuerySelector("main .article-card a")!.GetAttribute("href"));
        Assert.NotNull(page.QuerySelector("main a[href='tel:+12165550123']"));
    }

    [Fact]
    public async Task Only_pictures_that_lie_in_the_folder_itself_are_served()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("secret.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        content.Write("topic/hill.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        content.Write("topic/.hidden.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        File.CreateSymbolicLink(content.File("topic/link.svg"), elsewhere.File("secret.svg"));
        Directory.CreateSymbolicLink(content.File("linked"), elsewhere.Path);

        await Eventually.TrueAsync(async () => (await client.GetAsync("/topic/hill.svg")).IsSuccessStatusCode, "the picture is served");
        foreach (var url in new[] { "/topic/link.svg", "/linked/secret.svg", "/topic/.hidden.svg", "/site.yml", "/topic/page.md", "/.urls" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(url)).StatusCode);
    }

    private Task ShowsAsync(string url, string text) =>
        Eventually.TrueAsync(async () => (await (await client.GetAsync(url)).Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal), $"{url} shows {text}");
}
