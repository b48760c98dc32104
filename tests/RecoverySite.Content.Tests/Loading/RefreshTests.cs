using NodaTime;
using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

/// <summary>What happens to the library when the folder changes under it. Two looks that see the same stand for a moment that has passed.</summary>
public sealed class RefreshTests : IDisposable
{
    private static readonly Instant Now = Checked.Now;

    private readonly TemporaryFolder folder = SampleContent.Folder();
    private readonly TemporaryFolder kept = new();
    private readonly ContentLoader loader;
    private ContentLibrary library;

    public RefreshTests()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "First version."));
        loader = new ContentLoader(folder.Path, new Pack(kept.Path, isReadOnly: false));
        library = loader.Load(Now);
        loader.Keep();
    }

    public void Dispose()
    {
        folder.Dispose();
        kept.Dispose();
    }

    [Fact]
    public void A_changed_page_is_shown_once_it_has_settled()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));

        Assert.Null(loader.Refresh(Now, out var waiting));
        Assert.NotEmpty(waiting);
        library = loader.Refresh(Now, out waiting)!;

        Assert.Empty(waiting);
        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Null(loader.Refresh(Now, out _));
    }

    [Fact]
    public void A_file_that_is_still_being_written_is_left_alone()
    {
        for (var i = 0; i < 5; i++)
        {
            folder.Write("topic/page.md", SampleContent.Page("Page", body: "Half" + new string('.', i)));
            Assert.Null(loader.Refresh(Now, out var waiting));
            Assert.NotEmpty(waiting);
        }

        Look();
        Assert.Contains("Half....", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_was_not_changed_is_the_same_page_as_before()
    {
        var topic = library.Find("topic", Now);
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));

        Look();

        Assert.Same(topic, library.Find("topic", Now));
    }

    [Fact]
    public void A_broken_page_keeps_its_last_good_version_and_is_reported_until_it_is_mended()
    {
        folder.Write("topic/page.md", "---\ntitel: Page\n---\n\nSecond version.\n");
        Look();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(library.Findings(Now), f => (f.File, f.Line, f.Column) == ("topic/page.md", 2, 1) && f.Rule == Rules.UnknownKey);
        Assert.NotNull(library.Files.Single(f => f.File == "topic/page.md").LastGoodSince);

        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Third version."));
        Look();

        Assert.Contains("Third version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Empty(Errors());
        Assert.Null(library.Files.Single(f => f.File == "topic/page.md").LastGoodSince);
    }

    [Fact]
    public void The_last_good_version_is_up_after_a_restart_too()
    {
        folder.Write("topic/page.md", "---\ntitel: Page\n---\n\nSecond version.\n");

        Restart();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.NotEmpty(Errors());
    }

    [Fact]
    public void A_version_that_became_good_while_the_site_ran_is_the_one_that_outlives_a_restart()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        Look();
        File.WriteAllBytes(folder.File("topic/page.md"), [0xFF, 0xFE, 0x00]);

        Restart();

        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_site_yml_keeps_the_one_before_it_and_does_not_keep_the_site_from_starting()
    {
        folder.Write("site.yml", SampleContent.SiteYml.Replace("name: Sample", "nam: Sample", StringComparison.Ordinal));
        Look();

        Assert.Equal("Sample", library.Site.Name);
        Assert.Contains(Errors(), f => f.File == "site.yml");

        Restart();

        Assert.True(library.IsWhole);
        Assert.Equal("Sample", library.Site.Name);
        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_number_in_site_yml_reaches_every_page_and_the_last_good_version_of_a_broken_one()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Call {{phone}}."));
        folder.Write("topic/other.md", SampleContent.Page("Other", body: "Ring {{phone}}."));
        Look();
        folder.Write("topic/page.md", "broken");
        Look();

        folder.Write("site.yml", SampleContent.SiteYml.Replace("2165550123", "2165550199", StringComparison.Ordinal).Replace("555-0123", "555-0199", StringComparison.Ordinal));
        Look();

        Assert.Contains("tel:+12165550199", Html("topic/other"), StringComparison.Ordinal);
        Assert.Contains("tel:+12165550199", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_crisis_line_taken_out_of_site_yml_takes_no_page_with_it()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Call [911](tel:911)."));
        Look();
        folder.Write("site.yml", SampleContent.SiteYml.Replace("call: \"911\"", "call: \"988\"", StringComparison.Ordinal));
        Look();

        Assert.Contains("Call 911.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(Errors(), f => f.Rule == Rules.UnknownDial);
    }

    [Fact]
    public void A_picture_that_comes_or_changes_is_shown_in_its_size()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "![A hill](hill.svg)"));
        Look();
        Assert.DoesNotContain("<img", Html("topic/page"), StringComparison.Ordinal);

        foreach (var width in new[] { 30, 400 })
        {
            folder.Write("topic/hill.svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"20\"/>");
            Look();
            Assert.Contains($"src=\"/topic/hill.svg\" width=\"{width}\" height=\"20\"", Html("topic/page"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_deleted_page_that_readers_had_seen_is_gone_also_after_a_restart()
    {
        File.Delete(folder.File("topic/page.md"));

        Assert.Null(loader.Refresh(Now, out _));
        Assert.NotNull(library.Find("topic/page", Now));
        Look();

        Assert.Equal(AddressKind.Gone, library.Resolve("/topic/page", Now).Kind);
        Restart();
        Assert.Equal(AddressKind.Gone, library.Resolve("/topic/page", Now).Kind);

        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Back again."));
        Look();
        Assert.Equal(AddressKind.Page, library.Resolve("/topic/page", Now).Kind);
    }

    [Fact]
    public void What_was_taken_down_stays_down_when_the_folder_goes_away()
    {
        folder.Write("topic/new-name.md", SampleContent.Page("Page", extra: "aliases: [/topic/page]"));
        folder.Write("topic/deleted.md", SampleContent.Page("Deleted"));
        Look();
        File.Delete(folder.File("topic/page.md"));
        File.Delete(folder.File("topic/deleted.md"));
        Look();
        Look();

        Directory.Move(folder.Path, folder.Path + "-away");
        Look();
        Expect();
        Restart();
        Expect();
        Directory.Move(folder.Path + "-away", folder.Path);

        void Expect()
        {
            Assert.Equal("/topic/new-name", library.Resolve("/topic/page", Now).Url);
            Assert.Equal(AddressKind.Gone, library.Resolve("/topic/deleted", Now).Kind);
            Assert.DoesNotContain(library.Articles(Now), a => a.Front.Title == "Deleted");
        }
    }

    [Theory]
    [InlineData("draft: true", "2026-11-01")]
    [InlineData("", "2026-12-01")]
    public void A_deleted_page_that_readers_had_not_seen_was_never_there(string extra, string publish)
    {
        folder.Write("topic/secret.md", SampleContent.Page("Secret", publish, extra));
        Look();
        File.Delete(folder.File("topic/secret.md"));
        Look();

        Assert.Equal(AddressKind.Unknown, library.Resolve("/topic/secret", Now).Kind);
        Restart();
        Assert.Equal(AddressKind.Unknown, library.Resolve("/topic/secret", Now + Duration.FromDays(60)).Kind);
    }

    [Fact]
    public void An_editor_that_saves_by_deleting_first_takes_nothing_down()
    {
        File.Delete(folder.File("topic/page.md"));
        Assert.Null(loader.Refresh(Now, out _));
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        Assert.Null(loader.Refresh(Now, out _));
        library = loader.Refresh(Now, out _)!;

        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_goes_away_empties_nothing_and_one_that_comes_back_is_read()
    {
        Directory.Move(folder.Path, folder.Path + "-away");
        Look();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(Errors(), f => f.File == "site.yml");

        Restart();
        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);

        Directory.Move(folder.Path + "-away", folder.Path);
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        Look();
        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Empty(Errors());
    }

    [Fact]
    public void A_folder_that_is_emptied_while_the_site_runs_does_not_empty_the_site()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder.Path))
        {
            if (Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }
        Look();

        Assert.NotNull(library.Find("topic/page", Now));
        Assert.NotNull(library.Find("", Now));
    }

    [Fact]
    public void A_file_that_claims_the_address_of_another_does_not_get_it_now_or_after_a_restart()
    {
        folder.Write("topic.md", SampleContent.Page("Usurper"));
        Look();

        Assert.Equal("topic/index.md", library.Find("topic", Now)!.File);
        Assert.Equal("topic.md", Assert.Single(Errors()).File);
        Restart();
        Assert.Equal("topic/index.md", library.Find("topic", Now)!.File);
    }

    [Fact]
    public void A_topic_folder_replaced_by_a_link_keeps_its_pages_and_is_named()
    {
        using var elsewhere = new TemporaryFolder();
        Directory.Move(folder.File("topic"), elsewhere.File("topic"));
        File.WriteAllText(elsewhere.File("topic/page.md"), SampleContent.Page("Page", body: "From elsewhere."));
        Directory.CreateSymbolicLink(folder.File("topic"), elsewhere.File("topic"));
        Look();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(Errors(), f => f.File == "topic");
        Restart();
        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("draft: true", AddressKind.Unknown)]
    [InlineData("gone: true", AddressKind.Gone)]
    public void Whoever_hides_a_page_and_makes_a_mistake_beside_it_has_it_hidden(string extra, AddressKind kind)
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", extra: extra + "\ntypo: x"));
        Look();

        Assert.Equal(kind, library.Resolve("/topic/page", Now).Kind);
        Assert.Null(library.Find("topic/page", Now));
    }

    [Fact]
    public void An_address_stays_gone_while_a_new_file_there_is_broken()
    {
        File.Delete(folder.File("topic/page.md"));
        Look();
        folder.Write("topic/page.md", "broken");
        Look();

        Assert.Equal(AddressKind.Gone, library.Resolve("/topic/page", Now).Kind);
    }

    [Fact]
    public void Whoever_only_looks_at_the_copies_of_another_process_changes_none()
    {
        using var empty = new TemporaryFolder();
        empty.Write("site.yml", SampleContent.SiteYml);
        var before = Directory.GetFiles(kept.Path, "*", SearchOption.AllDirectories).Order().ToList();

        new ContentLoader(empty.Path, new Pack(kept.Path, isReadOnly: true)).Load(Now);

        Assert.Equal(before, Directory.GetFiles(kept.Path, "*", SearchOption.AllDirectories).Order());
    }

    private void Look()
    {
        library = loader.Refresh(Now, out _) ?? library;
        library = loader.Refresh(Now, out var waiting) ?? library;
        Assert.Empty(waiting);
        loader.Keep();
    }

    private void Restart()
    {
        var next = new ContentLoader(folder.Path, new Pack(kept.Path, isReadOnly: false));
        library = next.Load(Now);
        next.Keep();
    }

    private string Html(string path) => library.Find(path, Now)!.Own.Html;

    private List<Finding> Errors() => library.Findings(Now).Where(f => f.Severity == Severity.Error).ToList();
}
