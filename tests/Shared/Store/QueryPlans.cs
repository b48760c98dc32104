using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RecoverySite.Tests.Store;

/// <summary>Hears what a store's file is asked from here on, and has SQLite say how it goes about it.</summary>
internal sealed partial class QueryPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string file;
    private readonly HashSet<string> asked = [];
    private readonly List<IDisposable> heard = [];

    public QueryPlans(string file)
    {
        this.file = file;
        heard.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Each command with each step of its plan.</summary>
    public List<(string Sql, string Step)> Steps
    {
        get
        {
            using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            lock (asked)
                return [.. asked.SelectMany(sql => StepsOf(connection, sql).Select(step => (sql, step)))];
        }
    }

    /// <summary>Commands that walk through one of these tables from end to end, as <c>table: command</c>.</summary>
    public List<string> ScansOf(params string[] tables) =>
        [
            .. from step in Steps
               where Scan().IsMatch(step.Step)
               let alias = Scan().Match(step.Step).Groups["alias"].Value
               // Within a command every table has a name of its own.
               let table = Table().Matches(step.Sql).FirstOrDefault(m => m.Groups["alias"].Value == alias)?.Groups["table"].Value
               where tables.Contains(table)
               select $"{table}: {step.Sql}",
        ];

    public void Dispose()
    {
        foreach (var one in heard.ToList())
            one.Dispose();
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
            heard.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        // Every store of the process is heard.
        if (value.Value is not CommandEventData { Command: { Connection: SqliteConnection connection } command } || Path.GetFullPath(connection.DataSource) != Path.GetFullPath(file))
            return;
        if (!Asking().IsMatch(command.CommandText))
            return;
        lock (asked)
            asked.Add(command.CommandText);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static List<string> StepsOf(SqliteConnection connection, string sql)
    {
        using var explain = connection.CreateCommand();
        explain.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Parameter().Matches(sql).Select(m => m.Value).Distinct())
            explain.Parameters.AddWithValue(name, DBNull.Value);
        using var rows = explain.ExecuteReader();
        var steps = new List<string>();
        while (rows.Read())
            steps.Add(rows.GetString(3));
        return steps;
    }

    [GeneratedRegex(@"^\s*(?:SELECT|UPDATE|DELETE)\b")]
    private static partial Regex Asking();

    [GeneratedRegex("\"(?<table>\\w+)\" AS \"(?<alias>\\w+)\"")]
    private static partial Regex Table();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^SCAN (?<alias>\w+)")]
    private static partial Regex Scan();
}
