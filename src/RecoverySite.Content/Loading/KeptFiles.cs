using System.Buffers.Binary;
using System.Text;

namespace RecoverySite.Content.Loading;

/// <summary>
/// The files as they were when they were last whole, in a pack: their text, so that a file broken by an edit stays up after a restart;
/// of a page also its bodies and what else it came to, so that it need not be read and checked again. Of files that were deleted it
/// remembers that an address was public. Kept by the one process that serves.
/// </summary>
internal sealed class KeptFiles(Pack pack)
{
    private const string Text = "text/", Facts = "facts/", Remarks = "remarks/", Gone = "gone/";

    /// <summary>Files that were there when the site last looked.</summary>
    public IEnumerable<string> Files() => Named(Text);

    /// <summary>Files that were deleted after readers had seen them.</summary>
    public IEnumerable<string> Retired() => Named(Gone);

    public bool Has(string file) => pack.Find(Text + file) is not null;

    public string? TextOf(string file)
    {
        try
        {
            return pack.Find(Text + file) is { } packed ? TextOf(packed) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public static string TextOf(PackedBytes packed) =>
        Encoding.UTF8.GetString(packed.Read(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(packed.Read(0, sizeof(int)))));

    /// <summary>The pages that were read in this context before.</summary>
    /// <param name="check">Remarks on a page whose text is in the pack, where they are not.</param>
    public IReadOnlyList<LoadedFile> Load(string context, Func<string, PackedBytes, RemarksOnFile> check) =>
        Named(Facts).AsParallel().Select(file => Load(file, context, check)).OfType<LoadedFile>().ToList();

    /// <summary>Puts a whole file into the pack, and the bodies of a page there for good.</summary>
    /// <returns>Null when that cannot be done, which is no reason to stop: the file itself is whole.</returns>
    public PackedBytes? Append(string file, string text, object value)
    {
        using var all = new MemoryStream();
        var length = new byte[sizeof(int)];
        var source = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, source.Length);
        all.Write(length);
        all.Write(source);
        var bodies = new List<(ArticleBody Body, PackedBody At)>();
        foreach (var version in (value as Article)?.Versions ?? [])
        {
            all.Write(version.Body.ToBytes((int)all.Length, out var at));
            bodies.Add((version.Body, at));
        }
        var bytes = all.ToArray();
        PackedBytes? packed = null;
        Quietly(() =>
        {
            packed = pack.Find(Text + file) is { } known && known.Length == bytes.Length && known.Read().AsSpan().SequenceEqual(bytes) ? known : pack.Append(bytes);
            foreach (var (body, at) in bodies)
                body.Move(packed, at);
        });
        return packed;
    }

    /// <summary>From now on it is what is left when the file breaks.</summary>
    public void Keep(LoadedFile file, string context) => Quietly(() =>
    {
        if (file.Packed is null)
            return;
        var facts = file.Current.Value is Article ? pack.Append(KeptFacts.Of(file, context)) : null;
        pack.Remove(Remarks + file.File);
        if (facts is null)
            pack.Remove(Facts + file.File);
        else
            pack.Set(Facts + file.File, facts);
        pack.Set(Text + file.File, file.Packed);
    });

    /// <summary>For a page that is kept as it is.</summary>
    public void KeepRemarks(LoadedFile file) => Quietly(() =>
    {
        if (file.Packed is null || file.Current.Value is not Article article || pack.Find(Text + file.File) != file.Packed)
            return;
        var remarks = pack.Append(KeptFacts.OfRemarks(file.Remarks.Get(), article));
        pack.Set(Remarks + file.File, remarks);
        file.Remarks.Move(() => KeptFacts.ReadRemarks(remarks, file.File, article));
    });

    /// <summary>Says from now on only that there was a page.</summary>
    public void Retire(string file)
    {
        if (Has(file))
            Quietly(() => pack.Set(Gone + file, pack.Append([])));
        Forget(file);
    }

    public void Forget(string file) => Quietly(() =>
    {
        pack.Remove(Text + file);
        pack.Remove(Facts + file);
        pack.Remove(Remarks + file);
    });

    public void Save() => Quietly(pack.Save);

    private IEnumerable<string> Named(string beginning) => pack.Keys.Where(k => k.StartsWith(beginning, StringComparison.Ordinal)).Select(k => k[beginning.Length..]);

    private LoadedFile? Load(string file, string context, Func<string, PackedBytes, RemarksOnFile> check)
    {
        try
        {
            if (pack.Find(Facts + file) is not { } facts || pack.Find(Text + file) is not { } text || KeptFacts.Read(facts, file, context, text) is not var (stamp, version))
                return null;
            var remarks = pack.Find(Remarks + file) is { } packed ? RemarksOnFile.InPack(() => KeptFacts.ReadRemarks(packed, file, (Article)version.Value!)) : check(file, text);
            return new LoadedFile(file, stamp, version, version, remarks, text);
        }
        // Whatever a disk gave back in their place, the page is read anew.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    private void Quietly(Action action)
    {
        try
        {
            if (!pack.IsReadOnly)
                action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
