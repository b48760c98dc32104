using System.Globalization;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Commands;

/// <summary><c>backup</c> and <c>restore FILE</c>.</summary>
public static class BackupCommand
{
    public const string Help = """
        Copies of the store, sealed with the key ring. A running site makes one every hour.

          backup                        makes one now, while the site serves, and verifies it
          backup list                   the backups that are kept
          restore FILE                  puts one in the place of the store; stop the site first
        """;

    public static async Task<CommandResult> RunAsync(string[] args, ContactsStore store, Backups backups, DateTimeOffset now, CancellationToken cancel)
    {
        switch (args)
        {
            case []:
                break;
            case ["list"]:
                var all = backups.All();
                return new CommandResult(0, all.Count == 0 ? $"There is no backup in {backups.Folder}." : string.Join('\n', all.Select(Line)));
            default:
                return new CommandResult(args is ["--help" or "-h"] ? 0 : 2, Help);
        }

        try
        {
            await store.PrepareAsync(cancel);
            return new CommandResult(0, $"Made and verified: {Line(await backups.MakeAsync(store, now, cancel))}\nIt opens with the key ring alone. Keep a copy of the ring elsewhere.");
        }
        catch (Exception e) when (e is BackupException or StoreUnavailableException)
        {
            return new CommandResult(1, e is BackupException ? e.Message : store.Trouble?.Words ?? e.Message);
        }
    }

    /// <summary>On a data folder that no site has hold of.</summary>
    public static async Task<CommandResult> RestoreAsync(string[] args, Settings settings, Backups backups, DateTimeOffset now)
    {
        if (args is not [var file] || file.StartsWith('-'))
            return new CommandResult(args is ["--help" or "-h"] ? 0 : 2, Help);
        if (!File.Exists(file))
            return new CommandResult(2, $"There is no file {file}.");
        try
        {
            if (new KeyRingFile(settings.KeyRingFile).Read() is not { } keys)
                return new CommandResult(1, $"The key ring {settings.KeyRingFile} is missing, and the backup opens with it alone. Put a copy of it in its place.");
            var (replaced, requests) = await backups.RestoreAsync(file, keys, now, CancellationToken.None);
            var before = replaced is null ? "" : $"\nThe store that it replaced is kept as {replaced}. Delete it when you no longer need it.";
            return new CommandResult(0, $"Restored: {(requests == 1 ? "1 request" : $"{requests} requests")}, checked and whole.{before}");
        }
        catch (Exception e) when (e is BackupException or KeyRingException)
        {
            return new CommandResult(1, $"{e.Message} Nothing was changed.");
        }
    }

    private static string Line(Backup backup) =>
        $"{backup.File}  {backup.MadeAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}  {Math.Max(1, backup.Bytes / 1024)} KB";
}
