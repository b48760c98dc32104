using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Benchmarks.Store;

/// <summary>What is measured. Each round begins with an empty folder and a moment that does not count.</summary>
internal static class Contenders
{
    private const string Payload = "One row of about 650 bytes, as a request for a call with its sealed columns is. ";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    private static string Text { get; } = string.Concat(Enumerable.Repeat(Payload, 8));

    /// <summary>4 KiB at the end of a file, and the disk's word that they are there.</summary>
    public static async Task<Rates> DiskAsync(string folder, TimeSpan time)
    {
        using var file = File.OpenHandle(Path.Combine(folder, "file"), FileMode.CreateNew, FileAccess.Write);
        var (block, end) = (new byte[4096], 0L);
        return await Rates.MeasureAsync(1, time, () =>
        {
            RandomAccess.Write(file, block, end);
            RandomAccess.FlushToDisk(file);
            end += block.Length;
            return Task.CompletedTask;
        });
    }

    public static async Task<Rates> FrameworkAsync(string folder, TimeSpan time)
    {
        await using var connection = await OpenAsync(folder);
        var options = new DbContextOptionsBuilder<Rows>().UseSqlite(connection).Options;
        return await WarmAsync(1, time, async () =>
        {
            await using var db = new Rows(options);
            db.Add(new Row { Text = Text });
            await db.SaveChangesAsync();
        });
    }

    public static async Task<Rates> PlainAsync(string folder, TimeSpan time)
    {
        await using var connection = await OpenAsync(folder);
        await using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO Row (Text) VALUES ($text)";
        insert.Parameters.AddWithValue("$text", Text);
        return await WarmAsync(1, time, insert.ExecuteNonQueryAsync);
    }

    /// <summary>The least that our store can be asked: one row.</summary>
    public static async Task<Rates> OneRowAsync(string folder, int writers, TimeSpan time, TimeProvider clock)
    {
        using var store = Open(folder, clock);
        var last = 0;
        return await WarmAsync(writers, time, () =>
        {
            var row = ConsentText.Of(Interlocked.Increment(ref last).ToString(CultureInfo.InvariantCulture), Text, "Ask");
            return store.WriteAsync(db => Task.FromResult(db.Add(row)), default);
        });
    }

    /// <summary>What the page of the form does: request, sealed form, consent, notice and audit entry, each for another number.</summary>
    public static async Task<Rates> RequestAsync(string folder, int writers, TimeSpan time, TimeProvider clock)
    {
        using var store = Open(folder, clock);
        var words = ConsentText.Of("v1", "You ask us to call.", "Ask");
        var last = 0;
        return await WarmAsync(writers, time, () =>
        {
            var typed = $"+44 20 {Interlocked.Increment(ref last):0000 0000}";
            var form = new CallForm(typed, PhoneNumber.Parse(typed)!, typed, "Sam Example", false, true, null, null, "Europe/London", "Evenings are best, after seven.", "/heroin/cravings", null);
            return Intake.ReceiveAsync(store, form, words, "/request-a-call", clock.GetUtcNow(), default);
        });
    }

    private static async Task<Rates> WarmAsync(int writers, TimeSpan time, Func<Task> writeAsync)
    {
        // One alone first: a crowd would not have the patience that the very first write takes.
        await Rates.MeasureAsync(1, WarmUp, writeAsync);
        await Rates.MeasureAsync(writers, WarmUp, writeAsync);
        return await Rates.MeasureAsync(writers, time, writeAsync);
    }

    private static ContactsStore Open(string folder, TimeProvider clock) =>
        new(Path.Combine(folder, "store.db"), new KeyRingFile(Path.Combine(folder, "keys", "ring.json")), clock, NullLogger<ContactsStore>.Instance);

    private static async Task<SqliteConnection> OpenAsync(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "rows.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE Row (Id INTEGER PRIMARY KEY, Text TEXT NOT NULL)";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private sealed class Row
    {
        public long Id { get; init; }
        public required string Text { get; init; }
    }

    private sealed class Rows(DbContextOptions<Rows> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>();
    }
}
