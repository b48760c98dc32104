using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

/// <summary>What happens to the library when files change under it.</summary>
public sealed class RefreshTests : ChangingFolder
{
    [Fact]
    public void A_changed_page_is_shown_once_it_has_settled()
    {
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));

        Assert.Null(Loader.Refresh(Now, out var waiting));
        Assert.NotEmpty(waiting);
        Library = Loader.Refresh(Now, out waiting)!;

        Assert.Empty(waiting);
        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Null(Loader.Refresh(Now, out _));
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_alone()
    {
        for (var i = 0; i < 5; i++)
        {
            Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Half" + new string('.', i)));
            Assert.Null(Loader.Refresh(Now, out var waiting));
            Assert.NotEmpty(waiting);
        }

        Look();
        Assert.Contains("Half....", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_was_not_changed_is_the_same_page_as_before()
    {
        var topic = Library.Find("topic", Now);
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));

        Look();

        Assert.Same(topic, Library.Find("topic", Now));
    }

    [Fact]
    public void A_broken_page_keeps_its_last_good_version_and_is_reported_until_it_is_mended()
    {
        Folder.Write("topic/page.md", "---\ntitel: Page\n---\n\nSecond version.\n");
        Look();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(Library.Findings(Now), f => (f.File, f.Line, f.Column) == ("topic/page.md", 2, 1) && f.Rule == Rules.UnknownKey);
        Assert.NotNull(Library.Files.Single(f => f.File == "topic/page.md").LastGoodSince);

        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Third version."));
        Look();

        Assert.Contains("Third version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Empty(Errors());
        Assert.Null(Library.Files.Single(f => f.File == "topic/page.md").LastGoodSince);
    }

    [Fact]
    public void The_last_good_version_is_up_after_a_restart_too()
    {
        Folder.Write("topic/page.md", "---\ntitel: Page\n---\n\nSecond version.\n");

        Restart();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.NotEmpty(Errors());
    }

    [Fact]
    public void A_version_that_became_good_while_the_site_ran_is_the_one_that_outlives_a_restart()
    {
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        Look();
        File.WriteAllBytes(Folder.File("topic/page.md"), [0xFF, 0xFE, 0x00]);

        Restart();

        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_site_yml_keeps_the_one_before_it_and_does_not_keep_the_site_from_starting()
    {
        Folder.Write("site.yml", SampleContent.SiteYml.Replace("name: Sample", "nam: Sample", StringComparison.Ordinal));
        Look();

        Assert.Equal("Sample", Library.Site.Name);
        Assert.Contains(Errors(), f => f.File == "site.yml");

        Restart();

        Assert.True(Library.IsWhole);
        Assert.Equal("Sample", Library.Site.Name);
        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_number_in_site_yml_reaches_every_page_and_the_last_good_version_of_a_broken_one()
    {
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Call {{phone}}."));
        Folder.Write("topic/other.md", SampleContent.Page("Other", body: "Ring {{phone}}."));
        Look();
        Folder.Write("topic/page.md", "broken");
        Look();

        Folder.Write("site.yml", SampleContent.SiteYml.Replace("2165550123", "2165550199", StringComparison.Ordinal).Replace("555-0123", "555-0199", StringComparison.Ordinal));
        Look();

        Assert.Contains("tel:+12165550199", Html("topic/other"), StringComparison.Ordinal);
        Assert.Contains("tel:+12165550199", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_crisis_line_taken_out_of_site_yml_takes_no_page_with_it()
    {
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Call [911](tel:911)."));
        Look();
        Folder.Write("site.yml", SampleContent.SiteYml.Replace("call: \"911\"", "call: \"988\"", StringComparison.Ordinal));
        Look();

        Assert.Contains("Call 911.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(Errors(), f => f.Rule == Rules.UnknownDial);
    }

    [Fact]
    public void A_picture_that_comes_or_changes_is_shown_in_its_size()
    {
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "![A hill](hill.svg)"));
        Look();
        Assert.DoesNotContain("<img", Html("topic/page"), StringComparison.Ordinal);

        foreach (var width in new[] { 30, 400 })
        {
            Folder.Write("topic/hill.svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"20\"/>");
            Look();
            Assert.Contains($"src=\"/topic/hill.svg\" width=\"{width}\" height=\"20\"", Html("topic/page"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_claims_the_address_of_another_does_not_get_it_now_or_after_a_restart()
    {
        Folder.Write("topic.md", SampleContent.Page("Usurper"));
        Look();

        Assert.Equal("topic/index.md", Library.Find("topic", Now)!.File);
        Assert.Equal("topic.md", Assert.Single(Errors()).File);
        Restart();
        Assert.Equal("topic/index.md", Library.Find("topic", Now)!.File);
    }

    [Theory]
    [InlineData("draft: true", AddressKind.Unknown)]
    [InlineData("gone: true", AddressKind.Gone)]
    public void Whoever_hides_a_page_and_makes_a_mistake_beside_it_has_it_hidden(string extra, AddressKind kind)
    {
        Folder.Write("topic/page.md", SampleContent.Page("Page", extra: extra + "\ntypo: x"));
        Look();

        Assert.Equal(kind, Library.Resolve("/topic/page", Now).Kind);
        Assert.Null(Library.Find("topic/page", Now));
    }

    [Fact]
    public void Whoever_only_looks_at_the_copies_of_another_process_changes_none()
    {
        using var empty = new TemporaryFolder();
        empty.Write("site.yml", SampleContent.SiteYml);
        var before = Directory.GetFiles(Kept.Path, "*", SearchOption.AllDirectories).Order().ToList();

        new ContentLoader(empty.Path, new Pack(Kept.Path, isReadOnly: true)).Load(Now);

        Assert.Equal(before, Directory.GetFiles(Kept.Path, "*", SearchOption.AllDirectories).Order());
    }
}
