using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

/// <summary>What comes of it when a loader is told which files have changed, and looks at no others.</summary>
public sealed class LookTests : IDisposable
{
    private readonly TemporaryFolder folder = SampleContent.Folder();
    private readonly ContentLoader loader;
    private ContentLibrary library;

    public LookTests()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "First version."));
        folder.Write("topic/other.md", SampleContent.Page("Other", body: "First version."));
        loader = new ContentLoader(folder.Path);
        library = loader.Load(Checked.Now);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_that_it_was_told_of_is_read_and_another_waits_for_a_look_at_all()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Second version."));
        folder.Write("topic/other.md", SampleContent.Page("Other", body: "Second version."));

        Assert.Equal(["topic/page.md"], Look("topic/page.md"));
        Assert.Contains("Second", Html("topic/page"), StringComparison.Ordinal);
        Assert.Contains("First", Html("topic/other"), StringComparison.Ordinal);

        Look();
        Assert.Contains("Second", Html("topic/other"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_and_a_new_folder_are_found()
    {
        folder.Write("topic/new.md", SampleContent.Page("New"));
        Look("topic/new.md");
        Assert.NotNull(library.Find("topic/new", Checked.Now));

        folder.Write("second/index.md", SampleContent.Page("Second topic"));
        folder.Write("second/first.md", SampleContent.Page("First"));
        Look("second");
        Assert.NotNull(library.Find("second/first", Checked.Now));
    }

    [Fact]
    public void A_new_picture_is_on_the_page_that_waited_for_it()
    {
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "![A hill](hill.svg)"));
        Look("topic/page.md");
        Assert.DoesNotContain("<img", Html("topic/page"), StringComparison.Ordinal);

        folder.Write("topic/hill.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 20\"/>");
        Look("topic/hill.svg");
        Assert.Contains("<img", Html("topic/page"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_came_and_went_is_nothing()
    {
        Assert.Empty(Look("topic/4913"));
        Assert.Empty(Look("topic/.page.md.swp"));
    }

    [Fact]
    public void A_file_that_is_not_there_any_more_is_gone_and_so_is_a_folder()
    {
        File.Delete(folder.File("topic/page.md"));
        Look("topic/page.md");
        Assert.Equal(AddressKind.Gone, library.Resolve("/topic/page", Checked.Now).Kind);

        Directory.Delete(folder.File("topic"), recursive: true);
        Look("topic");
        Assert.Equal(AddressKind.Gone, library.Resolve("/topic/other", Checked.Now).Kind);
    }

    [Fact]
    public void Nothing_is_taken_down_by_the_first_file_of_a_folder_that_goes_away()
    {
        Directory.Move(folder.Path, folder.Path + "-away");
        try
        {
            Look("topic/page.md");

            Assert.Contains("First", Html("topic/page"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Move(folder.Path + "-away", folder.Path);
        }
    }

    [Fact]
    public void What_lies_behind_a_link_is_not_read()
    {
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("page.md", SampleContent.Page("Page", body: "From elsewhere."));
        Directory.Delete(folder.File("topic"), recursive: true);
        Directory.CreateSymbolicLink(folder.File("topic"), elsewhere.Path);

        Look("topic/page.md");

        Assert.Contains("First", Html("topic/page"), StringComparison.Ordinal);
    }

    /// <returns>What had to be confirmed.</returns>
    private IReadOnlyList<string> Look(params string[] files)
    {
        library = loader.Refresh(Checked.Now, out var first, files.Length == 0 ? null : files) ?? library;
        library = loader.Refresh(Checked.Now, out var waiting, first) ?? library;
        Assert.Empty(waiting);
        return first;
    }

    private string Html(string path) => library.Find(path, Checked.Now)!.Own.Html;
}
