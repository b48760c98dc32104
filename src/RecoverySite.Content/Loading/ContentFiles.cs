using System.IO.Enumeration;
using System.Text;

namespace RecoverySite.Content.Loading;

/// <summary>What changes with a file. <paramref name="Modified"/> is the last write in UTC ticks.</summary>
internal readonly record struct FileStamp(long Length, long Modified);

/// <summary>What lies in a content folder at one moment.</summary>
/// <param name="Files">By path relative to the folder, with forward slashes. Dot-files are not part of it, but for the ledger.</param>
/// <param name="Links">Symbolic links to folders and pictures; they are not followed.</param>
internal sealed record FolderListing(IReadOnlyDictionary<string, FileStamp> Files, IReadOnlyList<string> Links);

/// <summary>Lists and reads a content folder.</summary>
internal static class ContentFiles
{
    /// <summary>What is said of every symbolic link.</summary>
    public const string Link = "This is a link to another place, and links are not followed. Put the file itself here.";

    private const int MaxBytes = 1024 * 1024;
    private static readonly FileStamp OfLink = new(-1, 0);

    /// <summary>Null when the folder is not there or cannot be listed.</summary>
    public static FolderListing? List(string folder)
    {
        var files = new Dictionary<string, FileStamp>(StringComparer.Ordinal);
        var links = new List<string>();
        try
        {
            var found = new FileSystemEnumerable<(string Path, bool IsLink, FileStamp Stamp)>(
                folder,
                (ref FileSystemEntry entry) => (
                    Path.GetRelativePath(folder, entry.ToFullPath()).Replace('\\', '/'),
                    entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
                    new FileStamp(entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.Ticks)),
                new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = 0 })
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => IsShown(entry.FileName) && (!entry.IsDirectory || entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
                ShouldRecursePredicate = (ref FileSystemEntry entry) => IsShown(entry.FileName) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
            };
            foreach (var (path, isLink, stamp) in found)
            {
                // A page that was replaced by a link is a broken page, not a deleted one.
                if (isLink && FileReader.IsRead(path))
                    files[path] = OfLink;
                else if (isLink)
                    links.Add(path);
                else
                    files[path] = stamp;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        links.Sort(StringComparer.Ordinal);
        return new FolderListing(files, links);
    }

    /// <summary>
    /// What was listed before, with these files as they are now. Where more than these may have changed with them, because something is
    /// not there any more or is no file, all is listed anew.
    /// </summary>
    /// <param name="only">Paths as in <see cref="FolderListing.Files"/>.</param>
    public static FolderListing? Look(string folder, FolderListing before, IEnumerable<string> only)
    {
        var files = new Dictionary<string, FileStamp>(before.Files, StringComparer.Ordinal);
        foreach (var file in only.Where(f => f.Split('/').All(part => IsShown(part))))
        {
            if (StampOf(folder, file) is { } stamp && !before.Links.Any(link => IsIn(file, link)))
                files[file] = stamp;
            else if (Path.Exists(Path.Combine(folder, file)) || before.Files.Keys.Concat(before.Links).Any(known => IsIn(known, file)))
                return List(folder);
        }
        return before with { Files = files };
    }

    /// <summary>Null when it is no file, or lies behind a link.</summary>
    public static FileStamp? StampOf(string folder, string file)
    {
        try
        {
            var info = new FileInfo(Path.Combine(folder, file));
            for (var parent = Path.GetDirectoryName(file); !string.IsNullOrEmpty(parent); parent = Path.GetDirectoryName(parent))
            {
                if (new DirectoryInfo(Path.Combine(folder, parent)).LinkTarget is not null)
                    return null;
            }
            return info is { Exists: true, LinkTarget: null } ? new FileStamp(info.Length, info.LastWriteTimeUtc.Ticks) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The text of a file with line feeds alone, or null with the reason in <paramref name="report"/>.</summary>
    public static string? Read(string folder, string file, Report report)
    {
        var path = Path.Combine(folder, file);
        try
        {
            var info = new FileInfo(path);
            if (info.LinkTarget is not null)
            {
                report.Add(Rules.Unreadable, 1, 1, Link);
                return null;
            }
            if (info.Length > MaxBytes)
            {
                report.Add(Rules.Unreadable, 1, 1, "The file is larger than 1 MB. Split it.");
                return null;
            }
            // What has no length is empty, or a pipe that would keep us waiting.
            var bytes = info.Length > 0 ? File.ReadAllBytes(path) : [];
            try
            {
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            }
            catch (DecoderFallbackException e)
            {
                var before = Encoding.Latin1.GetString(bytes, 0, Math.Max(0, e.Index)).Split('\n');
                report.Add(Rules.Unreadable, before.Length, before[^1].Length + 1, "The file is not UTF-8. Save it with the encoding UTF-8.");
            }
        }
        catch (FileNotFoundException)
        {
            report.Add(Rules.Unreadable, 1, 1, "The file does not exist.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            report.Add(Rules.Unreadable, 1, 1, $"The file cannot be read ({e.GetType().Name}).");
        }
        return null;
    }

    /// <summary>True for a path that is the other one, or lies in it.</summary>
    public static bool IsIn(string path, string other) => path.StartsWith(other, StringComparison.Ordinal) && (path.Length == other.Length || path[other.Length] == '/');

    private static bool IsShown(ReadOnlySpan<char> name) => name is not ['.', ..] || name is ".urls";
}
