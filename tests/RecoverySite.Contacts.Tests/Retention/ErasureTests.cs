using System.Text;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Tests.Store;

namespace RecoverySite.Contacts.Tests.Retention;

public sealed class ErasureTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);
    private static readonly Guid Ana = Guid.NewGuid();

    private readonly TestStore test = new();

    public void Dispose() => test.Dispose();

    private static CallForm Form(string key, string number = "216-555-0123") =>
        new(key, PhoneNumber.Parse(number)!, number, "Samantha", false, true, null, null, "America/New_York", "Please ask for my sister", null, null);

    private Task<Erasable?> FindAsync(string typed) => test.Store.ReadAsync(db => Erasure.FindAsync(db, typed, default), default);

    private Task<AuditEntry?> EraseAsync(string typed, string fingerprint) =>
        test.Store.WriteAsync(db => Erasure.EraseAsync(db, typed, fingerprint, Ana, Now.AddHours(1), default), default);

    [Fact]
    public async Task A_person_is_found_by_their_number_in_any_shape_and_by_a_reference_read_out_on_the_phone()
    {
        var submission = await test.ReceiveAsync(Form("k1"), Now);
        await test.ReceiveAsync(Form("k2"), Now.AddMinutes(1));
        await test.ReceiveAsync(Form("k3", "216-555-0199"), Now);

        foreach (var typed in new[] { "216-555-0123", "(216) 555 0123", "+12165550123", submission.Reference, submission.Reference.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant() })
        {
            var found = await FindAsync(typed);
            Assert.Equal(("+12165550123", 1, 2, 0, 0), (found!.Number, found.Requests.Count, found.Forms, found.Calls, found.Notes));
        }
        Assert.Equal("1 request, 2 forms, no calls, no notes", Erasure.Words((await FindAsync("216-555-0123"))!));
        foreach (var typed in new[] { "", "216-555-0777", "0000-0000", "Samantha" })
            Assert.Null(await FindAsync(typed));
    }

    [Fact]
    public async Task Everything_of_one_person_goes_nobody_elses_does_and_not_a_byte_is_left()
    {
        var submission = await test.ReceiveAsync(Form("k1"), Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, submission.ReceiptToken, Now, default), default);
        await test.ReceiveAsync(Form("k2"), Now.AddMinutes(1));
        await test.ReceiveAsync(Form("k3", "216-555-0199"), Now);
        var values = new[] { "Number", "Name", "Note", "NumberAsTyped", "ReceiptToken", "Reference", "KeyHash" }
            .Select(column => (string)test.Sql($"SELECT {column} FROM Submissions WHERE Reference = '{submission.Reference}'")!).ToList();

        var receipt = await EraseAsync("216-555-0123", (await FindAsync("216-555-0123"))!.Fingerprint);
        await test.Store.EmptyLogAsync(default);

        Assert.Equal("erased a person: 2 requests, 2 forms, no calls, no notes", receipt!.Action);
        Assert.Equal(AuditEntry.ActorOf(Ana), receipt.Actor);
        Assert.Null(await FindAsync("216-555-0123"));
        Assert.Equal("+12165550199", (await test.Store.ReadAsync(db => db.CallRequests.SingleAsync(), default)).Number);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(test.File)!))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var value in values)
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)) < 0, $"What was erased is left in {Path.GetFileName(file)}");
        }
    }

    [Fact]
    public async Task What_has_changed_since_it_was_shown_is_shown_again_first()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        var shown = (await FindAsync("216-555-0123"))!.Fingerprint;
        await test.ReceiveAsync(Form("k2"), Now.AddMinutes(1));

        Assert.Null(await EraseAsync("216-555-0123", shown));
        Assert.Null(await EraseAsync("216-555-0777", shown));
        Assert.Equal(2L, test.Sql("SELECT count(*) FROM Submissions"));
    }

    [Fact]
    public async Task Whoever_was_erased_can_ask_again()
    {
        await test.ReceiveAsync(Form("k1"), Now);
        await EraseAsync("216-555-0123", (await FindAsync("216-555-0123"))!.Fingerprint);

        await test.ReceiveAsync(Form("k1"), Now.AddHours(2));

        Assert.Equal(1, (await FindAsync("216-555-0123"))!.Forms);
    }
}
