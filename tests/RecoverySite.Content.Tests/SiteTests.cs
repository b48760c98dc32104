using NodaTime;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests;

public sealed class SiteTests
{
    [Theory]
    [InlineData("display: \"216-555-0123\"", "display: \"216-555-0124\"", 8, "Make the two the same number")]
    [InlineData("e164: \"+12165550123\"", "e164: \"216-555-0123\"", 7, "not in international form")]
    [InlineData("time_zone: America/New_York", "time_zone: America/New_Yrok", 12, "not the time zone of a place")]
    [InlineData("monday: [\"08:00-21:00\"]", "monday: [\"8am-9pm\"]", 14, "not a range of hours")]
    [InlineData("monday: [\"08:00-21:00\"]", "monday: [\"08:00-12:00\", \"11:00-13:00\"]", 14, "overlaps or touches")]
    [InlineData("monday: [\"08:00-21:00\"]", "mnoday: [\"08:00-21:00\"]", 14, "Did you mean \"monday\"?")]
    [InlineData("base_url: https://sample.example", "base_url: sample.example", 2, "Write it like https://www.example.org")]
    [InlineData("call: \"911\"", "call: nine one one", 21, "cannot be dialed as it stands")]
    [InlineData("call: \"911\"", "call: \"+1 800 662 4357\"", 21, "cannot be dialed as it stands")]
    [InlineData("urgent: true", "urgent: false", 20, "At least one line needs \"urgent: true\"")]
    [InlineData("launched: true", "launched: yes", 4, "either true or false")]
    [InlineData("launched: true", "launched: true\nunconfirmed: [\"the hours\"]", 4, "cannot be launched while")]
    [InlineData("url: /articles", "url: https://elsewhere.example", 31, "leads to a page of this site")]
    public void A_fault_in_site_yml_names_line_and_what_to_do_and_gives_no_library(string good, string bad, int line, string advice)
    {
        using var folder = SampleContent.Folder(SampleContent.SiteYml.Replace(good, bad, StringComparison.Ordinal));

        var load = Checked.Load(folder.Path);

        Assert.False(load.Library.IsWhole);
        Assert.Contains(load.Findings, p => p.File == "site.yml" && p.Line == line && p.Message.Contains(advice, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_site_yml_is_said()
    {
        using var folder = new TemporaryFolder();

        var load = Checked.Load(folder.Path);

        Assert.False(load.Library.IsWhole);
        Assert.Equal("site.yml:1:1: error META001 The file does not exist.", Assert.Single(load.Findings).ToString());
    }

    [Fact]
    public void What_is_not_confirmed_keeps_this_repository_from_being_launched()
    {
        using var folder = new TemporaryFolder();
        folder.Write("site.yml", File.ReadAllText(Path.Combine(Repository.Content, "site.yml")).Replace("launched: false", "launched: true", StringComparison.Ordinal));

        Assert.Contains(Checked.Load(folder.Path).Findings, p => p.Message.Contains("cannot be launched", StringComparison.Ordinal));
    }

    [Fact]
    public void Dates_in_front_matter_are_days_in_the_zone_of_the_hours()
    {
        using var folder = SampleContent.Folder(SampleContent.SiteYml.Replace("America/New_York", "Pacific/Honolulu", StringComparison.Ordinal));
        folder.Write("topic/page.md", SampleContent.Page("Page", publish: "2026-11-24"));

        var article = Checked.Load(folder.Path).Library.Find("topic/page", Instant.MaxValue)!;

        Assert.Equal(Instant.FromUtc(2026, 11, 24, 10, 0), article.Front.PublicFrom);
    }
}
