using System.Globalization;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Commands;

/// <summary><c>keys rotate | list</c>: what the store is sealed with.</summary>
public static class KeysCommand
{
    public const string Help = """
        What the store is sealed with. Works beside a running site and without one.

          keys rotate                   makes a new key and seals every row anew with it, while the site serves;
                                        stopped halfway, the site goes on with it when it starts again
          keys list                     the keys of the ring, and how many rows are sealed with an earlier one
        """;

    public static async Task<CommandResult> RunAsync(string[] args, ContactsStore store, CancellationToken cancel)
    {
        try
        {
            return args switch
            {
                ["rotate"] => await RotateAsync(store, cancel),
                ["list"] => await ListAsync(store, cancel),
                ["--help" or "-h"] => new CommandResult(0, Help),
                _ => new CommandResult(2, Help),
            };
        }
        catch (StoreUnavailableException)
        {
            return new CommandResult(1, $"{store.Trouble?.Words ?? "The store is not available."} What was sealed can be read as before.");
        }
    }

    private static async Task<CommandResult> RotateAsync(ContactsStore store, CancellationToken cancel)
    {
        var key = await store.AddKeyAsync(cancel);
        var rows = await KeyRotation.RewriteAsync(store, cancel);
        return new CommandResult(0, $"The new key is {key.Id}, and {Rows(rows)} sealed anew with it.\nEarlier keys stay on the ring: backups need them. Make a new copy of the ring, away from the backups.");
    }

    private static async Task<CommandResult> ListAsync(ContactsStore store, CancellationToken cancel)
    {
        var left = await KeyRotation.CountLeftAsync(store, cancel);
        var keys = store.Keys!.Keys.Select(k => $"{k.Id}  made {k.MadeAt.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}{(k == store.Keys.Current ? "  seals what is new" : "")}");
        return new CommandResult(0, string.Join('\n', [.. keys, left == 0 ? "Every row is sealed with the newest key." : $"{Rows(left)} still sealed with an earlier key."]));
    }

    private static string Rows(long count) => count == 1 ? "1 row is" : $"{count} rows are";
}
