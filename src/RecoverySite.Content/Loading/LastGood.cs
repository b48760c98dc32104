namespace RecoverySite.Content.Loading;

/// <summary>
/// Copies of the files as they were when they were last whole, so that a file broken by an edit stays up after a restart.
/// A copy carries the time of its original, and is made by the one process that serves; copies of files that were deleted remember that an address was public.
/// </summary>
internal sealed class LastGood(string folder, bool isReadOnly)
{
    private const string Gone = ".gone";

    /// <param name="file">A file of the content folder, or another by its whole path.</param>
    public FileStamp? StampOf(string file)
    {
        var copy = new FileInfo(PathOf(file));
        return copy.Exists ? new FileStamp(copy.Length, copy.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>Files that were there when the site last looked.</summary>
    public IEnumerable<string> Files() => All().Where(f => !f.EndsWith(Gone, StringComparison.Ordinal));

    /// <summary>Files that were deleted after readers had seen them.</summary>
    public IEnumerable<string> Retired() => All().Where(f => f.EndsWith(Gone, StringComparison.Ordinal)).Select(f => f[..^Gone.Length]);

    public string? Read(string file) => StampOf(file) is null ? null : ContentFiles.Read(folder, file, new Report(file));

    /// <summary>A copy that cannot be kept is no reason to stop: the page itself is whole.</summary>
    public void Keep(string original, string file, FileStamp stamp)
    {
        if (StampOf(file) == stamp)
            return;
        var path = PathOf(file);
        var unfinished = path + ".new";
        Quietly(() =>
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(unfinished);
            File.Copy(Path.Combine(original, file), unfinished, overwrite: true);
            File.SetLastWriteTimeUtc(unfinished, new DateTime(stamp.Modified, DateTimeKind.Utc));
            // An original that was changed meanwhile will be read again, and kept then.
            if (StampOf(Path.Combine(original, file)) == stamp)
                File.Move(unfinished, path, overwrite: true);
        });
    }

    public void Forget(string file) => Quietly(() => File.Delete(PathOf(file)));

    /// <summary>The copy says from now on only that there was a page.</summary>
    public void Retire(string file) => Quietly(() =>
    {
        if (File.Exists(PathOf(file)))
            File.Move(PathOf(file), PathOf(file + Gone), overwrite: true);
    });

    private IEnumerable<string> All() => ContentFiles.List(folder)?.Files.Keys ?? [];

    private void Quietly(Action action)
    {
        try
        {
            if (!isReadOnly)
                action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private string PathOf(string file) => Path.Combine(folder, file);
}
