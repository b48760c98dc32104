using Microsoft.Win32.SafeHandles;

namespace RecoverySite.Content.Loading;

/// <summary>Bytes in a <see cref="Pack"/>. They stay as they are, also when the pack has long put others in their place.</summary>
public sealed class PackedBytes
{
    private volatile Place place;

    internal PackedBytes(SafeFileHandle file, long offset, int length) => (place, Length) = (new Place(file, offset), length);

    public int Length { get; }

    internal (SafeFileHandle File, long Offset) At => (place.File, place.Offset);

    /// <exception cref="IOException">The disk does not give them back.</exception>
    public byte[] Read(int start, int length)
    {
        var bytes = new byte[length];
        var (file, offset) = At;
        for (var read = 0; read < length;)
        {
            var more = RandomAccess.Read(file, bytes.AsSpan(read), offset + start + read);
            read += more > 0 ? more : throw new EndOfStreamException("The pack ends before its time.");
        }
        return bytes;
    }

    public byte[] Read() => Read(0, Length);

    internal void Move(SafeFileHandle file, long offset) => place = new Place(file, offset);

    private sealed record Place(SafeFileHandle File, long Offset);
}

/// <summary>
/// Bytes by key, in one file that only grows and an index that is replaced whole: after <see cref="Save"/> what is in the index is on the
/// disk, however the process ends. When most of the file is named by nothing any more, what is still named moves to a new one.
/// One process writes; others may read what it saved. Safe for many threads.
/// </summary>
public sealed class Pack
{
    private const string Index = "index", Unfinished = "index.new", Ending = ".pack";
    private const int Form = 1;
    private const long AlwaysKept = 32 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly string folder;
    private readonly Dictionary<string, PackedBytes> entries = new(StringComparer.Ordinal);
    private SafeFileHandle? file;
    private int number;
    private long end;
    private bool isChanged;

    /// <summary>Opens what was saved in a folder. What cannot be read is as if it had never been saved.</summary>
    /// <param name="isReadOnly">True for a process that only looks; <see cref="Append"/> is not for it.</param>
    public Pack(string folder, bool isReadOnly)
    {
        (this.folder, IsReadOnly) = (folder, isReadOnly);
        try
        {
            Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            entries.Clear();
            file = null;
        }
    }

    public bool IsReadOnly { get; }

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (gate)
                return [.. entries.Keys];
        }
    }

    public PackedBytes? Find(string key)
    {
        lock (gate)
            return entries.GetValueOrDefault(key);
    }

    /// <summary>Writes bytes that have no key yet.</summary>
    /// <exception cref="IOException">The disk is full, say.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public PackedBytes Append(ReadOnlySpan<byte> bytes)
    {
        PackedBytes packed;
        lock (gate)
        {
            packed = new PackedBytes(file ??= Create(++number), end, bytes.Length);
            end += bytes.Length;
        }
        // Nobody else has this place; whoever reads the index finds it there only when it has a key.
        RandomAccess.Write(packed.At.File, bytes, packed.At.Offset);
        return packed;
    }

    public void Set(string key, PackedBytes bytes)
    {
        lock (gate)
        {
            isChanged |= entries.GetValueOrDefault(key) != bytes;
            entries[key] = bytes;
        }
    }

    public void Remove(string key)
    {
        lock (gate)
            isChanged |= entries.Remove(key);
    }

    /// <summary>Puts everything that has a key on the disk.</summary>
    /// <inheritdoc cref="Append"/>
    public void Save()
    {
        lock (gate)
        {
            if (!isChanged)
                return;
            var kept = entries.Values.Sum(e => (long)e.Length);
            var old = file;
            if (file is null || end - kept > kept + AlwaysKept || entries.Values.Any(e => e.At.File != file))
                MoveTo(Create(++number));
            RandomAccess.FlushToDisk(file!);
            WriteIndex();
            isChanged = false;
            if (old != file)
                RemoveOthers();
        }
    }

    private void MoveTo(SafeFileHandle next)
    {
        var at = 0L;
        var moves = new List<(PackedBytes Entry, long Offset)>();
        foreach (var entry in entries.Values)
        {
            RandomAccess.Write(next, entry.Read(), at);
            moves.Add((entry, at));
            at += entry.Length;
        }
        foreach (var (entry, offset) in moves)
            entry.Move(next, offset);
        // The old file closes itself when nobody has bytes of it any more.
        (file, end) = (next, at);
    }

    private void WriteIndex()
    {
        using (var index = new FileStream(Path.Combine(folder, Unfinished), FileMode.Create))
        {
            using var writer = new BinaryWriter(index);
            writer.Write(Form);
            writer.Write(number);
            writer.Write(entries.Count);
            foreach (var (key, entry) in entries)
            {
                writer.Write(key);
                writer.Write(entry.At.Offset);
                writer.Write(entry.Length);
            }
            writer.Flush();
            index.Flush(flushToDisk: true);
        }
        File.Move(Path.Combine(folder, Unfinished), Path.Combine(folder, Index), overwrite: true);
    }

    private void Open()
    {
        if (!File.Exists(Path.Combine(folder, Index)))
            return;
        using var reader = new BinaryReader(new MemoryStream(File.ReadAllBytes(Path.Combine(folder, Index))));
        if (reader.ReadInt32() != Form)
            return;
        number = reader.ReadInt32();
        file = File.OpenHandle(PathOf(number), FileMode.Open, IsReadOnly ? FileAccess.Read : FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        end = RandomAccess.GetLength(file);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var key = reader.ReadString();
            var (offset, length) = (reader.ReadInt64(), reader.ReadInt32());
            // A folder that was copied while the site ran may have an index that is ahead.
            if (offset >= 0 && length >= 0 && offset + length <= end)
                entries[key] = new PackedBytes(file, offset, length);
        }
    }

    private SafeFileHandle Create(int next)
    {
        Directory.CreateDirectory(folder);
        return File.OpenHandle(PathOf(next), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
    }

    private void RemoveOthers()
    {
        foreach (var other in Directory.EnumerateFiles(folder, "*" + Ending).Where(f => f != PathOf(number)).ToList())
            File.Delete(other);
    }

    private string PathOf(int which) => Path.Combine(folder, which + Ending);
}
