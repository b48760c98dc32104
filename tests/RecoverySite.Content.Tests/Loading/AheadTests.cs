using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

/// <summary>What a change comes to is made while it waits to be confirmed. Nobody may tell, but by how soon it is there.</summary>
public sealed class AheadTests : IDisposable
{
    private const string Page = "topic/page.md", Other = "topic/other.md";

    private readonly TemporaryFolder folder = SampleContent.Folder();
    private readonly TemporaryFolder kept = new();
    private readonly ContentLoader loader;
    private ContentLibrary library;

    public AheadTests()
    {
        folder.Write(Page, Words("First"));
        folder.Write(Other, Words("First"));
        loader = new ContentLoader(folder.Path, new Pack(kept.Path, isReadOnly: false));
        library = loader.Load(Checked.Now);
        loader.Keep();
    }

    public void Dispose()
    {
        folder.Dispose();
        kept.Dispose();
    }

    [Fact]
    public void A_change_shows_when_it_is_confirmed_and_not_before()
    {
        folder.Write(Page, Words("Second"));
        Look();
        Assert.Contains("First", Html(Page), StringComparison.Ordinal);

        Look();
        Assert.Contains("Second", Html(Page), StringComparison.Ordinal);
        Assert.Contains("First", Html(Other), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_went_on_changing_shows_its_last_words()
    {
        folder.Write(Page, Words("Second"));
        Look();
        folder.Write(Page, Words("Third, and longer"));
        Look();
        Assert.Contains("First", Html(Page), StringComparison.Ordinal);

        Look();
        Assert.Contains("Third", Html(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_went_on_changing_within_one_tick_of_the_disk_shows_its_last_words()
    {
        folder.Write(Page, Words("Half a w"));
        Look();
        var time = File.GetLastWriteTimeUtc(folder.File(Page));
        folder.Write(Page, Words("The end."));
        File.SetLastWriteTimeUtc(folder.File(Page), time);

        Look();
        Assert.Contains("The end.", Html(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_in_between_takes_in_what_has_changed_and_confirms_nothing()
    {
        folder.Write(Page, Words("Half"));
        Look();
        Assert.False(loader.HasChanged([Page, Other, "topic", "topic/nothing.md"]));
        Look(confirms: false);
        Assert.Contains("First", Html(Page), StringComparison.Ordinal);
        folder.Write(Page, Words("The whole of it"));
        Assert.True(loader.HasChanged([Other, Page]));
        Assert.Equal([Page], Look(confirms: false));
        Assert.Contains("First", Html(Page), StringComparison.Ordinal);

        Assert.Empty(Look());
        Assert.Contains("The whole of it", Html(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_beside_it_is_not_lost()
    {
        folder.Write(Page, Words("Second"));
        Look();
        folder.Write(Other, Words("Second"));
        Look();
        Assert.Contains("Second", Html(Page), StringComparison.Ordinal);
        Assert.Contains("First", Html(Other), StringComparison.Ordinal);

        Look();
        Assert.Contains("Second", Html(Other), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_is_taken_back_leaves_everything_as_it_was()
    {
        var time = File.GetLastWriteTimeUtc(folder.File(Page));
        folder.Write(Page, Words("Second"));
        Look();
        folder.Write(Page, Words("First"));
        File.SetLastWriteTimeUtc(folder.File(Page), time);
        Look();
        Look();
        Assert.Contains("First", Html(Page), StringComparison.Ordinal);

        folder.Write(Page, Words("Another"));
        Look();
        Look();
        Assert.Contains("Another", Html(Page), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_was_saved_broken_keeps_its_last_good_words_also_after_a_restart()
    {
        folder.Write(Page, Words("Second"));
        Look();
        Look();
        loader.Keep();
        folder.Write(Page, "---\ntitle: [\n---\n");
        Look();
        Look();
        Assert.Contains("Second", Html(Page), StringComparison.Ordinal);
        Assert.Contains(library.Findings(Checked.Now), f => f.File == Page);
        loader.Keep();

        var after = new ContentLoader(folder.Path, new Pack(kept.Path, isReadOnly: false)).Load(Checked.Now);
        Assert.Contains("Second", after.Find("topic/page", Checked.Now)!.Own.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_deleted_while_another_changes_is_gone_and_the_other_new()
    {
        folder.Write(Page, Words("Second"));
        File.Delete(folder.File(Other));
        Look();
        Assert.NotNull(library.Find("topic/other", Checked.Now));

        Look();
        Assert.Contains("Second", Html(Page), StringComparison.Ordinal);
        Assert.Equal(AddressKind.Gone, library.Resolve("/topic/other", Checked.Now).Kind);
    }

    private static string Words(string words) => SampleContent.Page("Page", body: words);

    private IReadOnlyList<string> Look(bool confirms = true)
    {
        library = loader.Refresh(Checked.Now, out var waiting, confirms: confirms) ?? library;
        return waiting;
    }

    private string Html(string file) => library.Find(file[..^3], Checked.Now)!.Own.Html;
}
