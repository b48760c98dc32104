using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Contacts.Tests.Store;

namespace RecoverySite.Contacts.Tests.Protection;

public sealed class KeyRotationTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly TestStore test = new();

    public void Dispose() => test.Dispose();

    private static CallForm Form(int i) =>
        new($"k{i}", PhoneNumber.Parse($"216-555-{i:D4}")!, $"216-555-{i:D4}", $"Sam {i}", false, true, null, null, "America/New_York", null, null, null);

    private async Task ReceiveAsync(int count)
    {
        var staff = StaffMember.Add("ana@example.org", StaffRole.Caller, Now);
        staff.SetAuthenticatorKey("JBSWY3DPEHPK3PXP");
        await test.Store.WriteAsync(
            async db =>
            {
                db.Add(staff);
                await db.SaveChangesAsync();
                for (var i = 0; i < count; i++)
                {
                    var submission = await Intake.ReceiveAsync(db, Form(i), TestStore.Words, "/request-a-call", Now.AddSeconds(i), default);
                    await db.SaveChangesAsync();
                    if (i == 0)
                        Desk.Write(db, (await Desk.FindAsync(db, submission.CallRequestId, default))!, staff.Id, "Call after six.", Now);
                }
            },
            default);
    }

    private static Task<List<string?>> NamesAsync(ContactsStore store) =>
        store.ReadAsync(async db => (await db.Submissions.OrderBy(s => s.ReceivedAt).ToListAsync()).Select(s => s.Name).ToList(), default);

    private static List<string?> AllNames(int count) => [.. Enumerable.Range(0, count).Select(i => $"Sam {i}")];

    [Fact]
    public async Task Everything_is_sealed_anew_and_can_be_read_before_and_after()
    {
        await ReceiveAsync(230);

        var key = await test.Store.AddKeyAsync(default);
        Assert.Equal("k2", key.Id);
        Assert.Equal(AllNames(230), await NamesAsync(test.Store));
        Assert.Equal(462, await KeyRotation.CountLeftAsync(test.Store, default));

        Assert.Equal(462, await KeyRotation.RewriteAsync(test.Store, default));

        Assert.Equal(AllNames(230), await NamesAsync(test.Store));
        Assert.Equal(0, await KeyRotation.CountLeftAsync(test.Store, default));
        Assert.Equal(0, await KeyRotation.RewriteAsync(test.Store, default));
        foreach (var (table, column) in new[] { ("CallRequests", "Number"), ("Submissions", "Number"), ("Submissions", "Name"), ("Submissions", "ReceiptToken"), ("StaffNotes", "Text"), ("StaffMembers", "AuthenticatorKey") })
            Assert.Equal(0L, test.Sql($"SELECT count(*) FROM {table} WHERE {column} NOT LIKE 'v1|k2|%'"));
    }

    [Fact]
    public async Task What_comes_in_meanwhile_is_sealed_with_the_new_key_and_the_number_still_finds_its_request()
    {
        await ReceiveAsync(3);
        await test.Store.AddKeyAsync(default);

        var again = await test.ReceiveAsync(Form(0) with { Key = "another", Name = "Sam again" }, Now.AddMinutes(1));
        await test.ReceiveAsync(Form(77), Now.AddMinutes(2));

        Assert.Equal(4L, test.Sql("SELECT count(*) FROM CallRequests"));
        Assert.Equal(2L, test.Sql($"SELECT count(*) FROM Submissions WHERE CallRequestId = '{again.CallRequestId.ToString().ToUpperInvariant()}'"));
        Assert.Equal("v1|k2|", test.Sql("SELECT substr(Name, 1, 6) FROM Submissions ORDER BY ReceivedAt DESC LIMIT 1"));
    }

    [Fact]
    public async Task A_rotation_that_was_stopped_in_the_middle_leaves_every_row_readable_and_is_taken_up_again()
    {
        await ReceiveAsync(230);
        await test.Store.AddKeyAsync(default);
        using var stop = new CancellationTokenSource();
        var rewriting = Task.Run(() => KeyRotation.RewriteAsync(test.Store, stop.Token));
        while (!rewriting.IsCompleted && test.Sql("SELECT count(*) FROM CallRequests WHERE Number LIKE 'v1|k2|%'") is 0L)
        {
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rewriting);

        var afterRestart = test.Open();
        Assert.Equal(AllNames(230), await NamesAsync(afterRestart));
        Assert.InRange(await KeyRotation.CountLeftAsync(afterRestart, default), 1, 461);
        await KeyRotation.RewriteAsync(afterRestart, default);
        Assert.Equal(0, await KeyRotation.CountLeftAsync(afterRestart, default));
        Assert.Equal(AllNames(230), await NamesAsync(afterRestart));
    }

    [Fact]
    public async Task A_key_that_was_written_but_not_yet_noted_in_the_store_is_the_next_one()
    {
        await ReceiveAsync(1);
        test.Keys.Write(test.Keys.Read()!.WithNewKey(Now));
        var secret = test.Keys.Read()!.Current.Secret;

        var key = await test.Store.AddKeyAsync(default);

        Assert.Equal("k2", key.Id);
        Assert.Equal(secret, key.Secret);
        Assert.Equal(["Sam 0"], await NamesAsync(test.Open()));
    }

    [Fact]
    public async Task A_note_can_be_sealed_anew_and_not_be_changed_otherwise()
    {
        await ReceiveAsync(1);

        foreach (var change in new[] { "Text = 'in the clear'", "By = Id", "At = 1" })
            Assert.Contains("append-only", Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => test.Sql($"UPDATE StaffNotes SET {change}")).Message, StringComparison.Ordinal);
    }
}
