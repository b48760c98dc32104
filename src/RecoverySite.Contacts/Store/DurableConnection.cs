using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RecoverySite.Contacts.Store;

/// <summary>What a commit must mean on this connection; a file that cannot promise it is refused.</summary>
internal sealed class DurableConnection : DbConnectionInterceptor
{
    public static readonly DurableConnection Instance = new();

    /// <summary>
    /// For many small writes. What each would be taken back with would go to a file of its own, page by page; what rebuilds a whole table has no
    /// room for that in memory. And whoever waits while the log is brought into the file waits less when there is less to bring.
    /// </summary>
    public static void PrepareForSmallWrites(DbConnection connection)
    {
        Prepare(connection);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=400";
        command.ExecuteNonQuery();
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Prepare(connection);
        return Task.CompletedTask;
    }

    private static void Prepare(DbConnection connection)
    {
        Require(connection, "journal_mode", "WAL", "wal");
        Require(connection, "synchronous", "FULL", "2");
        Require(connection, "secure_delete", "ON", "1");
        Require(connection, "trusted_schema", "OFF", "0");
    }

    private static void Require(DbConnection connection, string pragma, string value, string expected)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA {pragma}={value}; PRAGMA {pragma};";
        using var reader = command.ExecuteReader();
        string? actual = null;
        do
        {
            while (reader.Read())
                actual = reader.GetValue(0).ToString();
        }
        while (reader.NextResult());
        if (actual != expected)
            throw new InvalidOperationException($"SQLite answered {pragma}={actual} where {expected} is needed.");
    }
}
