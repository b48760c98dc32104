using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Contacts.Tests.Store;

namespace RecoverySite.Contacts.Tests.Protection;

public sealed class SealedStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);
    private static readonly CallForm Form = new("the-key-of-the-form", PhoneNumber.Parse("216-555-0123 x4711")!, "216 555 0123 ext 4711", "Samantha", false, true, null, null, "America/New_York", "Please ask for my sister", null, null);

    private readonly TestStore test = new();

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task Nothing_that_names_a_person_or_opens_a_receipt_can_be_read_in_the_files()
    {
        var staff = StaffMember.Add("ana@example.org", StaffRole.Caller, Now);
        staff.SetAuthenticatorKey("JBSWY3DPEHPK3PXP");
        var submission = await test.ReceiveAsync(Form, Now);
        await test.Store.WriteAsync(
            async db =>
            {
                db.Add(staff);
                Desk.Write(db, (await Desk.FindAsync(db, submission.CallRequestId, default))!, staff.Id, "Her sister picks up after six.", Now);
            },
            default);

        string[] secrets = ["2165550123", "216 555 0123", "4711", "Samantha", "Please ask", "Her sister", "JBSWY3DPEHPK3PXP", "the-key-of-the-form", submission.ReceiptToken];
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(test.File)!))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var secret in secrets)
                Assert.False(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0, $"\"{secret}\" stands in {Path.GetFileName(file)}");
        }
    }

    [Fact]
    public async Task What_was_sealed_is_read_back_whole()
    {
        var received = await test.ReceiveAsync(Form, Now);

        var read = await test.Open().ReadAsync(db => db.CallRequests.Include(r => r.Submissions).SingleAsync(), default);

        var submission = Assert.Single(read.Submissions);
        Assert.Equal(
            ("+12165550123", "+12165550123", "4711", "216 555 0123 ext 4711", "Samantha", "Please ask for my sister", received.ReceiptToken),
            (read.Number, submission.Number, submission.Extension, submission.NumberAsTyped, submission.Name, submission.Note, submission.ReceiptToken));
    }

    [Fact]
    public async Task A_correction_is_sealed_and_what_was_not_changed_stays_as_it_was()
    {
        await test.ReceiveAsync(Form, Now);
        var (name, note) = (test.Sql("SELECT Name FROM Submissions"), test.Sql("SELECT Note FROM Submissions"));

        await test.ReceiveAsync(Form with { Name = "Sam" }, Now.AddMinutes(1));
        await test.ReceiveAsync(Form with { Name = null }, Now.AddMinutes(2));

        Assert.Equal(note, test.Sql("SELECT Note FROM Submissions"));
        Assert.NotEqual(name, test.Sql("SELECT Name FROM Submissions"));
        Assert.Equal(DBNull.Value, test.Sql("SELECT Name FROM Submissions"));
    }

    [Fact]
    public async Task A_value_moved_into_another_row_is_not_taken_for_that_rows_own_and_the_others_stay_readable()
    {
        await test.ReceiveAsync(Form, Now);
        await test.ReceiveAsync(Form with { Key = "k2", Number = PhoneNumber.Parse("216-555-0199")! }, Now.AddMinutes(1));
        test.Sql("UPDATE CallRequests SET Number = (SELECT Number FROM CallRequests ORDER BY OpenedAt LIMIT 1)");

        var requests = await test.Store.ReadAsync(db => db.CallRequests.OrderBy(r => r.OpenedAt).ToListAsync(), default);

        Assert.Equal([true, false], requests.Select(r => r.IsReadable));
        Assert.Equal(["+12165550123", "(cannot be opened)"], requests.Select(r => r.Number));
        Assert.Equal(1, test.Store.UnreadableRows);
        Assert.Null(test.Store.Trouble);
    }

    [Fact]
    public async Task A_number_in_the_clear_that_somebody_wrote_into_the_file_is_not_dialed()
    {
        await test.ReceiveAsync(Form, Now);
        test.Sql("UPDATE CallRequests SET Number = '+12165550666'");

        Assert.False((await test.Store.ReadAsync(db => db.CallRequests.SingleAsync(), default)).IsReadable);
    }

    [Fact]
    public async Task What_cannot_be_opened_is_left_as_it_is_while_the_rest_of_its_row_is_changed()
    {
        const string Damaged = "v1|k1|AAAA|AAAA|AAAA";
        var submission = await test.ReceiveAsync(Form, Now);
        test.Sql($"UPDATE CallRequests SET Number = '{Damaged}'; UPDATE Submissions SET Name = '{Damaged}'");

        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, submission.ReceiptToken, Now.AddMinutes(1), default), default);
        await test.Store.AddKeyAsync(default);
        await KeyRotation.RewriteAsync(test.Store, default);

        Assert.Equal((Damaged, Damaged), (test.Sql("SELECT Number FROM CallRequests"), test.Sql("SELECT Name FROM Submissions")));
        var read = await test.Store.ReadAsync(db => db.CallRequests.Include(r => r.Submissions).WithNumber(db, "+12165550123").SingleAsync(), default);
        Assert.Equal((false, false, "Please ask for my sister"), (read.IsOpen, read.Submissions[0].IsLive, read.Submissions[0].Note));
    }

    [Fact]
    public async Task Whoever_sends_a_form_again_that_cannot_be_read_any_more_is_taken_in_anew_with_the_same_request()
    {
        var first = await test.ReceiveAsync(Form, Now);
        test.Sql("UPDATE Submissions SET ReceiptToken = 'v1|k1|AAAA|AAAA|AAAA'");

        var second = await test.ReceiveAsync(Form, Now.AddMinutes(1));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first.CallRequestId, second.CallRequestId);
        Assert.False(Unreadable.Is(second.ReceiptToken));
    }

    [Fact]
    public async Task A_correction_to_a_request_whose_number_cannot_be_read_is_taken()
    {
        await test.ReceiveAsync(Form, Now);
        test.Sql("UPDATE CallRequests SET Number = 'v1|k1|AAAA|AAAA|AAAA'");

        var corrected = await test.ReceiveAsync(Form with { Note = "After six, please" }, Now.AddMinutes(1));

        var request = await test.Store.ReadAsync(db => db.CallRequests.Include(r => r.Submissions).SingleAsync(), default);
        Assert.Equal((true, corrected.Id, "After six, please"), (request.IsOpen, request.Submissions[0].Id, request.Submissions[0].Note));
    }

    [Fact]
    public async Task A_second_factor_that_cannot_be_opened_lets_nobody_in()
    {
        var staff = StaffMember.Add("ana@example.org", StaffRole.Caller, Now);
        staff.SetAuthenticatorKey("JBSWY3DPEHPK3PXP");
        await test.Store.WriteAsync(db => Task.FromResult(db.Add(staff)), default);
        test.Sql("UPDATE StaffMembers SET AuthenticatorKey = 'v1|k1|AAAA|AAAA|AAAA'");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => test.Store.ReadAsync(db => db.StaffMembers.SingleAsync(), default));

        Assert.Equal("A row was changed past this program, or belongs to another key ring: it cannot be opened.", test.Store.Trouble!.Words);
    }

    [Fact]
    public async Task A_store_from_before_there_were_keys_is_sealed_at_the_first_start_with_everything_in_it()
    {
        var options = new DbContextOptionsBuilder<ContactsDbContext>().UseSqlite($"Data Source={test.File};Pooling=False").Options;
        await using (var db = new ContactsDbContext(options, KeyRing.Create(Now)))
            await db.GetService<IMigrator>().MigrateAsync("DeskOpens");
        const string request = "0199A000-0000-7000-8000-000000000001", form = "0199A000-0000-7000-8000-000000000002", staff = "0199A000-0000-7000-8000-000000000003";
        test.Sql($"""
            INSERT INTO CallRequests (Id, Number, OpenedAt, WaitingSince, IsHeld, IsVouchedFor) VALUES ('{request}', '+12165550123', 1, 1, 0, 0);
            INSERT INTO Submissions (Id, CallRequestId, Key, ReceiptToken, Reference, ReceivedAt, Number, NumberAsTyped, Name, VoicemailIsOk, TimeZone)
                VALUES ('{form}', '{request}', 'the-key-of-the-form', 'the-old-receipt', '7KQF-2M9X', 1, '+12165550123', '216 555 0123', 'v1|Samantha', 1, 'America/New_York');
            INSERT INTO StaffMembers (Id, Email, NormalizedEmail, Name, Role, AddedAt, SecurityStamp, AuthenticatorKey, HasSecondFactor, LastCodeStep, RecoveryCodeHashes, Version)
                VALUES ('{staff}', 'ana@example.org', 'ANA@EXAMPLE.ORG', 'Ana', 'Caller', 1, 's', 'JBSWY3DPEHPK3PXP', 1, 0, '[]', 'v');
            INSERT INTO StaffNotes (Id, CallRequestId, By, At, Text) VALUES ('0199A000-0000-7000-8000-000000000004', '{request}', '{staff}', 1, 'Her sister picks up after six.');
            UPDATE Submissions SET Name = 'Samantha';
            """);

        Assert.True(await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, "the-old-receipt", Now, default), default));

        Assert.Equal(("Samantha", "JBSWY3DPEHPK3PXP", "Her sister picks up after six."), await test.Store.ReadAsync(
            async db => ((await db.Submissions.SingleAsync()).Name, (await db.StaffMembers.SingleAsync()).AuthenticatorKey, (await db.StaffNotes.SingleAsync()).Text), default));
        Assert.Equal(1, await test.Store.ReadAsync(db => db.CallRequests.WithNumber(db, "+12165550123").CountAsync(), default));
        Assert.Equal(Submission.HashOf("the-key-of-the-form"), test.Sql("SELECT KeyHash FROM Submissions"));
        var bytes = await File.ReadAllBytesAsync(test.File);
        foreach (var secret in new[] { "2165550123", "216 555 0123", "Samantha", "Her sister", "JBSWY3DPEHPK3PXP", "the-old-receipt", "the-key-of-the-form" })
            Assert.False(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0, $"\"{secret}\" is left in the file");
    }

    [Fact]
    public async Task Without_its_ring_the_store_is_closed_and_no_new_ring_is_made_in_its_place()
    {
        await test.ReceiveAsync(Form, Now);
        File.Move(test.Keys.Path, test.Keys.Path + ".elsewhere");
        var store = test.Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAsync(db => db.CallRequests.CountAsync(), default));
        Assert.Equal("The key ring is missing. Put a copy of it in its place.", store.Trouble!.Words);
        Assert.False(File.Exists(test.Keys.Path));

        File.Move(test.Keys.Path + ".elsewhere", test.Keys.Path);
        Assert.Equal(1, await store.ReadAsync(db => db.CallRequests.CountAsync(), default));
    }

    [Fact]
    public async Task The_ring_of_another_store_is_refused()
    {
        await test.ReceiveAsync(Form, Now);
        test.Keys.Write(KeyRing.Create(Now));
        var store = test.Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PrepareAsync(default));

        Assert.Equal("The key ring belongs to another store. Put the ring of this one in its place.", store.Trouble!.Words);
    }

    [Fact]
    public async Task A_copy_of_the_ring_from_before_the_last_key_is_refused()
    {
        await test.ReceiveAsync(Form, Now);
        var copy = test.Keys.Read()!;
        await test.Store.AddKeyAsync(default);
        test.Keys.Write(copy);
        var store = test.Open();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PrepareAsync(default));

        Assert.Equal("The key ring lacks the key k2: it is older than the store. Put the latest copy in its place.", store.Trouble!.Words);
    }
}
