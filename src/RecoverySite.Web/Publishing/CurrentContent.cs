using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Loading;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>The library that the site shows now. Whoever answers a request takes it once, so that no page is half old and half new.</summary>
public sealed class CurrentContent
{
    private readonly Settings settings;
    private volatile ContentLibrary library;
    private volatile TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CurrentContent(Settings settings, Pack pack, ContentLoader loader, ContentLibrary library) =>
        (this.settings, Pack, Loader, this.library) = (settings, pack, loader, library);

    public ContentLibrary Library => library;

    /// <summary>The address from which all absolute links are made; never the request's Host.</summary>
    public Uri BaseUrl => settings.BaseUrl ?? library.Site.BaseUrl;

    internal ContentLoader Loader { get; }

    /// <summary>What outlives the process: files as they were last whole, and pages that are ready.</summary>
    internal Pack Pack { get; }

    /// <summary>Loads the content folder. A broken file is shown as it was when it was last whole.</summary>
    /// <param name="isReadOnly">True for a command: what is kept of files belongs to the process that serves.</param>
    /// <exception cref="StartRefusedException"><c>site.yml</c> cannot be used and never could: without it there is no number to call.</exception>
    public static CurrentContent Load(Settings settings, TimeProvider clock, bool isReadOnly)
    {
        var pack = new Pack(settings.KeptFolder, isReadOnly);
        var loader = new ContentLoader(settings.ContentFolder, pack);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var library = loader.Load(now);
        if (!library.IsWhole)
            throw new StartRefusedException(library.Findings(now).Where(f => f.File == "site.yml").Select(f => $"{settings.ContentFolder}/{f}"));
        return new CurrentContent(settings, pack, loader, library);
    }

    /// <summary>Ends when another library than the one that is shown now is shown. Taken before the library, so that no change is missed.</summary>
    internal Task Changed => changed.Task;

    internal void Show(ContentLibrary next)
    {
        library = next;
        Interlocked.Exchange(ref changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
