using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff;

public sealed class ContentTests : IDisposable
{
    private readonly TemporaryFolder content = SampleContent.Folder();
    private readonly TestSite site;

    public ContentTests()
    {
        content.Write("topic/good.md", SampleContent.Page("Good page", extra: "reviewed: 2026-11-02\nreviewed_by: ana\nreview_due: 2027-11-02"));
        content.Write("topic/draft.md", SampleContent.Page("Draft page", extra: "draft: true", body: "Words of the draft."));
        content.Write("topic/bad.md", SampleContent.Page("Bad page", body: "A junkie."));
        content.Write("topic/broken.md", SampleContent.Page("Broken page", body: "The good version."));
        content.Write("people/ana.md", "---\nname: Ana Example\ncredentials: MD\nrole: Physician\n---\n");
        site = TestSite.Start(content: content.Path);
    }

    public void Dispose()
    {
        site.Dispose();
        content.Dispose();
    }

    [Fact]
    public async Task Each_article_has_its_state_the_reason_what_is_wrong_and_its_review()
    {
        using var desk = (await StaffClient.SignedInAsync(site)).Http;
        var page = await desk.PageAsync("/staff/content");
        string Row(string file) => page.QuerySelectorAll(".row").Single(r => r.QuerySelector("code")!.TextContent == file).TextContent;

        Assert.Contains("Public at /topic/good since November 1, 2026", Row("topic/good.md"), StringComparison.Ordinal);
        Assert.Contains("Reviewed on November 2, 2026. Next review due November 2, 2027.", Row("topic/good.md"), StringComparison.Ordinal);
        Assert.Contains("Not public: \"draft: true\"", Row("topic/draft.md"), StringComparison.Ordinal);
        Assert.Contains("topic/bad.md:8:3: error LANG001 \"junkie\"", Row("topic/bad.md"), StringComparison.Ordinal);
        Assert.Contains("5 of 6 pages are public. One thing is wrong.", page.QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("topic/draft.md", page.QuerySelectorAll("a").Single(a => a.TextContent == "Preview of Draft page").Closest(".row")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("REVIEW004", page.QuerySelector("[aria-labelledby=launch]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_link_on_the_page_opens_the_draft()
    {
        using var desk = (await StaffClient.SignedInAsync(site)).Http;
        var link = (await desk.PageAsync("/staff/content")).QuerySelectorAll("a").Single(a => a.TextContent == "Preview of Draft page").GetAttribute("href")!;
        using var visitor = site.Client();

        Assert.Contains("Words of the draft.", await visitor.GetStringAsync(new Uri(link).PathAndQuery), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_several_readers_looked_for_and_did_not_find_is_told_by_its_path_alone()
    {
        using var visitor = site.Client();
        for (var i = 0; i < 5; i++)
        {
            foreach (var url in new[] { "/topic/old-name?secret=1", "/topic/draft", "/request-a-call/received/abc/def", "/staff/nothing-here", "/wp-login.php" })
                await visitor.GetAsync(url);
        }
        await visitor.GetAsync("/topic/looked-for-once");
        using var desk = (await StaffClient.SignedInAsync(site)).Http;

        var missed = (await desk.PageAsync("/staff/content")).QuerySelectorAll("[aria-labelledby=missed] li").Select(l => l.TextContent);

        Assert.Equal(["/topic/draft, 5 times", "/topic/old-name, 5 times"], missed);
    }

    [Fact]
    public async Task A_broken_article_says_since_when_an_earlier_version_is_up()
    {
        using var desk = (await StaffClient.SignedInAsync(site)).Http;
        content.Write("topic/broken.md", "broken");
        File.SetLastWriteTimeUtc(content.File("topic/broken.md"), new DateTime(2026, 11, 24, 14, 30, 0, DateTimeKind.Utc));

        await Eventually.TrueAsync(
            async () => (await desk.PageAsync("/staff/content")).QuerySelector(".row.broken")?.TextContent.Contains("the file was changed on November 24, 2026, 9:30 a.m. ET and cannot be shown as it is", StringComparison.Ordinal) == true,
            "the desk says that an earlier version is up");
    }
}
