using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests.Store;

/// <summary>A store on a real file of its own.</summary>
public sealed class TestStore : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TestStore() => Store = Open();

    public static ConsentText Words { get; } = ConsentText.Of("v1", "You ask us to call.", "Ask");

    /// <summary>Words that the store refuses, for a form that fails where it is saved.</summary>
    public static ConsentText Unstorable { get; } = ConsentText.Of("v1", null!, "Ask");

    public ContactsStore Store { get; }

    public string File => folder.File("store.db");

    public KeyRingFile Keys => new(folder.File("keys/ring.json"));

    public TestClock Clock { get; } = TestClock.Open();

    public ContactsStore Open() => new(File, Keys, Clock, NullLogger<ContactsStore>.Instance);

    public Task<Submission> ReceiveAsync(CallForm form, DateTimeOffset now) =>
        Intake.ReceiveAsync(Store, form, Words, "/request-a-call", now, default);

    /// <summary>Asks SQLite itself, past everything of ours.</summary>
    public object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        Store.Dispose();
        folder.Dispose();
    }
}
