using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Store;

/// <summary>
/// New rows written past the change tracker, which takes several times as long as they do: into the tables and columns of EF's model, with
/// its conversions, by statements that are prepared once for each connection.
/// </summary>
internal static class PreparedInserts
{
    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<Type, Insert>> OfConnection = [];

    /// <exception cref="SqliteException"/>
    public static void Run(ContactsDbContext db, object row)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var inserts = OfConnection.GetOrCreateValue(connection);
        if (!inserts.TryGetValue(row.GetType(), out var insert))
            inserts.Add(row.GetType(), insert = new Insert(db.Model.FindEntityType(row.GetType())!, connection));
        insert.Run(row, db.Keys, (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction());
    }

    private sealed class Insert
    {
        private readonly SqliteCommand command;
        private readonly (SqliteParameter Parameter, Func<object, KeyRing, object?> ValueOf)[] columns;

        public Insert(IEntityType entity, SqliteConnection connection)
        {
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
            IProperty[] properties = [.. entity.GetProperties().Where(p => !IsNumberedByStore(p))];
            columns = [.. properties.Select((p, i) => (new SqliteParameter { ParameterName = $"$p{i}" }, ValueOf(p)))];
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of our own model.
            command.CommandText = $"""
                INSERT INTO "{table.Name}" ({string.Join(", ", properties.Select(p => $"\"{p.GetColumnName(table)}\""))})
                VALUES ({string.Join(", ", columns.Select(c => c.Parameter.ParameterName))})
                """;
#pragma warning restore CA2100
            command.Parameters.AddRange(columns.Select(c => c.Parameter));
        }

        public void Run(object row, KeyRing keys, SqliteTransaction? transaction)
        {
            command.Transaction = transaction;
            foreach (var (parameter, valueOf) in columns)
                parameter.Value = valueOf(row, keys) ?? DBNull.Value;
            command.ExecuteNonQuery();
        }

        private static bool IsNumberedByStore(IProperty property) => property.ValueGenerated != ValueGenerated.Never && property.ClrType == typeof(long);

        private static Func<object, KeyRing, object?> ValueOf(IProperty property)
        {
            if (property.PropertyInfo is not { } clr)
                return SealedColumns.ValueOf(property);
            return property.GetTypeMapping().Converter is { } converter
                ? (row, _) => converter.ConvertToProvider(clr.GetValue(row))
                : (row, _) => clr.GetValue(row);
        }
    }
}
