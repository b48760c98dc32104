using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Store;

/// <summary>Commands that a connection keeps, parsed once, for what is written so often that asking EF each time takes longer than the store does.</summary>
internal static class PreparedCommands
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> OfConnection = [];

    /// <summary>What EF knows without a store: its model, and the words of a query.</summary>
    public static T Of<T>(Func<ContactsDbContext, T> look)
    {
        using var db = new ContactsDbContext(new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite().Options, KeyRing.Create(default));
        return look(db);
    }

    /// <param name="sql">With parameters <c>@p0</c>, <c>@p1</c> and so on.</param>
    public static SqliteCommand Prepared(this SqliteTransaction transaction, string sql, params ReadOnlySpan<object> values)
    {
        var commands = OfConnection.GetOrCreateValue(transaction.Connection!);
        if (!commands.TryGetValue(sql, out var command))
        {
            command = transaction.Connection!.CreateCommand();
#pragma warning disable CA2100 // Names of our own model; every value is a parameter.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            commands.Add(sql, command);
        }
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command;
    }
}
