using NodaTime;
using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

/// <summary>A content folder, what is kept of it, and the loader of a site that runs on both. Two looks that see the same stand for a moment that has passed.</summary>
public abstract class ChangingFolder : IDisposable
{
    protected static readonly Instant Now = Checked.Now;

    protected TemporaryFolder Folder { get; } = SampleContent.Folder();

    protected TemporaryFolder Kept { get; } = new();

    protected ContentLoader Loader { get; }

    protected ContentLibrary Library { get; set; }

    protected ChangingFolder()
    {
        Folder.Write("topic/page.md", SampleContent.Page("Page", body: "First version."));
        Loader = new ContentLoader(Folder.Path, new Pack(Kept.Path, isReadOnly: false));
        Library = Loader.Load(Now);
        Loader.Keep();
    }

    public void Dispose()
    {
        Folder.Dispose();
        Kept.Dispose();
        GC.SuppressFinalize(this);
    }

    protected void Look()
    {
        Library = Loader.Refresh(Now, out _) ?? Library;
        Library = Loader.Refresh(Now, out var waiting) ?? Library;
        Assert.Empty(waiting);
        Loader.Keep();
    }

    protected void Restart()
    {
        var next = new ContentLoader(Folder.Path, new Pack(Kept.Path, isReadOnly: false));
        Library = next.Load(Now);
        next.Keep();
    }

    protected string Html(string path) => Library.Find(path, Now)!.Own.Html;

    protected List<Finding> Errors() => Library.Findings(Now).Where(f => f.Severity == Severity.Error).ToList();
}
