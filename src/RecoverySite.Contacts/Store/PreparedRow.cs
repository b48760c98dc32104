using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts.Store;

/// <summary>
/// A new row that is written past the change tracker, which takes several times as long as the row does: into the table and columns of
/// EF's model, with its conversions, by a statement that is prepared once for each connection. What each column holds is made, and sealed,
/// before the row is anywhere near the store.
/// </summary>
internal sealed class PreparedRow
{
    private static readonly ConcurrentDictionary<Type, Statement> Statements = new();

    private readonly Statement statement;
    private readonly object[] values;

    private PreparedRow(Statement statement, object[] values) => (this.statement, this.values) = (statement, values);

    /// <exception cref="InvalidOperationException">A column that holds something always would hold nothing.</exception>
    public static PreparedRow Of(object row, KeyRing keys)
    {
        var statement = Statements.GetOrAdd(row.GetType(), type => PreparedCommands.Of(db => new Statement(db.Model.FindEntityType(type)!)));
        return new PreparedRow(statement, statement.ValuesOf(row, keys));
    }

    /// <exception cref="SqliteException"/>
    public void Insert(SqliteTransaction transaction) => transaction.Prepared(statement.Sql, values).ExecuteNonQuery();

    private sealed class Statement
    {
        private readonly (IProperty Property, Func<object, KeyRing, object?> ValueOf)[] columns;

        public Statement(IEntityType entity)
        {
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
            columns = [.. entity.GetProperties().Where(p => !IsNumberedByStore(p)).Select(p => (p, ValueOf(p)))];
            Sql = $"""
                INSERT INTO "{table.Name}" ({string.Join(", ", columns.Select(c => $"\"{c.Property.GetColumnName(table)}\""))})
                VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})
                """;
        }

        public string Sql { get; }

        public object[] ValuesOf(object row, KeyRing keys)
        {
            var values = new object[columns.Length];
            for (var i = 0; i < columns.Length; i++)
            {
                var value = columns[i].ValueOf(row, keys);
                // Refused here, it is refused alone: in the store it would fail for all whom it is committed with.
                if (value is null && !columns[i].Property.IsNullable)
                    throw new InvalidOperationException($"A row of {columns[i].Property.DeclaringType.DisplayName()} has no {columns[i].Property.Name}.");
                values[i] = value ?? DBNull.Value;
            }
            return values;
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
