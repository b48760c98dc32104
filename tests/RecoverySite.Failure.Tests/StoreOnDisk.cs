using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using RecoverySite.Tests;

namespace RecoverySite.Failure.Tests;

/// <summary>The store as the program left it on the disk. What it holds is judged when the program has ended, never beside it.</summary>
internal sealed class StoreOnDisk : IDisposable
{
    public const string FileName = "recoverysite.db";

    private readonly SqliteConnection connection;

    public StoreOnDisk(string dataFolder)
    {
        connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, FileName)};Pooling=False");
        connection.Open();
    }

    public long Submissions => (long)Value("SELECT count(*) FROM Submissions");

    /// <summary>Reads a copy, so that the program itself finds what it has to recover.</summary>
    public static T ReadCopy<T>(string dataFolder, Func<StoreOnDisk, T> read)
    {
        using var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(dataFolder, FileName + "*"))
            File.Copy(file, copy.File(Path.GetFileName(file)));
        using var store = new StoreOnDisk(copy.Path);
        return read(store);
    }

    /// <summary>Whether anything is sealed with this key by now: the one question that is asked beside the running program.</summary>
    public static bool HasKey(string dataFolder, string key)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, FileName)};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = new SqliteCommand($"SELECT count(*) FROM CallRequests WHERE Number LIKE 'v1|{key}|%'", connection);
        return (long)command.ExecuteScalar()! > 0;
    }

    /// <summary>What the store keeps of a receipt's token: the column, and the text in it.</summary>
    public static (string Column, string Text) Kept(string token) => ("ReceiptHash", Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token))));

    public int Missing(IEnumerable<string> receipts)
    {
        var kept = Column($"SELECT {Kept("").Column} FROM Submissions").ToHashSet();
        return receipts.Count(receipt => !kept.Contains(Kept(receipt).Text));
    }

    /// <summary>Submissions without all that is written together with them.</summary>
    public long Partial() => (long)Value("""
        SELECT count(*) FROM Submissions s
        WHERE s.CallRequestId NOT IN (SELECT Id FROM CallRequests)
           OR s.Id NOT IN (SELECT SubmissionId FROM Consents)
           OR s.CallRequestId NOT IN (SELECT CallRequestId FROM Notices)
           OR s.Id NOT IN (SELECT SubmissionId FROM AuditEntries WHERE SubmissionId IS NOT NULL)
        """);

    /// <summary>How many keys have sealed what there is.</summary>
    public long Keys() => (long)Value("SELECT count(*) FROM (SELECT substr(Number, 1, instr(substr(Number, 4), '|') + 3) FROM Submissions UNION SELECT substr(Number, 1, instr(substr(Number, 4), '|') + 3) FROM CallRequests)");

    /// <summary>Since when each waits, in the order of the queue.</summary>
    public ImmutableArray<string> Queue(int first) => [.. Column($"SELECT Id || ' ' || WaitingSince FROM CallRequests ORDER BY WaitingSince, Id LIMIT {first}")];

    public void AssertWhole()
    {
        Assert.Equal("ok", Value("PRAGMA integrity_check"));
        Assert.Empty(Column("SELECT \"table\" FROM pragma_foreign_key_check"));
        Assert.Equal(0, Partial());
    }

    public void Execute(string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose() => connection.Dispose();

    private object Value(string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        return command.ExecuteScalar()!;
    }

    private List<string> Column(string sql)
    {
        using var command = new SqliteCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.Read())
            values.Add(reader.GetString(0));
        return values;
    }
}
