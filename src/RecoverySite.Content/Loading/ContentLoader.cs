using System.Collections.Concurrent;
using NodaTime;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Loading;

/// <summary>
/// Makes a <see cref="ContentLibrary"/> of a content folder, and a new one when the folder has changed: only changed files are
/// read again, with the pages that a change of <c>site.yml</c> or of a picture touches. A file that is broken keeps the last version
/// that was whole, and while <c>site.yml</c> is missing no deletion is believed: a folder that went away does not empty the site.
/// Not for use by two threads at once.
/// </summary>
/// <param name="folder">The content folder.</param>
/// <param name="lastGoodFolder">Where copies of whole files outlive the process; null keeps none.</param>
/// <param name="isReadOnly">True for whoever looks at the copies of a site that another process serves.</param>
public sealed class ContentLoader(string folder, string? lastGoodFolder = null, bool isReadOnly = false)
{
    private static readonly FolderListing Nothing = new(new Dictionary<string, FileStamp>(), []);

    private readonly LastGood? lastGood = lastGoodFolder is null ? null : new LastGood(lastGoodFolder, isReadOnly);
    private readonly Dictionary<string, LoadedFile> loaded = new(StringComparer.Ordinal);

    /// <summary>Files that were public and are no longer there.</summary>
    private readonly HashSet<string> removed = new(StringComparer.Ordinal);

    private FolderListing seen = Nothing;
    private Dictionary<string, FileStamp> believed = [];
    private ContentLibrary? library;

    /// <summary>Reads everything, each file as it is found. For a start and for a check.</summary>
    /// <param name="now">Decides which pages deleted since the last run had been public.</param>
    public ContentLibrary Load(Instant now)
    {
        seen = ContentFiles.List(folder) ?? Nothing;
        believed = new(seen.Files, StringComparer.Ordinal);
        Take(now);
        RememberRemoved(now);
        return library = new ContentLibrary(loaded, MediaOf(believed), seen.Links, removed, WasOwner);
    }

    /// <summary>
    /// Looks at the folder again while the site runs. A change counts once two looks have seen the same, so that a file that is
    /// still being written is left alone.
    /// </summary>
    /// <param name="isWaiting">True when something has changed that another look, a moment later, must confirm.</param>
    /// <returns>The new library, or null when there is none.</returns>
    public ContentLibrary? Refresh(Instant now, out bool isWaiting)
    {
        var listing = ContentFiles.List(folder) ?? Nothing;
        var next = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        isWaiting = false;
        foreach (var file in listing.Files.Keys.Union(seen.Files.Keys).Union(believed.Keys))
        {
            FileStamp? stamp = listing.Files.TryGetValue(file, out var s) ? s : null;
            FileStamp? before = seen.Files.TryGetValue(file, out var b) ? b : null;
            FileStamp? old = believed.TryGetValue(file, out var o) ? o : null;
            var isSettled = stamp == before;
            isWaiting |= !isSettled;
            if ((isSettled ? stamp : old) is { } taken)
                next[file] = taken;
        }
        var isSame = next.Count == believed.Count && next.All(f => believed.TryGetValue(f.Key, out var stamp) && stamp == f.Value)
            && listing.Links.SequenceEqual(seen.Links);
        seen = listing;
        if (isSame)
            return null;

        var known = believed;
        ICollection<string> read;
        try
        {
            believed = next;
            read = Take(now);
        }
        catch
        {
            // The next look finds the change again.
            believed = known;
            throw;
        }
        library = new ContentLibrary(loaded, MediaOf(believed), seen.Links, removed, WasOwner);
        foreach (var file in read)
            Keep(file);
        return library;
    }

    /// <summary>Copies every whole file that has no copy yet; after a start, beside the first requests.</summary>
    public void KeepLastGood(CancellationToken cancel)
    {
        foreach (var file in loaded.Keys)
        {
            if (cancel.IsCancellationRequested)
                return;
            Keep(file);
        }
    }

    /// <returns>The files that were read.</returns>
    private ICollection<string> Take(Instant now)
    {
        var isAway = !believed.ContainsKey(FileReader.SiteFile);
        var oldSite = SiteShown();
        if (isAway || !IsCurrent(FileReader.SiteFile))
            loaded[FileReader.SiteFile] = Read(FileReader.SiteFile, FileReader.ReadSite, isContextNew: false);
        var site = SiteShown();

        var files = believed.Keys.Where(FileReader.IsRead).ToHashSet(StringComparer.Ordinal);
        // A folder that was replaced by a link took its pages away; nobody deleted them.
        if (isAway || seen.Links.Count > 0)
            files.UnionWith(loaded.Keys.Concat(lastGood?.Files().Where(FileReader.IsRead) ?? []).Where(f => isAway || seen.Links.Any(link => f.StartsWith(link + "/", StringComparison.Ordinal))));
        files.Remove(FileReader.SiteFile);

        var reader = new FileReader(site ?? Site.Placeholder, new PictureFiles(folder, believed));
        var isSiteNew = !ReferenceEquals(site, oldSite);
        var changed = new ConcurrentDictionary<string, LoadedFile>(StringComparer.Ordinal);
        Parallel.ForEach(
            files.Where(f => isSiteNew || !IsCurrent(f)),
            file => changed[file] = Read(file, (text, report) => reader.Read(file, text, report), isSiteNew));
        foreach (var (file, version) in changed)
        {
            loaded[file] = version;
            if (version.Shown?.Value is Article article && article.IsPublic(now))
                removed.Remove(file);
            else if (version is { Shown: null, Current.Withdrawn: PublicState.Gone })
                removed.Add(file);
        }

        foreach (var file in loaded.Keys.Where(f => f != FileReader.SiteFile && !files.Contains(f)).ToList())
        {
            WasDeleted(file, loaded[file].Shown?.Value, now);
            loaded.Remove(file);
        }
        return [FileReader.SiteFile, .. changed.Keys];
    }

    private Site? SiteShown() => loaded.GetValueOrDefault(FileReader.SiteFile)?.Shown?.Value as Site;

    /// <summary>True when the version in hand is of the file, and of the pictures in it, as they are.</summary>
    private bool IsCurrent(string file) =>
        loaded.TryGetValue(file, out var known)
        && believed.TryGetValue(file, out var stamp) && stamp == known.Stamp
        && known.Current.Pictures.All(p => believed.TryGetValue(p.Path, out var picture) && picture == p.Stamp)
        && !known.Current.MissingPictures.Any(believed.ContainsKey);

    /// <param name="isContextNew">True when an earlier version was read for another <c>site.yml</c>, so that its numbers may be old.</param>
    private LoadedFile Read(string file, Func<string?, Report, FileVersion> read, bool isContextNew)
    {
        var report = new Report(file);
        var current = Guarded(read, believed.ContainsKey(file) ? ContentFiles.Read(folder, file, report) : Missing(report), report);
        var stamp = believed.GetValueOrDefault(file);
        if (current.Value is not null)
            return new LoadedFile(file, stamp, current, current);

        // Whoever hides a page and makes a mistake beside it wants it hidden all the same.
        if (current.Withdrawn is not null)
            return new LoadedFile(file, stamp, current, null);

        var earlier = loaded.GetValueOrDefault(file)?.Shown;
        if (earlier is null || isContextNew)
        {
            if (lastGood?.Read(file) is { } copy && Guarded(read, copy, new Report(file)) is { Value: not null } again)
                earlier = again;
        }
        return new LoadedFile(file, stamp, current, earlier);
    }

    private static FileVersion Guarded(Func<string?, Report, FileVersion> read, string? text, Report report)
    {
        try
        {
            return read(text, report);
        }
        // The parsers' own limits, such as a thousand nested quotations. Whatever it is, it must not take the other pages along.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            report.Add(Rules.TooComplex, 1, 1, $"The file cannot be taken apart: {e.Message}");
            return new FileVersion(null, report.Findings);
        }
    }

    private static string? Missing(Report report)
    {
        report.Add(Rules.Unreadable, 1, 1, "The file does not exist.");
        return null;
    }

    private void Keep(string file)
    {
        // A page that lost its address to another was never shown.
        if (loaded.TryGetValue(file, out var known) && known.Current.Value is not null && (known.Current.Value is not Article || library!.Shows(file)))
            lastGood?.Keep(folder, file, known.Stamp);
    }

    /// <summary>An address that readers have seen is gone from now on; one that they have not was never there.</summary>
    private void WasDeleted(string file, object? value, Instant now)
    {
        if (value is Article article && article.StateAt(now) is not (PublicState.Draft or PublicState.Scheduled))
        {
            removed.Add(file);
            lastGood?.Retire(file);
        }
        else
        {
            lastGood?.Forget(file);
        }
    }

    private void RememberRemoved(Instant now)
    {
        if (lastGood is null)
            return;
        removed.UnionWith(lastGood.Retired().Where(f => !(loaded.GetValueOrDefault(f)?.Shown?.Value is Article article && article.IsPublic(now))));
        if (!believed.ContainsKey(FileReader.SiteFile))
            return;
        var reader = new FileReader(SiteShown() ?? Site.Placeholder, new PictureFiles(folder, believed));
        foreach (var file in lastGood.Files().Where(f => FileReader.IsRead(f) && !loaded.ContainsKey(f)).ToList())
            WasDeleted(file, Guarded((text, report) => reader.Read(file, text, report), lastGood.Read(file), new Report(file)).Value, now);
    }

    private bool WasOwner(string file) => library?.Shows(file) ?? lastGood?.StampOf(file) is not null;

    private static Dictionary<string, FileStamp> MediaOf(Dictionary<string, FileStamp> files) =>
        files.Where(f => !FileReader.IsRead(f.Key)).ToDictionary(StringComparer.Ordinal);
}
