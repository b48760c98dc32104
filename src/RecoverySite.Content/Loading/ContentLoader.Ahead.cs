using System.Collections.Concurrent;
using NodaTime;

namespace RecoverySite.Content.Loading;

/// <content>
/// While a change waits to be confirmed, what it comes to is made, so that readers have it as soon as it is. Nothing of that shows before,
/// and when the file went on changing it is thrown away.
/// </content>
public sealed partial class ContentLoader
{
    /// <summary>An editor saves a page or two at a time. Who brings many has another wait.</summary>
    private const int MostAhead = 20;

    private ContentLoader? ahead;

    /// <summary>What was read, of a loader that goes ahead: a file can change without another stamp while it is written.</summary>
    private readonly ConcurrentDictionary<string, string?>? texts;

    /// <summary>As the other loader is, but that it takes what was seen for confirmed.</summary>
    private ContentLoader(ContentLoader other)
        : this(other.folder)
    {
        (kept, library, seen) = (other.kept, other.library, other.seen);
        believed = new(seen.Files, StringComparer.Ordinal);
        loaded = new(other.loaded, StringComparer.Ordinal);
        removed = new(other.removed, StringComparer.Ordinal);
        toKeep = new(other.toKeep, StringComparer.Ordinal);
        toCheck = new(other.toCheck, StringComparer.Ordinal);
        texts = new(StringComparer.Ordinal);
    }

    /// <summary>True when one of these files is not as the last look found it.</summary>
    public bool HasChanged(IEnumerable<string> files) =>
        files.Any(f => ContentFiles.StampOf(folder, f) != (seen.Files.TryGetValue(f, out var stamp) ? (FileStamp?)stamp : null));

    /// <param name="changed">Files that have other stamps than the last look found.</param>
    private void GoAhead(List<string> changed, Instant now)
    {
        // Only what is read, and nothing that is away: a deletion leaves its mark on the disk.
        if (library is null || changed.Count > MostAhead || !changed.All(f => f.EndsWith(".md", StringComparison.Ordinal) && seen.Files.ContainsKey(f)) || !believed.Keys.All(seen.Files.ContainsKey))
            return;
        var next = new ContentLoader(this);
        try
        {
            next.Take(now);
            next.library = next.MakeLibrary();
            next.library.Prepare();
            ahead = next;
        }
        // It shows when the change is confirmed.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
        }
    }

    /// <returns>What was made ahead, when it is of just these files and they still read as they did; else null.</returns>
    private ContentLoader? MadeAhead(Dictionary<string, FileStamp> files, IReadOnlyList<string> links)
    {
        var made = ahead;
        ahead = null;
        return made is not null && made.seen.Links.SequenceEqual(links)
            && made.believed.Count == files.Count && made.believed.All(f => files.TryGetValue(f.Key, out var stamp) && stamp == f.Value)
            && made.texts!.All(f => f.Value is { } text && ContentFiles.Read(folder, f.Key, new Report(f.Key)) == text)
            ? made : null;
    }

    private ContentLibrary Adopt(ContentLoader made)
    {
        (believed, loaded, removed, toKeep, toCheck) = (made.believed, made.loaded, made.removed, made.toKeep, made.toCheck);
        return library = made.library!;
    }
}
