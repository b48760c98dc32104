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
/// <param name="pack">Where whole files, and what pages came to, outlive the process; null keeps nothing.</param>
public sealed partial class ContentLoader(string folder, Pack? pack = null)
{
    /// <summary>More threads than processors would wait for each other.</summary>
    internal static readonly ParallelOptions Processors = new() { MaxDegreeOfParallelism = Environment.ProcessorCount };

    private static readonly FolderListing Nothing = new(new Dictionary<string, FileStamp>(), []);

    /// <summary>Of this program, and of all that it reads pages with.</summary>
    private static readonly string Version = string.Join('/', new[] { typeof(ContentLoader), typeof(Markdig.Markdown), typeof(Instant), typeof(YamlDotNet.Core.Parser) }.Select(t => t.Assembly.ManifestModule.ModuleVersionId));

    private readonly string folder = folder;
    private readonly KeptFiles? kept = pack is null ? null : new KeptFiles(pack);
    private Dictionary<string, LoadedFile> loaded = new(StringComparer.Ordinal);

    /// <summary>Files that were public and are no longer there.</summary>
    private HashSet<string> removed = new(StringComparer.Ordinal);

    /// <summary>Files that were read and not kept yet.</summary>
    private HashSet<string> toKeep = new(StringComparer.Ordinal);

    /// <summary>Files on which no remarks were made yet.</summary>
    private HashSet<string> toCheck = new(StringComparer.Ordinal);

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
        SharedStrings.Forget();
        return library = MakeLibrary();
    }

    /// <summary>
    /// Looks at the folder again while the site runs. A change counts once two looks have seen the same, so that a file that is
    /// still being written is left alone.
    /// </summary>
    /// <param name="waiting">Files that have changed, which another look, a moment later, must confirm.</param>
    /// <param name="only">Looks at these files alone; null looks at all.</param>
    /// <param name="confirms">False for a look in between, too soon after the last to tell that a file is whole.</param>
    /// <returns>The new library, or null when there is none.</returns>
    public ContentLibrary? Refresh(Instant now, out IReadOnlyList<string> waiting, IReadOnlyCollection<string>? only = null, bool confirms = true)
    {
        var listing = (only is null ? ContentFiles.List(folder) : ContentFiles.Look(folder, seen, only)) ?? Nothing;
        var next = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        var unsettled = new List<string>();
        foreach (var file in listing.Files.Keys.Union(seen.Files.Keys).Union(believed.Keys))
        {
            FileStamp? stamp = listing.Files.TryGetValue(file, out var s) ? s : null;
            FileStamp? before = seen.Files.TryGetValue(file, out var b) ? b : null;
            FileStamp? old = believed.TryGetValue(file, out var o) ? o : null;
            var isSettled = confirms ? stamp == before : stamp == old;
            if (!isSettled)
                unsettled.Add(file);
            if ((isSettled ? stamp : old) is { } taken)
                next[file] = taken;
        }
        var isSame = next.Count == believed.Count && next.All(f => believed.TryGetValue(f.Key, out var stamp) && stamp == f.Value)
            && listing.Links.SequenceEqual(seen.Links);
        var made = MadeAhead(next, listing.Links);
        (seen, waiting) = (listing, unsettled);
        if (isSame)
        {
            if (unsettled.Count > 0)
                GoAhead(unsettled, now);
            return null;
        }
        if (made is not null)
            return Adopt(made);

        var known = believed;
        try
        {
            believed = next;
            Take(now);
        }
        catch
        {
            // The next look finds the change again.
            believed = known;
            throw;
        }
        return library = MakeLibrary();
    }

    /// <summary>
    /// Keeps the whole files that were read, and checks some of those that have not been: beside the requests, and between two looks at
    /// the folder.
    /// </summary>
    /// <param name="most">How many files to check.</param>
    /// <returns>True when some are left to be checked.</returns>
    public bool Keep(int most = int.MaxValue)
    {
        var isAnything = toKeep.Count > 0 || toCheck.Count > 0;
        foreach (var file in toKeep.Where(Shows))
            kept?.Keep(loaded[file], Context(SiteShown()));
        toKeep.Clear();
        foreach (var file in toCheck.Take(most).ToList())
        {
            toCheck.Remove(file);
            if (loaded.TryGetValue(file, out var known))
                known.Remarks.Get();
            if (Shows(file))
                kept?.KeepRemarks(loaded[file]);
        }
        if (isAnything && (most == 0 || toCheck.Count == 0))
            kept?.Save();
        return toCheck.Count > 0;

        // A page that lost its address to another was never shown.
        bool Shows(string file) => loaded.TryGetValue(file, out var known) && known.Current.Value is not null && (known.Current.Value is not Article || library!.Shows(file));
    }

    private void Take(Instant now)
    {
        var isAway = !believed.ContainsKey(FileReader.SiteFile);
        var oldSite = SiteShown();
        if (isAway || !IsCurrent(FileReader.SiteFile))
            loaded[FileReader.SiteFile] = Read(FileReader.SiteFile, new FileReader(Site.Placeholder, new PictureFiles(folder, believed)), isContextNew: false);
        var site = SiteShown();
        var reader = new FileReader(site ?? Site.Placeholder, new PictureFiles(folder, believed));
        if (library is null && site is not null)
        {
            foreach (var page in kept?.Load(Context(site), (file, packed) => RemarksOn(file, reader, packed, text: null)) ?? [])
            {
                loaded[page.File] = page;
                if (!page.Remarks.AreReady)
                    toCheck.Add(page.File);
            }
        }

        var files = believed.Keys.Where(FileReader.IsRead).ToHashSet(StringComparer.Ordinal);
        // A folder that was replaced by a link took its pages away; nobody deleted them.
        if (isAway || seen.Links.Count > 0)
            files.UnionWith(loaded.Keys.Concat(kept?.Files().Where(FileReader.IsRead) ?? []).Where(f => isAway || seen.Links.Any(link => ContentFiles.IsIn(f, link))));
        files.Remove(FileReader.SiteFile);

        var isSiteNew = library is not null && !ReferenceEquals(site, oldSite);
        var changed = new ConcurrentDictionary<string, LoadedFile>(StringComparer.Ordinal);
        Parallel.ForEach(
            files.Where(f => isSiteNew || !IsCurrent(f)),
            Processors,
            file => changed[file] = Read(file, reader, isSiteNew));
        toKeep.Add(FileReader.SiteFile);
        foreach (var (file, version) in changed)
        {
            toKeep.Add(file);
            toCheck.Add(file);
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
    }

    /// <summary>On what it depends, beside its file and its pictures, what a page comes to.</summary>
    private static string Context(Site? site) => $"{Version} {site?.TextHash}";

    private Site? SiteShown() => loaded.GetValueOrDefault(FileReader.SiteFile)?.Shown?.Value as Site;

    /// <summary>True when the version in hand is of the file, and of the pictures in it, as they are.</summary>
    private bool IsCurrent(string file) =>
        loaded.TryGetValue(file, out var known)
        && believed.TryGetValue(file, out var stamp) && stamp == known.Stamp
        && known.Current.Pictures.All(p => believed.TryGetValue(p.Path, out var picture) && picture == p.Stamp)
        && !known.Current.MissingPictures.Any(believed.ContainsKey);

    /// <param name="isContextNew">True when an earlier version was read for another <c>site.yml</c>, so that its numbers may be old.</param>
    private LoadedFile Read(string file, FileReader reader, bool isContextNew)
    {
        var report = new Report(file);
        var stamp = believed.GetValueOrDefault(file);
        var text = believed.ContainsKey(file) ? ContentFiles.Read(folder, file, report) : Missing(report);
        texts?.TryAdd(file, text);
        if (text is null)
            return new LoadedFile(file, stamp, new FileVersion(null), Earlier(), RemarksOnFile.Of(new FileRemarks(report.Findings)), null);

        var current = Guarded(() => reader.Read(file, text, report)) ?? new FileVersion(null);
        var packed = current.Value is null ? null : kept?.Append(file, text, current.Value);
        // Whoever hides a page and makes a mistake beside it wants it hidden all the same.
        var shown = current.Value is not null ? current : current.Withdrawn is not null ? null : Earlier();
        return new LoadedFile(file, stamp, current, shown, RemarksOn(file, reader, packed, text), packed);

        FileVersion? Earlier()
        {
            var earlier = loaded.GetValueOrDefault(file)?.Shown;
            if (earlier is not null && !isContextNew)
                return earlier;
            return kept?.TextOf(file) is { } copy && Guarded(() => reader.Read(file, copy, new Report(file))) is { Value: not null } again ? again : earlier;
        }
    }

    /// <summary>The text waits in the pack for somebody to ask.</summary>
    private static RemarksOnFile RemarksOn(string file, FileReader reader, PackedBytes? packed, string? text)
    {
        var held = packed is null ? text : null;
        return RemarksOnFile.WhenAsked(() =>
        {
            var report = new Report(file);
            return Guarded(() => reader.Check(file, held ?? KeptFiles.TextOf(packed!), report), report) ?? new FileRemarks(report.Findings);
        });
    }

    private static T? Guarded<T>(Func<T> read, Report? report = null) where T : class
    {
        try
        {
            return read();
        }
        // The parsers' own limits, such as a thousand nested quotations. Whatever it is, it must not take the other pages along.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            report?.Add(Rules.TooComplex, 1, 1, $"The file cannot be taken apart: {e.Message}");
            return null;
        }
    }

    private static string? Missing(Report report)
    {
        report.Add(Rules.Unreadable, 1, 1, "The file does not exist.");
        return null;
    }

    /// <summary>An address that readers have seen is gone from now on; one that they have not was never there.</summary>
    private void WasDeleted(string file, object? value, Instant now)
    {
        if (value is Article article && article.StateAt(now) is not (PublicState.Draft or PublicState.Scheduled))
        {
            removed.Add(file);
            kept?.Retire(file);
        }
        else
        {
            kept?.Forget(file);
        }
    }

    private void RememberRemoved(Instant now)
    {
        if (kept is null)
            return;
        removed.UnionWith(kept.Retired().Where(f => !(loaded.GetValueOrDefault(f)?.Shown?.Value is Article article && article.IsPublic(now))));
        if (!believed.ContainsKey(FileReader.SiteFile))
            return;
        var reader = new FileReader(SiteShown() ?? Site.Placeholder, new PictureFiles(folder, believed));
        foreach (var file in kept.Files().Where(f => FileReader.IsRead(f) && !loaded.ContainsKey(f)).ToList())
            WasDeleted(file, kept.TextOf(file) is { } text ? Guarded(() => reader.Read(file, text, new Report(file)))?.Value : null, now);
    }

    private ContentLibrary MakeLibrary() => new(loaded, MediaOf(believed), seen.Links, removed, WasOwner, library);

    private bool WasOwner(string file) => library?.Shows(file) ?? kept?.Has(file) == true;

    private static Dictionary<string, FileStamp> MediaOf(Dictionary<string, FileStamp> files) =>
        files.Where(f => !FileReader.IsRead(f.Key)).ToDictionary(StringComparer.Ordinal);
}
