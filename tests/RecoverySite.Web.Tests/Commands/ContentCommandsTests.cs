using System.Text.Json;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Commands;

/// <summary>The commands of the published program, as an editor or a build runs them.</summary>
public sealed class ContentCommandsTests : IDisposable
{
    private readonly TemporaryFolder content = SampleContent.Folder();
    private readonly TemporaryFolder data = new();

    public ContentCommandsTests()
    {
        content.Write("topic/good.md", SampleContent.Page("Good"));
        content.Write("topic/bad.md", SampleContent.Page("Bad", body: "A junkie, at 100%."));
        content.Write("topic/reviewed.md", SampleContent.Page("Reviewed", extra: "reviewed: 2026-01-05\nreviewed_by: ana\nreview_due: 2027-01-05"));
        content.Write("people/ana.md", "---\nname: Ana Example\nrole: Nurse\n---\n");
    }

    public void Dispose()
    {
        content.Dispose();
        data.Dispose();
    }

    [Fact]
    public async Task A_check_writes_a_line_for_each_finding_and_ends_with_1()
    {
        var (exitCode, output) = await PublishedSite.RunAsync(data.Path, "check", content.Path, "--only", "LANG", "--as-of", "2026-11-24");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            [$"{content.Path}/topic/bad.md:8:3: error LANG001 \"junkie\": write \"a person with a substance use disorder\", or \"a person in recovery\" for the past.", "5 files: 1 error, 0 warnings, 0 notes"],
            output.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_clean_folder_ends_with_0_and_what_cannot_be_looked_at_with_2()
    {
        File.Delete(content.File("topic/bad.md"));

        Assert.Equal(0, (await PublishedSite.RunAsync(data.Path, "check", content.Path, "--as-of", "2026-11-24")).ExitCode);
        Assert.Equal(2, (await PublishedSite.RunAsync(data.Path, "check", content.File("nowhere"))).ExitCode);
        Assert.Equal(2, (await PublishedSite.RunAsync(data.Path, "check", content.Path, "--only", "NONSENSE")).ExitCode);
        Assert.Equal(2, (await PublishedSite.RunAsync(data.Path, "check", "--as-of", "tomorrow")).ExitCode);
        Assert.Equal(0, (await PublishedSite.RunAsync(data.Path, "check", "--help")).ExitCode);
    }

    [Theory]
    [InlineData("topic/bad.md", "1 file")]
    [InlineData("topic", "4 files")]
    public async Task A_part_is_checked_with_the_whole_that_it_belongs_to(string part, string counted)
    {
        content.Write("about.md", SampleContent.Page("About", body: "A druggie."));

        var (exitCode, output) = await PublishedSite.RunAsync(data.Path, "check", content.File(part), "--only=LANG, LINK");

        Assert.Equal(1, exitCode);
        Assert.Contains($"{content.Path}/topic/bad.md:8:3: error LANG001", output, StringComparison.Ordinal);
        Assert.DoesNotContain("about.md", output, StringComparison.Ordinal);
        Assert.Contains(counted, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_whose_site_yml_is_broken_or_missing_is_checked_all_the_same()
    {
        File.Delete(content.File("site.yml"));

        var (exitCode, output) = await PublishedSite.RunAsync(data.Path, "check", content.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("/site.yml:1:1: error META001 The file does not exist.", output, StringComparison.Ordinal);
        Assert.Contains("/topic/bad.md:8:3: error LANG001", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Programs_read_the_findings_as_JSON_and_GitHub_as_its_own_commands()
    {
        var json = JsonDocument.Parse((await PublishedSite.RunAsync(data.Path, "check", content.Path, "--format", "json", "--only", "LANG001")).Output).RootElement;
        var (_, github) = await PublishedSite.RunAsync(data.Path, "check", content.Path, "--format", "github", "--only", "CLAIM,LANG001");

        var finding = Assert.Single(json.EnumerateArray());
        Assert.Equal((8, 3, "error", "LANG001"), (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), finding.GetProperty("severity").GetString(), finding.GetProperty("rule").GetString()));
        Assert.EndsWith("topic/bad.md", finding.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.Contains($"::error file={content.Path}/topic/bad.md,line=8,col=3,title=LANG001::\"junkie\": write", github, StringComparison.Ordinal);
        Assert.Contains("title=CLAIM002::\"100%25\" is a figure", github, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-05", null)]
    [InlineData("2026-11-06", "note REVIEW001")]
    [InlineData("2027-01-05", "note REVIEW001")]
    [InlineData("2027-01-06", "warning REVIEW002")]
    public async Task The_day_given_with_as_of_decides_what_is_due(string day, string? finding)
    {
        var (exitCode, output) = await PublishedSite.RunAsync(data.Path, "check", content.Path, "--only", "REVIEW", "--as-of", day);

        Assert.Equal(finding?.StartsWith("warning", StringComparison.Ordinal) == true ? 1 : 0, exitCode);
        if (finding is null)
            Assert.StartsWith("5 files", output, StringComparison.Ordinal);
        else
            Assert.Contains($"topic/reviewed.md:7:13: {finding}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_a_launch_an_overdue_review_is_an_error_and_the_providers_part_is_listed()
    {
        var (exitCode, output) = await PublishedSite.RunAsync(data.Path, "check", content.Path, "--launch", "--as-of", "2027-02-01");

        Assert.Equal(1, exitCode);
        Assert.Contains("error REVIEW002", output, StringComparison.Ordinal);
        Assert.Contains("topic/good.md:2:8: error REVIEW004", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_adds_what_is_public_to_the_ledger_once()
    {
        var first = await PublishedSite.RunAsync(data.Path, "check", content.Path, "--record", "--only", "LINK");
        var second = await PublishedSite.RunAsync(data.Path, "check", content.Path, "--record", "--only", "LINK");

        Assert.Contains("recorded /topic/good", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("recorded", second.Output, StringComparison.Ordinal);
        Assert.Equal(["/", "/topic", "/topic/bad", "/topic/good", "/topic/reviewed"], File.ReadAllLines(content.File(".urls")).Where(l => l.StartsWith('/')));
    }

    [Theory]
    [InlineData("", "2026-11-01", "Public at /topic/page since November 1, 2026, and nothing ends it.")]
    [InlineData("expires: 2199-01-01", "2026-11-01", "until \"expires\" on January 1, 2199")]
    [InlineData("", "2199-01-01T08:00", "Not public yet: \"publish\" is January 1, 2199, 8:00 a.m. ET, in")]
    [InlineData("draft: true", "2026-11-01", "Not public: \"draft: true\" stands in the front matter.")]
    [InlineData("gone: true", "2026-11-01", "Not public: \"gone: true\" stands in the front matter.")]
    [InlineData("expires: 2026-11-02", "2026-11-01", "No longer public: \"expires\" was November 2, 2026.")]
    [InlineData("drafft: true", "2026-11-01", "Not public: the file cannot be shown")]
    public async Task An_editor_is_told_why_an_article_is_or_is_not_public(string extra, string publish, string words)
    {
        content.Write("topic/page.md", SampleContent.Page("Page", publish, extra));

        var (exitCode, output) = await PublishedSite.RunOnAsync(data.Path, content.Path, "explain", "content/topic/page.md");

        Assert.Equal(0, exitCode);
        Assert.Contains(words, output, StringComparison.Ordinal);
        if (extra.StartsWith("drafft", StringComparison.Ordinal))
            Assert.Contains("topic/page.md:5:1: error META003", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_needs_a_running_site_and_is_a_link_to_one_page()
    {
        content.Write("topic/draft.md", SampleContent.Page("Draft page", extra: "draft: true", body: "Words of the draft."));
        Assert.Equal(1, (await PublishedSite.RunOnAsync(data.Path, content.Path, "preview", "topic/draft.md")).ExitCode);
        using var site = await PublishedSite.StartAsync(data.Path, content.Path);

        var (exitCode, link) = await PublishedSite.RunOnAsync(data.Path, content.Path, "preview", "content/topic/draft.md");

        Assert.Equal(0, exitCode);
        using var client = site.Client();
        var response = await client.GetAsync(new Uri(link.Trim()).PathAndQuery);
        Assert.Contains("Words of the draft.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        content.Write("topic/draft.md", "broken");
        await Eventually.TrueAsync(async () => (await PublishedSite.RunOnAsync(data.Path, content.Path, "explain", "topic/draft.md")).Output.Contains("This is an earlier version", StringComparison.Ordinal), "explain asks the running site");
        Assert.Contains("This is an earlier version", (await PublishedSite.RunOnAsync(data.Path, content.Path, "preview", "topic/draft.md")).Output, StringComparison.Ordinal);
        Assert.Contains("Public at /topic/good", (await PublishedSite.RunOnAsync(data.Path, content.Path, "preview", "topic/good.md")).Output, StringComparison.Ordinal);
    }
}
