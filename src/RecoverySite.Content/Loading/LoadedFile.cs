namespace RecoverySite.Content.Loading;

/// <summary>
/// The remarks on a file, made when somebody asks, because looking at a page takes much longer than reading it. Once they are in the pack they
/// are read from there each time: of thousands of pages they are much, and asked for only when the whole library is checked.
/// </summary>
internal sealed class RemarksOnFile
{
    private readonly Lock making = new();
    private readonly Func<FileRemarks>? make;
    private volatile Func<FileRemarks>? ready;

    private RemarksOnFile(Func<FileRemarks>? make, Func<FileRemarks>? ready) => (this.make, this.ready) = (make, ready);

    /// <summary>False when asking means work.</summary>
    public bool AreReady => ready is not null;

    public static RemarksOnFile Of(FileRemarks known) => new(null, () => known);

    public static RemarksOnFile InPack(Func<FileRemarks> read) => new(null, read);

    public static RemarksOnFile WhenAsked(Func<FileRemarks> make) => new(make, null);

    public FileRemarks Get()
    {
        if (ready is { } read)
            return read();
        lock (making)
        {
            if (ready is null)
            {
                var made = make!();
                ready = () => made;
            }
            return ready();
        }
    }

    /// <param name="read">From now on they are in the pack.</param>
    public void Move(Func<FileRemarks> read) => ready = read;
}

/// <summary>A file as it is now, and the version of it that is shown.</summary>
/// <param name="Shown">The same, an earlier one that was whole, or null when there never was one.</param>
/// <param name="Remarks">On the file as it is.</param>
/// <param name="Packed">The text, and of a page its bodies, when there is a pack.</param>
internal sealed record LoadedFile(string File, FileStamp Stamp, FileVersion Current, FileVersion? Shown, RemarksOnFile Remarks, PackedBytes? Packed)
{
    public bool IsLastGood => Shown is not null && Shown != Current;
}
