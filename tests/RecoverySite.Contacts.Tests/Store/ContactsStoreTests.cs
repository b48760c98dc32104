using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests.Store;

public sealed class ContactsStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private static readonly CallForm Form =
        new("k1", PhoneNumber.Parse("216-555-0123")!, "216-555-0123", null, false, false, null, null, "America/New_York", null, null, null);

    private readonly TestStore test = new();

    public void Dispose() => test.Dispose();

    private async Task<string> WriterPragmaAsync(string pragma) =>
        await test.Store.WriteAsync(
            async db =>
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = $"PRAGMA {pragma}";
                return (await command.ExecuteScalarAsync())!.ToString()!;
            },
            default);

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("temp_store", "2")]
    [InlineData("synchronous", "2")]
    [InlineData("secure_delete", "1")]
    [InlineData("foreign_keys", "1")]
    [InlineData("trusted_schema", "0")]
    public async Task The_writer_promises_what_a_receipt_needs(string pragma, string value) =>
        Assert.Equal(value, await WriterPragmaAsync(pragma));

    [Fact]
    public async Task A_file_made_by_another_program_is_turned_to_write_ahead_logging()
    {
        Assert.Equal("delete", test.Sql("PRAGMA journal_mode=DELETE"));
        test.Sql("CREATE TABLE Foreigner (Id INTEGER)");

        Assert.Equal("wal", await WriterPragmaAsync("journal_mode"));
    }

    [Fact]
    public void The_migrations_match_the_model()
    {
        using var db = new ContactsDbContext(new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite("Data Source=:memory:").Options, KeyRing.Create(Now));

        Assert.False(db.Database.HasPendingModelChanges(), "Author one: dotnet run --project tests/RecoverySite.Migrations -- NAME");
    }

    [Fact]
    public async Task A_second_store_on_the_file_finds_what_the_first_acknowledged()
    {
        await test.ReceiveAsync(Form, Now);
        var second = test.Open();

        Assert.Equal(1, await second.ReadAsync(db => db.CallRequests.CountAsync(), default));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET Action = 'x'")]
    [InlineData("DELETE FROM AuditEntries")]
    [InlineData("UPDATE ConsentTexts SET Text = 'x'")]
    [InlineData("DELETE FROM ConsentTexts")]
    [InlineData("UPDATE Consents SET Page = 'x'")]
    public async Task Audit_and_consent_texts_can_only_be_added_to(string sql)
    {
        await test.ReceiveAsync(Form, Now);

        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => test.Sql(sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_the_first_version_is_brought_up_with_everything_in_it_and_its_audit_stays_append_only()
    {
        var options = new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite($"Data Source={test.File};Pooling=False").Options;
        await using (var db = new ContactsDbContext(options, KeyRing.Create(Now)))
            await db.GetService<IMigrator>().MigrateAsync("Initial");
        test.Sql("""
            INSERT INTO CallRequests (Id, Number, OpenedAt, WaitingSince, IsHeld) VALUES ('0199A000-0000-7000-8000-000000000001', '+12165550123', 1, 1, 0);
            INSERT INTO AuditEntries (Id, At, Actor, Action, CallRequestId) VALUES (7, 639000000000000000, 'visitor', 'asked', '0199A000-0000-7000-8000-000000000001');
            """);

        await test.Store.PrepareAsync(default);

        var entry = await test.Store.ReadAsync(db => db.AuditEntries.SingleAsync(), default);
        Assert.Equal((7L, "visitor", "asked"), (entry.Id, entry.Actor, entry.Action));
        Assert.Equal(entry.CallRequestId, (await test.Store.ReadAsync(db => db.CallRequests.SingleAsync(), default)).Id);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => test.Sql("DELETE FROM AuditEntries")).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => test.Sql("UPDATE AuditEntries SET Actor = 'x'")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_halfway_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.WriteAsync<bool>(
            async db =>
            {
                await Intake.ReceiveAsync(db, Form, TestStore.Words, "/request-a-call", Now, default);
                await db.SaveChangesAsync();
                throw new IOException("The disk is full.");
            },
            default));

        Assert.Equal(0L, test.Sql("SELECT count(*) FROM CallRequests"));
        Assert.Equal(0L, test.Sql("SELECT count(*) FROM AuditEntries"));
    }

    [Fact]
    public async Task A_directory_in_place_of_the_file_is_an_unavailable_store_until_it_goes()
    {
        Directory.CreateDirectory(test.File);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.ReceiveAsync(Form, Now));

        Directory.Delete(test.File);
        await test.ReceiveAsync(Form, Now);
        Assert.Equal(1L, test.Sql("SELECT count(*) FROM CallRequests"));
    }

    [Fact]
    public async Task Garbage_over_the_file_is_an_unavailable_store_and_never_a_false_acknowledgement()
    {
        await test.ReceiveAsync(Form, Now);
        File.WriteAllBytes(test.File, [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31 + 7))]);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.ReceiveAsync(Form with { Key = "k2" }, Now));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadAsync(db => db.CallRequests.CountAsync(), default));
    }

    [Fact]
    public async Task A_file_that_vanished_is_not_quietly_made_anew()
    {
        await test.ReceiveAsync(Form, Now);
        File.Delete(test.File);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.ReceiveAsync(Form with { Key = "k2" }, Now));
        Assert.False(File.Exists(test.File));
    }

    [Fact]
    public async Task What_was_committed_to_a_file_that_vanished_meanwhile_is_not_acknowledged()
    {
        await test.ReceiveAsync(Form, Now);
        var (write, letGo) = await HoldAsync();
        File.Delete(test.File);

        letGo.SetResult();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => write);
    }

    /// <summary>A write that stays at the disk until it is let go.</summary>
    private async Task<(Task Write, TaskCompletionSource LetGo)> HoldAsync()
    {
        var begun = new TaskCompletionSource();
        var letGo = new TaskCompletionSource();
        var write = test.Store.WriteAsync(
            async _ =>
            {
                begun.SetResult();
                await letGo.Task;
            },
            default);
        await begun.Task;
        return (write, letGo);
    }

    [Fact]
    public async Task What_waits_by_then_is_committed_together_and_each_gets_its_own_answer()
    {
        await test.Store.PrepareAsync(default);
        var (first, letGo) = await HoldAsync();
        var connections = new ConcurrentBag<object>();

        var writes = Enumerable.Range(0, 40).Select(i => test.Store.WriteAsync(
            async db =>
            {
                connections.Add(db.Database.GetDbConnection());
                return (await Intake.ReceiveAsync(db, Form with { Key = $"k{i}" }, TestStore.Words, "/request-a-call", Now, default)).KeyHash;
            },
            default)).ToList();
        letGo.SetResult();
        await first;

        Assert.Equal(Enumerable.Range(0, 40).Select(i => Submission.HashOf($"k{i}")), await Task.WhenAll(writes));
        Assert.Single(connections.Distinct());
        // One number: each saw what those before it in the same transaction had written.
        Assert.Equal(1L, test.Sql("SELECT count(*) FROM CallRequests"));
        Assert.Equal(40L, test.Sql("SELECT count(*) FROM Submissions"));
    }

    [Fact]
    public async Task A_write_that_fails_takes_none_of_those_beside_it_along()
    {
        await test.Store.PrepareAsync(default);
        var (first, letGo) = await HoldAsync();

        var before = test.ReceiveAsync(Form, Now);
        var failing = test.Store.WriteAsync(
            async db =>
            {
                await Intake.ReceiveAsync(db, Form with { Key = "k2" }, TestStore.Words, "/request-a-call", Now, default);
                await db.SaveChangesAsync();
                throw new InvalidOperationException("It went wrong after it was written.");
            },
            default);
        var refused = test.Store.WriteAsync(db => Intake.ReceiveAsync(db, Form with { Key = "k3" }, TestStore.Unstorable, "/request-a-call", Now, default), default);
        var after = test.ReceiveAsync(Form with { Key = "k4" }, Now);
        letGo.SetResult();
        await first;

        await Assert.ThrowsAsync<StoreUnavailableException>(() => failing);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => refused);
        await Task.WhenAll(before, after);
        Assert.Equal(new[] { "k1", "k4" }.Select(Submission.HashOf).Order(), await test.Store.ReadAsync(db => db.Submissions.Select(s => s.KeyHash).OrderBy(h => h).ToListAsync(), default));
    }

    [Fact]
    public async Task Who_comes_when_a_thousand_wait_is_told_at_once_and_nobody_who_waits_is_lost()
    {
        await test.Store.PrepareAsync(default);
        var (first, letGo) = await HoldAsync();
        var done = 0;
        var writes = Enumerable.Range(0, 1024).Select(_ => test.Store.WriteAsync(
            _ =>
            {
                Interlocked.Increment(ref done);
                return Task.CompletedTask;
            },
            default)).ToList();

        var late = test.ReceiveAsync(Form, Now);
        Assert.True(late.IsFaulted);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => late);
        letGo.SetResult();
        await first;
        await Task.WhenAll(writes);

        Assert.Equal(1024, done);
        await test.ReceiveAsync(Form, Now);
    }

    [Fact]
    public async Task A_write_that_was_called_off_while_it_waited_never_happens()
    {
        await test.Store.PrepareAsync(default);
        var (first, letGo) = await HoldAsync();
        using var cancel = new CancellationTokenSource();
        var happened = false;
        var off = test.Store.WriteAsync(
            _ =>
            {
                happened = true;
                return Task.CompletedTask;
            },
            cancel.Token);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => off);
        letGo.SetResult();
        await first;
        await test.ReceiveAsync(Form, Now);

        Assert.False(happened);
    }

    [Fact]
    public async Task A_crowd_is_answered_and_every_answer_is_in_the_file()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => Task.Run(() => test.ReceiveAsync(Form with { Key = $"crowd{i}", Number = PhoneNumber.Parse($"216-555-0{i % 90 + 100}")! }, Now))));

        Assert.Equal(300, answers.Select(a => a.ReceiptToken).Distinct().Count());
        Assert.Equal(300L, test.Sql("SELECT count(*) FROM Submissions"));
        Assert.Equal(90L, test.Sql("SELECT count(*) FROM CallRequests"));
        Assert.Equal("ok", test.Sql("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_lock_held_by_another_program_ends_in_an_answer_and_then_in_recovery()
    {
        await test.Store.PrepareAsync(default);
        await using (var other = new SqliteConnection($"Data Source={test.File};Pooling=False"))
        {
            await other.OpenAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            await command.ExecuteNonQueryAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(() => test.ReceiveAsync(Form, Now));
        }

        await test.ReceiveAsync(Form, Now);
    }

    [Fact]
    public async Task A_migration_that_was_killed_does_not_lock_the_next_start_out()
    {
        await test.Store.PrepareAsync(default);
        test.Sql("INSERT INTO __EFMigrationsLock VALUES (1, '2026-11-24 15:00:00')");
        var next = test.Open();

        await next.PrepareAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        Assert.Equal(0, await next.ReadAsync(db => db.CallRequests.CountAsync(), default));
    }

    [Fact]
    public void Contacts_knows_no_web_server_and_no_content() =>
        Assert.DoesNotContain(
            typeof(ContactsStore).Assembly.GetReferencedAssemblies(),
            a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || a.Name is "RecoverySite.Content" or "RecoverySite.Web" or "Markdig");

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_an_unavailable_store()
    {
        using var folder = new TemporaryFolder();
        var store = new ContactsStore(folder.File("missing/store.db"), new KeyRingFile(folder.File("ring.json")), TestClock.Open(), NullLogger<ContactsStore>.Instance);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PrepareAsync(default));
    }
}
