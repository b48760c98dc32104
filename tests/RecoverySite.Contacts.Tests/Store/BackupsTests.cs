using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Tests.Store;

public sealed class BackupsTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly TestStore test = new();
    private readonly Backups backups;

    public BackupsTests() => backups = new Backups(Folder, test.File);

    public void Dispose() => test.Dispose();

    private string Folder => Path.Combine(Path.GetDirectoryName(test.File)!, "backups");

    private static CallForm Form(string key, string number = "216-555-0123") =>
        new(key, PhoneNumber.Parse(number)!, number, "Samantha", false, true, null, null, "America/New_York", null, null, null);

    private static Task<List<string>> NumbersAsync(ContactsStore store) =>
        store.ReadAsync(async db => (await db.CallRequests.OrderBy(r => r.OpenedAt).ToListAsync()).Select(r => r.Number).ToList(), default);

    [Fact]
    public async Task A_backup_is_sealed_closed_to_others_and_leaves_nothing_else_behind()
    {
        await test.ReceiveAsync(Form("k1"), Now);

        var backup = await backups.MakeAsync(test.Store, Now, default);

        Assert.Equal(Path.Combine(Folder, "recoverysite-20261124T150000Z.backup"), backup.File);
        Assert.Equal([backup.File], Directory.GetFiles(Folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup.File));
        var bytes = await File.ReadAllBytesAsync(backup.File);
        Assert.Equal(backup.Bytes, bytes.Length);
        foreach (var word in new[] { "SQLite format", "America/New_York", "CallRequests", "Samantha" })
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) < 0, $"\"{word}\" can be read in the backup");
    }

    [Fact]
    public async Task A_store_that_was_lost_comes_back_with_everything_that_the_backup_saw()
    {
        var kept = await test.ReceiveAsync(Form("k1"), Now);
        var backup = await backups.MakeAsync(test.Store, Now, default);
        await test.ReceiveAsync(Form("k2", "216-555-0124"), Now.AddMinutes(1));
        test.Store.Dispose();
        File.Delete(test.File);

        var (replaced, requests) = await backups.RestoreAsync(backup.File, test.Keys.Read()!, Now.AddHours(1), default);

        Assert.Equal((null, 1), (replaced, requests));
        var again = test.Open();
        Assert.Equal(["+12165550123"], await NumbersAsync(again));
        Assert.True(await again.WriteAsync(db => Intake.WithdrawAsync(db, kept.ReceiptToken, Now.AddHours(1), default), default));
    }

    [Fact]
    public async Task A_log_that_a_lost_store_left_behind_is_not_played_into_what_takes_its_place()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        var backup = await backups.MakeAsync(test.Store, Now, default);
        using var reader = new SqliteConnection($"Data Source={test.File};Pooling=False");
        await reader.OpenAsync();
        await test.ReceiveAsync(Form("k2", "216-555-0124"), Now.AddMinutes(1));
        Assert.True(new FileInfo(test.File + "-wal").Length > 0);
        File.Delete(test.File);

        await backups.RestoreAsync(backup.File, test.Keys.Read()!, Now.AddHours(1), default);

        Assert.Equal(["+12165550123"], await NumbersAsync(test.Open()));
    }

    [Fact]
    public async Task What_a_restore_replaces_is_kept_beside_it()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        var backup = await backups.MakeAsync(test.Store, Now, default);
        await test.ReceiveAsync(Form("k2", "216-555-0124"), Now.AddMinutes(1));
        test.Store.Dispose();

        var (replaced, _) = await backups.RestoreAsync(backup.File, test.Keys.Read()!, Now.AddHours(1), default);

        Assert.Equal(test.File + ".replaced-20261124T160000Z", replaced);
        using (var restored = test.Open())
            Assert.Equal(["+12165550123"], await NumbersAsync(restored));
        File.Move(replaced!, test.File, overwrite: true);
        using var before = test.Open();
        Assert.Equal(["+12165550123", "+12165550124"], await NumbersAsync(before));
    }

    [Fact]
    public async Task A_backup_that_was_changed_or_belongs_to_another_ring_replaces_nothing()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        var backup = await backups.MakeAsync(test.Store, Now, default);
        var bytes = await File.ReadAllBytesAsync(backup.File);
        bytes[^100] ^= 1;
        var changed = Path.Combine(Folder, "changed");
        await File.WriteAllBytesAsync(changed, bytes);

        await Assert.ThrowsAsync<BackupException>(() => backups.RestoreAsync(changed, test.Keys.Read()!, Now, default));
        await Assert.ThrowsAsync<BackupException>(() => backups.RestoreAsync(backup.File, KeyRing.Create(Now), Now, default));

        Assert.Equal(["+12165550123"], await NumbersAsync(test.Open()));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(test.File)!, "*.restored"));
    }

    [Fact]
    public async Task A_restore_that_was_stopped_before_its_last_step_is_finished_at_the_next_start()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        test.Store.Dispose();
        File.Move(test.File, test.File + ".restored");

        Assert.Equal(["+12165550123"], await NumbersAsync(test.Open()));
    }

    [Fact]
    public async Task Whoever_was_erased_after_the_backup_does_not_come_back_with_it_unless_they_asked_again()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        await test.ReceiveAsync(Form("k2", "216-555-0124"), Now);
        var backup = await backups.MakeAsync(test.Store, Now.AddMinutes(1), default);
        await test.Store.WriteAsync(
            async db =>
            {
                var found = (await Erasure.FindAsync(db, "216-555-0123", default))!;
                await Erasure.EraseAsync(db, "216-555-0123", found.Fingerprint, Guid.Empty, Now.AddMinutes(2), default);
            },
            default);
        test.Store.Dispose();

        var (_, requests) = await backups.RestoreAsync(backup.File, test.Keys.Read()!, Now.AddHours(1), default);

        Assert.Equal(1, requests);
        var again = test.Open();
        Assert.Equal(["+12165550124"], await NumbersAsync(again));
        Assert.Equal(0, await again.ReadAsync(db => db.Submissions.CountAsync(s => s.KeyHash == Submission.HashOf("k1")), default));
    }

    [Fact]
    public async Task Each_is_kept_for_two_days_then_one_a_day_for_thirty_and_the_last_one_for_ever()
    {
        Directory.CreateDirectory(Folder);
        for (var hours = 0; hours < 24 * 40; hours++)
            await File.WriteAllTextAsync(Path.Combine(Folder, $"recoverysite-{Now.AddHours(-hours):yyyyMMdd'T'HHmmss'Z'}.backup"), "");

        backups.Thin(Now);

        var all = backups.All();
        Assert.Equal(49, all.Count(b => b.MadeAt >= Now.AddHours(-48)));
        Assert.Equal(28, all.Count(b => b.MadeAt < Now.AddHours(-48)));
        Assert.All(all, b => Assert.True(b.MadeAt >= Now.AddDays(-30)));
        backups.Thin(Now.AddYears(1));
        Assert.Equal(Now, Assert.Single(backups.All()).MadeAt);
    }

    [Fact]
    public async Task A_backup_leaves_the_earlier_ones_and_other_files_alone_and_clears_up_after_one_that_was_killed()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        var first = await backups.MakeAsync(test.Store, Now, default);
        var killed = first.File + ".copy";
        var others = Path.Combine(Folder, "notes.txt");
        await File.WriteAllTextAsync(killed, "");
        await File.WriteAllTextAsync(others, "");

        var second = await backups.MakeAsync(test.Store, Now.AddHours(1), default);

        Assert.Equal(new[] { first.File, second.File, others }.Order(), Directory.GetFiles(Folder).Order());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_named()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        var inTheWay = new Backups(test.File, test.File);

        var failed = await Assert.ThrowsAsync<BackupException>(() => inTheWay.MakeAsync(test.Store, Now, default));

        Assert.Equal($"No backup could be made in {test.File} (IOException).", failed.Message);
    }
}
