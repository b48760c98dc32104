using NodaTime;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

/// <summary>What happens to the library when files, or the folder itself, go away under it.</summary>
public sealed class RemovalTests : ChangingFolder
{
    [Fact]
    public void A_deleted_page_that_readers_had_seen_is_gone_also_after_a_restart()
    {
        File.Delete(Folder.File("topic/page.md"));

        Assert.Null(Loader.Refresh(Now, out _));
        Assert.NotNull(Library.Find("topic/page", Now));
        Look();

        Assert.Equal(AddressKind.Gone, Library.Resolve("/topic/page", Now).Kind);
        Restart();
        Assert.Equal(AddressKind.Gone, Library.Resolve("/topic/page", Now).Kind);

        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Back again."));
        Look();
        Assert.Equal(AddressKind.Page, Library.Resolve("/topic/page", Now).Kind);
    }

    [Fact]
    public void What_was_taken_down_stays_down_when_the_folder_goes_away()
    {
        Folder.Write("topic/new-name.md", SampleContent.Page("Page", extra: "aliases: [/topic/page]"));
        Folder.Write("topic/deleted.md", SampleContent.Page("Deleted"));
        Look();
        File.Delete(Folder.File("topic/page.md"));
        File.Delete(Folder.File("topic/deleted.md"));
        Look();
        Look();

        Directory.Move(Folder.Path, Folder.Path + "-away");
        Look();
        Expect();
        Restart();
        Expect();
        Directory.Move(Folder.Path + "-away", Folder.Path);

        void Expect()
        {
            Assert.Equal("/topic/new-name", Library.Resolve("/topic/page", Now).Url);
            Assert.Equal(AddressKind.Gone, Library.Resolve("/topic/deleted", Now).Kind);
            Assert.DoesNotContain(Library.Articles(Now), a => a.Front.Title == "Deleted");
        }
    }

    [Theory]
    [InlineData("draft: true", "2026-11-01")]
    [InlineData("", "2026-12-01")]
    public void A_deleted_page_that_readers_had_not_seen_was_never_there(string extra, string publish)
    {
        Folder.Write("topic/secret.md", SampleContent.Page("Secret", publish, extra));
        Look();
        File.Delete(Folder.File("topic/secret.md"));
        Look();

        Assert.Equal(AddressKind.Unknown, Library.Resolve("/topic/secret", Now).Kind);
        Restart();
        Assert.Equal(AddressKind.Unknown, Library.Resolve("/topic/secret", Now + Duration.FromDays(60)).Kind);
    }

    [Fact]
    public void An_editor_that_saves_by_deleting_first_takes_nothing_down()
    {
        File.Delete(Folder.File("topic/page.md"));
        Assert.Null(Loader.Refresh(Now, out _));
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        Assert.Null(Loader.Refresh(Now, out _));
        Library = Loader.Refresh(Now, out _)!;

        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_goes_away_empties_nothing_and_one_that_comes_back_is_read()
    {
        Directory.Move(Folder.Path, Folder.Path + "-away");
        Look();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(Errors(), f => f.File == "site.yml");

        Restart();
        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);

        Directory.Move(Folder.Path + "-away", Folder.Path);
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        Look();
        Assert.Contains("Second version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Empty(Errors());
    }

    [Fact]
    public void A_folder_that_is_emptied_while_the_site_runs_does_not_empty_the_site()
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(Folder.Path))
        {
            if (Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                File.Delete(entry);
        }
        Look();

        Assert.NotNull(Library.Find("topic/page", Now));
        Assert.NotNull(Library.Find("", Now));
    }

    [Fact]
    public void A_topic_folder_replaced_by_a_link_keeps_its_pages_and_is_named()
    {
        using var elsewhere = new TemporaryFolder();
        Directory.Move(Folder.File("topic"), elsewhere.File("topic"));
        File.WriteAllText(elsewhere.File("topic/page.md"), SampleContent.Page("Page", body: "From elsewhere."));
        Directory.CreateSymbolicLink(Folder.File("topic"), elsewhere.File("topic"));
        Look();

        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains(Errors(), f => f.File == "topic");
        Restart();
        Assert.Contains("First version.", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_stays_gone_while_a_new_file_there_is_broken()
    {
        File.Delete(Folder.File("topic/page.md"));
        Look();
        Folder.Write("topic/page.md", "broken");
        Look();

        Assert.Equal(AddressKind.Gone, Library.Resolve("/topic/page", Now).Kind);
    }
}
