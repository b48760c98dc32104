using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Protection;

/// <summary>
/// Seals with the current key what an earlier key has sealed, a few rows at a time between other writes. Every row can be
/// read before, during and after, because the ring keeps the earlier keys. Safe to stop anywhere, and to repeat.
/// </summary>
public static class KeyRotation
{
    private const int RowsAtOnce = 100;

    /// <returns>How many rows were sealed anew.</returns>
    /// <exception cref="StoreUnavailableException"/>
    public static async Task<int> RewriteAsync(ContactsStore store, CancellationToken cancel) =>
        await RewriteAsync<CallRequest>(store, cancel)
        + await RewriteAsync<Submission>(store, cancel)
        + await RewriteAsync<StaffNote>(store, cancel)
        + await RewriteAsync<StaffMember>(store, cancel);

    /// <summary>How many rows an earlier key has sealed.</summary>
    /// <exception cref="StoreUnavailableException"/>
    public static Task<long> CountLeftAsync(ContactsStore store, CancellationToken cancel) =>
        store.ReadAsync(
            async db =>
            {
                var left = 0L;
                foreach (var (_, table, columns) in SealedColumns.Tables(db.Model))
                    left += (await AskAsync(db, $"SELECT count(*) FROM {table} WHERE {IsEarlier(columns)}", row => row.GetInt64(0), "", cancel)).Single();
                return left;
            },
            cancel);

    private static async Task<int> RewriteAsync<T>(ContactsStore store, CancellationToken cancel)
        where T : class
    {
        var (total, last) = (0, "");
        while (true)
        {
            // Looked for beside the forms: most days there is nothing to find, and all rows are walked through for it.
            var few = await store.ReadAsync(
                db =>
                {
                    var (_, table, columns) = SealedColumns.Tables(db.Model).Single(t => t.Entity == typeof(T));
                    return AskAsync(db, $"SELECT Id FROM {table} WHERE Id > $last AND ({IsEarlier(columns)}) ORDER BY Id LIMIT {RowsAtOnce}", row => row.GetString(0), last, cancel);
                },
                cancel);
            var ids = few.Select(Guid.Parse).ToList();
            // Loading opens, saving seals. The append-only trigger of notes lets a value be sealed anew, and nothing else.
            if (ids.Count > 0)
                await store.WriteAsync(db => db.Set<T>().Where(e => ids.Contains(EF.Property<Guid>(e, "Id"))).LoadAsync(cancel), cancel);
            total += few.Count;
            if (few.Count < RowsAtOnce)
                return total;
            last = few[^1];
        }
    }

    private static string IsEarlier(IReadOnlyList<string> columns) => string.Join(" OR ", columns.Select(c => $"\"{c}\" IS NOT NULL AND \"{c}\" NOT LIKE $current || '%'"));

    /// <summary>In SQL because EF Core cannot compare ids; the words are our own, the values are parameters.</summary>
    private static async Task<List<T>> AskAsync<T>(ContactsDbContext db, string sql, Func<DbDataReader, T> read, string last, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction is { } current ? Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(current) : null;
        foreach (var (name, value) in new[] { ("$last", last), ("$current", db.Keys.CurrentPrefix) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            rows.Add(read(reader));
        return rows;
    }
}
