using System.Text.Json;

namespace RecoverySite.Contacts.Protection;

/// <summary>The key ring cannot be used. The message says in words what is wrong, without a secret and without the path.</summary>
public sealed class KeyRingException(string message) : Exception(message);

/// <summary>
/// Where the key ring lies: one file of JSON that its owner alone may read. Whoever has the store without this file can read
/// no name, no number and no note in it; whoever loses this file cannot either.
/// </summary>
public sealed class KeyRingFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private sealed record Contents(string About, byte[] IndexSecret, IReadOnlyList<Entry> Keys);

    private sealed record Entry(string Id, DateTimeOffset MadeAt, byte[] Secret);

    private readonly string draft = path + ".new";

    public string Path => path;

    /// <returns>Null when there is no such file.</returns>
    /// <exception cref="KeyRingException"/>
    public KeyRing? Read()
    {
        try
        {
            // A power failure can take back the last step of a writing, the new name, after values were sealed with the new key.
            if (IsWhole(draft))
                File.Move(draft, path, overwrite: true);
            if (!File.Exists(path))
                return null;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) is not UnixFileMode.None)
                throw new KeyRingException("The key ring can be used by others than its owner. Close it to them: chmod 600.");
            return Parse(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"The key ring cannot be read ({e.GetType().Name}).");
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or NullReferenceException)
        {
            throw new KeyRingException("The key ring is damaged. Put a copy of it in its place.");
        }
    }

    /// <summary>Puts the ring in the place of the one before it, whole or not at all, and on the disk before it returns.</summary>
    /// <exception cref="KeyRingException">The ring before it still stands.</exception>
    public void Write(KeyRing ring)
    {
        var contents = new Contents(
            "The keys of the store. Keep a copy away from the backups, where nobody else can read it: without it nothing in the store can be read.",
            ring.IndexSecret.ToArray(),
            [.. ring.Keys.Select(k => new Entry(k.Id, k.MadeAt, k.Secret))]);
        try
        {
            CreateFolder(System.IO.Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            File.Delete(draft);
            using (var file = new FileStream(draft, options))
            {
                JsonSerializer.Serialize(file, contents, Json);
                file.Flush(flushToDisk: true);
            }
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyRingException($"The key ring cannot be written ({e.GetType().Name}).");
        }
    }

    private static KeyRing Parse(string file)
    {
        var contents = JsonSerializer.Deserialize<Contents>(File.ReadAllBytes(file), Json) ?? throw new JsonException();
        return new KeyRing(contents.Keys.Select(k => new RingKey(k.Id, k.MadeAt, k.Secret)), contents.IndexSecret);
    }

    private static bool IsWhole(string file)
    {
        try
        {
            return File.Exists(file) && Parse(file).Keys.Count > 0;
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or NullReferenceException)
        {
            return false;
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }
}
