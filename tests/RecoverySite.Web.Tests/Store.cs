using Microsoft.Data.Sqlite;

namespace RecoverySite.Web.Tests;

/// <summary>Asks a site's SQLite file itself, past everything of ours.</summary>
internal sealed class Store(string dataFolder)
{
    public long Count(string table) => (long)Ask($"SELECT count(*) FROM {table}")!;

    public string Text(string sql) => Ask(sql)!.ToString()!;

    public void Do(string sql) => Ask(sql);

    private object? Ask(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "recoverysite.db")};Pooling=False;Mode=ReadWrite");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
