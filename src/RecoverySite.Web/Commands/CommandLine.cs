using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Commands;

/// <summary>The commands of the program. Without one it serves the site.</summary>
public static class CommandLine
{
    private const string Help = $"""
        Without a command the site is served.

        {ContentCommands.Help}

        {PreviewCommand.Help}

        {StaffCommand.Help}

        {KeysCommand.Help}

        {BackupCommand.Help}
        """;

    /// <summary>True when the words are a command, not settings for the site.</summary>
    public static bool IsCommand(string[] args) => args is [var first, ..] && (!first.StartsWith('-') || first is "--help" or "-h");

    /// <summary>Runs a command from the console: through the running site, or on the store itself while none runs.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, Settings settings, Uri baseUrl, TimeProvider clock)
    {
        var result = await CommandSocket.AskAsync(settings.DataFolder, args) ?? await AloneAsync(args, settings, baseUrl, clock);
        await (result.ExitCode == 0 ? Console.Out : Console.Error).WriteLineAsync(result.Output);
        return result.ExitCode;
    }

    public static Task<CommandResult> RunAsync(string[] args, ContactsStore store, Backups backups, Uri baseUrl, DateTimeOffset now, CancellationToken cancel) => args switch
    {
        ["staff", .. var rest] => StaffCommand.RunAsync(rest, store, baseUrl, now, cancel),
        ["keys", .. var rest] => KeysCommand.RunAsync(rest, store, cancel),
        ["backup", .. var rest] => BackupCommand.RunAsync(rest, store, backups, now, cancel),
        ["restore", ..] => Task.FromResult(new CommandResult(1, "A site runs on this store. Stop it first, then restore.")),
        [] or ["--help" or "-h"] => Task.FromResult(new CommandResult(0, Help)),
        ["preview", ..] => Task.FromResult(new CommandResult(1, "A preview is shown by a running site. Start the site, then ask again.")),
        _ => Task.FromResult(new CommandResult(2, $"There is no command \"{args[0]}\".\n\n{Help}")),
    };

    private static async Task<CommandResult> AloneAsync(string[] args, Settings settings, Uri baseUrl, TimeProvider clock)
    {
        using var folder = Take(settings);
        if (folder is null)
            return new CommandResult(1, $"A site runs on {settings.DataFolder} and does not answer, or the folder cannot be used. Whether it did anything, staff list shows.");
        var backups = new Backups(settings.BackupFolder, settings.DatabaseFile);
        if (args is ["restore", .. var rest])
            return await BackupCommand.RestoreAsync(rest, settings, backups, clock.GetUtcNow());
        using var store = new ContactsStore(settings.DatabaseFile, new KeyRingFile(settings.KeyRingFile), clock, NullLogger<ContactsStore>.Instance);
        return await RunAsync(args, store, backups, baseUrl, clock.GetUtcNow(), CancellationToken.None);
    }

    private static DataFolder? Take(Settings settings)
    {
        try
        {
            return DataFolder.Take(settings);
        }
        catch (StartRefusedException)
        {
            return null;
        }
    }
}
