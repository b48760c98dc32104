namespace RecoverySite.Web.Hosting;

/// <summary>The data folder, made readable by its owner alone and held by this process alone for as long as it runs.</summary>
public sealed class DataFolder : IDisposable
{
    private const string InUse = "in-use";

    private readonly FileStream heldByUs;

    private DataFolder(FileStream heldByUs) => this.heldByUs = heldByUs;

    /// <exception cref="StartRefusedException">The folder cannot be used, or another site runs on it.</exception>
    public static DataFolder Take(Settings settings)
    {
        var folder = settings.DataFolder;
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
                if (Directory.Exists(folder) && !File.Exists(Path.Combine(folder, InUse)) && Directory.EnumerateFileSystemEntries(folder).Any() && File.GetUnixFileMode(folder) != ownerOnly)
                    throw new StartRefusedException([$"Data:Folder should be an empty folder or one that this site has made, but {folder} holds other files. The site closes its data folder to everybody else."]);
                Directory.CreateDirectory(folder, ownerOnly);
                File.SetUnixFileMode(folder, ownerOnly);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException([$"Data:Folder should be a folder that the site owns and may write to, but {folder} is not ({e.GetType().Name})."]);
        }

        try
        {
            return new DataFolder(new FileStream(Path.Combine(folder, InUse), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException([$"Data:Folder should belong to one running site, but {folder} is in use by another or cannot be written to. Two would damage the store."]);
        }
    }

    public void Dispose() => heldByUs.Dispose();
}
