using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Tests.Store;

public sealed class PreparedRowTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private static readonly CallForm Form = new(
        "k1", PhoneNumber.Parse("216-555-0123 ext. 45")!, "216-555-0123 ext. 45", "Sam Example", true, true, Now.AddHours(2), Now.AddHours(4), "America/New_York", "After seven, please.", "/heroin/cravings", "too fast")
    {
        MaySayWho = true,
        TextIsOk = true,
    };

    private readonly TestStore test = new();

    public void Dispose() => test.Dispose();

    public static TheoryData<string> Tables => ["CallRequests", "Submissions", "Consents", "AuditEntries", "Notices"];

    /// <summary>A form in words that the store does not know yet goes past nothing: EF's tracker saves all that comes of it.</summary>
    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_row_is_what_the_tracker_would_have_made_of_it(string table)
    {
        using var tracked = new TestStore();
        await tracked.ReceiveAsync(Form, Now);
        await test.Store.WriteAsync(db => Intake.KnowAsync(db, TestStore.Words, default), default);
        await test.ReceiveAsync(Form, Now);

        Assert.Equal(Row(tracked, table), Row(test, table));
    }

    [Fact]
    public async Task What_is_sealed_reads_as_it_was_typed()
    {
        await test.Store.WriteAsync(db => Intake.KnowAsync(db, TestStore.Words, default), default);
        await test.ReceiveAsync(Form, Now);

        var request = await test.Store.ReadAsync(db => db.CallRequests.Include(r => r.Submissions).SingleAsync(), default);
        var form = Assert.Single(request.Submissions);
        Assert.Equal(("+12165550123", "+12165550123", "45", "216-555-0123 ext. 45", "Sam Example", "After seven, please."), (request.Number, form.Number, form.Extension, form.NumberAsTyped, form.Name, form.Note));
        Assert.DoesNotContain("Example", (string)test.Sql("SELECT Name FROM Submissions")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_after_a_known_one_is_told_to_the_desk()
    {
        await test.ReceiveAsync(Form, Now);
        var before = test.Store.Changes;
        await test.ReceiveAsync(Form with { Key = "k2", Number = PhoneNumber.Parse("216-555-0124")! }, Now);

        Assert.NotEqual(before, test.Store.Changes);
    }

    [Fact]
    public async Task What_was_inserted_by_a_write_that_fails_is_gone_and_the_next_is_kept()
    {
        await test.ReceiveAsync(Form, Now);
        var next = Form with { Key = "k2", Number = PhoneNumber.Parse("216-555-0124")! };
        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.WriteAsync<bool>(
            async db =>
            {
                await Intake.ReceiveAsync(db, next, TestStore.Words, "/request-a-call", Now, default);
                throw new IOException("The disk is full.");
            },
            default));
        Assert.Equal(1L, test.Sql("SELECT count(*) FROM CallRequests"));

        await test.ReceiveAsync(next, Now);
        Assert.Equal(2L, test.Sql("SELECT count(*) FROM AuditEntries"));
    }

    /// <summary>Its last row cannot be written: the four before it must not stay, nor anything of a form that is committed with it.</summary>
    [Fact]
    public async Task What_fails_halfway_leaves_nothing_and_the_same_form_is_kept_when_it_is_sent_again()
    {
        await test.ReceiveAsync(Form, Now);
        test.Sql("CREATE TRIGGER fails BEFORE INSERT ON Notices BEGIN SELECT RAISE(ABORT, 'no notice'); END");
        var next = Enumerable.Range(2, 3).Select(i => Form with { Key = $"k{i}", Number = PhoneNumber.Parse($"216-555-012{i + 2}")! }).ToList();
        foreach (var answer in next.Select(f => test.ReceiveAsync(f, Now)).ToList())
            await Assert.ThrowsAsync<StoreUnavailableException>(() => answer);
        Assert.Equal("1 1 1 1 1", Counts());

        test.Sql("DROP TRIGGER fails");
        foreach (var form in next)
            await test.ReceiveAsync(form, Now);
        Assert.Equal("4 4 4 4 4", Counts());
    }

    /// <summary>A key is added while the form waits for its turn: what was made ready for it is sealed with the one before, which the ring keeps.</summary>
    [Fact]
    public async Task A_form_made_ready_before_a_new_key_reads_as_it_was_typed()
    {
        await test.ReceiveAsync(Form, Now);
        var gate = new TaskCompletionSource();
        var first = test.Store.WriteAsync(_ => gate.Task, default);
        var key = test.Store.AddKeyAsync(default);
        var receiving = test.ReceiveAsync(Form with { Key = "k2", Number = PhoneNumber.Parse("216-555-0124")! }, Now);
        gate.SetResult();
        await Task.WhenAll(first, key);
        var form = await receiving;

        var kept = await test.Store.ReadAsync(db => db.Submissions.SingleAsync(s => s.Reference == form.Reference), default);
        Assert.Equal(("+12165550124", "Sam Example", form.ReceiptToken), (kept.Number, kept.Name, kept.ReceiptToken));
        Assert.Equal(0, test.Store.UnreadableRows);
    }

    private string Counts() => string.Join(' ', Tables.Select(t => test.Sql($"SELECT count(*) FROM {t.Data}")));

    /// <summary>Column by column with the type that it is stored as. What is random, or sealed with a key of the store's own, counts with its length.</summary>
    private static string[] Row(TestStore store, string table)
    {
        using var connection = new SqliteConnection($"Data Source={store.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the names above.
        command.CommandText = $"SELECT * FROM {table}";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        string[] row = [.. Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}: {reader.GetValue(i).GetType().Name} {(reader.GetValue(i) is var value && IsOwn(reader.GetName(i), value) ? $"of {Length(value)}" : value)}")];
        Assert.False(reader.Read());
        return row;
    }

    private static bool IsOwn(string column, object value) =>
        value is byte[] || Guid.TryParse(value as string, out _) || column is "Number" or "NumberAsTyped" or "Extension" or "Name" or "Note" or "ReceiptToken" or "ReceiptHash" or "Reference";

    private static int Length(object value) => value is byte[] bytes ? bytes.Length : ((string)value).Length;
}
