namespace RecoverySite.Benchmarks;

/// <summary>A folder for one run on the disk that is measured, gone afterwards.</summary>
internal sealed class DiskFolder : IDisposable
{
    private int files;

    public DiskFolder(string within)
    {
        Path = Directory.CreateDirectory(System.IO.Path.GetFullPath(System.IO.Path.Combine(within, $".benchmark-{Guid.NewGuid():N}"))).FullName;
        FileSystem = FileSystemOf(Path);
    }

    public string Path { get; }

    public string FileSystem { get; }

    /// <summary>There, a sync costs nothing and promises nothing.</summary>
    public bool IsMemory => FileSystem is "tmpfs" or "ramfs";

    /// <summary>An empty folder for one measurement.</summary>
    public string New() => Directory.CreateDirectory(System.IO.Path.Combine(Path, $"{++files}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static string FileSystemOf(string path)
    {
        const string Mounts = "/proc/mounts";
        if (!File.Exists(Mounts))
            return new DriveInfo(path).DriveFormat;
        // Whatever was mounted last over the longest part of the path.
        return File.ReadLines(Mounts)
            .Select(line => line.Split(' '))
            .Where(mount => mount[1] == "/" || path == mount[1] || path.StartsWith(mount[1] + "/", StringComparison.Ordinal))
            .Aggregate((best, mount) => mount[1].Length >= best[1].Length ? mount : best)[2];
    }
}
