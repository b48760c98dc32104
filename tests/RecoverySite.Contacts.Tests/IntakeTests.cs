using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Tests.Store;

namespace RecoverySite.Contacts.Tests;

public sealed class IntakeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly TestStore test = new();

    public void Dispose() => test.Dispose();

    private static CallForm Form(string key, string number = "216-555-0123") =>
        new(key, PhoneNumber.Parse(number)!, number, "Sam", false, true, null, null, "America/New_York", "Hello", null, null);

    private Task<List<CallRequest>> RequestsAsync() =>
        test.Store.ReadAsync(db => db.CallRequests.Include(r => r.Submissions).OrderBy(r => r.OpenedAt).ToListAsync(), default);

    [Fact]
    public async Task A_form_opens_a_request_with_its_consent_and_its_audit_entry()
    {
        var submission = await test.ReceiveAsync(Form("k1"), Now);

        var request = Assert.Single(await RequestsAsync());
        Assert.Equal(("+12165550123", Now, Now, true, false), (request.Number, request.OpenedAt, request.WaitingSince, request.IsOpen, request.IsHeld));
        Assert.Equal(submission.Id, Assert.Single(request.Submissions).Id);
        Assert.Equal("You ask us to call.", test.Sql("SELECT t.Text FROM Consents c JOIN ConsentTexts t ON t.Hash = c.TextHash"));
        Assert.Equal("asked", test.Sql("SELECT Action FROM AuditEntries"));
    }

    [Fact]
    public async Task References_and_receipts_are_random_and_well_formed()
    {
        var one = await test.ReceiveAsync(Form("k1"), Now);
        var two = await test.ReceiveAsync(Form("k2", "216-555-0124"), Now);

        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$", one.Reference);
        Assert.Matches("^[A-Za-z0-9_-]{22}$", one.ReceiptToken);
        Assert.NotEqual(one.ReceiptToken, two.ReceiptToken);
        Assert.NotEqual(one.Reference, two.Reference);
    }

    [Fact]
    public async Task The_same_key_is_the_same_request()
    {
        var first = await test.ReceiveAsync(Form("k1"), Now);
        var again = await test.ReceiveAsync(Form("k1"), Now.AddMinutes(1));

        Assert.Equal(first.ReceiptToken, again.ReceiptToken);
        Assert.Single((await RequestsAsync()).Single().Submissions);
        Assert.Equal(1L, test.Sql("SELECT count(*) FROM AuditEntries"));
    }

    [Fact]
    public async Task Twenty_at_once_with_one_key_are_one_request_and_one_receipt()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => test.ReceiveAsync(Form("k1"), Now))));

        Assert.Single(receipts.Select(r => r.ReceiptToken).Distinct());
        Assert.Equal(1L, test.Sql("SELECT count(*) FROM Submissions"));
    }

    [Fact]
    public async Task The_same_key_with_other_words_is_a_correction_with_the_same_receipt()
    {
        var first = await test.ReceiveAsync(Form("k1"), Now);
        var corrected = await test.ReceiveAsync(Form("k1") with { Name = "Alex", VoicemailIsOk = false }, Now.AddMinutes(2));

        var request = Assert.Single(await RequestsAsync());
        var submission = Assert.Single(request.Submissions);
        Assert.Equal(first.ReceiptToken, corrected.ReceiptToken);
        Assert.Equal(("Alex", false, Now, Now.AddMinutes(2)), (submission.Name, submission.VoicemailIsOk, submission.ReceivedAt, submission.CorrectedAt!.Value));
        Assert.Equal(2L, test.Sql("SELECT count(*) FROM Consents"));
        Assert.Equal("corrected", test.Sql("SELECT Action FROM AuditEntries ORDER BY Id DESC"));
    }

    [Fact]
    public async Task A_corrected_number_leaves_the_wrong_one_to_nobody()
    {
        var first = await test.ReceiveAsync(Form("k1", "216-555-0199"), Now);
        var second = await test.ReceiveAsync(Form("k1", "216-555-0123"), Now.AddMinutes(1));

        var requests = await RequestsAsync();
        var open = Assert.Single(requests, r => r.IsOpen);
        Assert.Equal(first.ReceiptToken, second.ReceiptToken);
        Assert.Equal("+12165550123", open.Number);
        Assert.Equal(Now, open.WaitingSince);
        Assert.Empty(requests.Single(r => !r.IsOpen).Submissions);
        Assert.Equal("corrected to another number", test.Sql($"SELECT Action FROM AuditEntries WHERE CallRequestId <> '{open.Id.ToString().ToUpperInvariant()}' ORDER BY Id DESC"));
    }

    [Fact]
    public async Task A_form_filled_in_again_for_somebody_else_loses_neither_person()
    {
        var mother = await test.ReceiveAsync(Form("k1", "216-555-0123") with { Name = "Maria" }, Now);
        var son = await test.ReceiveAsync(Form("k1", "216-555-0199") with { Name = "Luis" }, Now.AddMinutes(5));

        Assert.NotEqual(mother.ReceiptToken, son.ReceiptToken);
        Assert.Equal(["+12165550123", "+12165550199"], (await RequestsAsync()).Where(r => r.IsOpen).Select(r => r.Number));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 25)]
    public async Task A_form_that_was_withdrawn_or_is_a_day_old_does_not_stand_in_the_way_of_asking_again(bool withdrawn, int hours)
    {
        var first = await test.ReceiveAsync(Form("k1"), Now);
        if (withdrawn)
            await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, first.ReceiptToken, Now.AddMinutes(1), default), default);

        var again = await test.ReceiveAsync(Form("k1"), Now.AddHours(hours));

        Assert.NotEqual(first.ReceiptToken, again.ReceiptToken);
        Assert.Contains(await RequestsAsync(), r => r.IsOpen && r.Submissions.Any(s => s.Id == again.Id));
    }

    [Fact]
    public async Task Sent_again_after_its_chosen_time_has_passed_it_is_no_correction()
    {
        var form = Form("k1") with { CallFrom = Now.AddHours(1), CallUntil = Now.AddHours(2) };
        await test.ReceiveAsync(form, Now);
        await test.ReceiveAsync(form, Now.AddHours(3));

        Assert.Equal(1L, test.Sql("SELECT count(*) FROM AuditEntries"));
    }

    [Fact]
    public async Task Asking_again_joins_the_open_request_and_keeps_its_place()
    {
        var first = await test.ReceiveAsync(Form("k1"), Now);
        var second = await test.ReceiveAsync(Form("k2", "(216) 555 0123"), Now.AddHours(1));

        var request = Assert.Single(await RequestsAsync());
        Assert.Equal(2, request.Submissions.Count);
        Assert.Equal(Now, request.WaitingSince);
        Assert.NotEqual(first.ReceiptToken, second.ReceiptToken);
        Assert.Equal("asked again", test.Sql("SELECT Action FROM AuditEntries ORDER BY Id DESC"));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task The_more_cautious_wish_wins(bool first, bool second, bool result)
    {
        await test.ReceiveAsync(Form("k1") with { VoicemailIsOk = first, MaySayWho = first, TextIsOk = first }, Now);
        await test.ReceiveAsync(Form("k2") with { VoicemailIsOk = second, MaySayWho = second, TextIsOk = second }, Now.AddMinutes(1));

        var request = (await RequestsAsync()).Single();
        Assert.Equal((result, result, result), (request.VoicemailIsOk, request.MaySayWho, request.TextIsOk));
    }

    [Fact]
    public async Task Withdrawing_takes_back_one_form_and_closes_the_request_with_the_last()
    {
        var first = await test.ReceiveAsync(Form("k1"), Now);
        var second = await test.ReceiveAsync(Form("k2"), Now.AddHours(1));

        Assert.True(await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, first.ReceiptToken, Now.AddHours(2), default), default));
        var request = Assert.Single(await RequestsAsync());
        Assert.True(request.IsOpen);
        Assert.Equal(Now.AddHours(1), request.WaitingSince);

        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, second.ReceiptToken, Now.AddHours(3), default), default);
        Assert.Equal(Now.AddHours(3), Assert.Single(await RequestsAsync()).ClosedAt);
    }

    [Fact]
    public async Task After_a_withdrawal_a_new_form_is_a_new_invitation()
    {
        var first = await test.ReceiveAsync(Form("k1"), Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, first.ReceiptToken, Now.AddMinutes(1), default), default);
        await test.ReceiveAsync(Form("k2"), Now.AddMinutes(2));

        var requests = await RequestsAsync();
        Assert.Equal(2, requests.Count);
        Assert.True(requests[1].IsOpen);
    }

    [Fact]
    public async Task An_unknown_receipt_withdraws_nothing()
    {
        await test.ReceiveAsync(Form("k1"), Now);

        Assert.False(await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, "AAAAAAAAAAAAAAAAAAAAAA", Now, default), default));
        Assert.True((await RequestsAsync()).Single().IsOpen);
    }

    [Fact]
    public async Task The_wait_begins_at_the_chosen_time()
    {
        await test.ReceiveAsync(Form("k1") with { CallFrom = Now.AddHours(5), CallUntil = Now.AddHours(8) }, Now);

        Assert.Equal(Now.AddHours(5), (await RequestsAsync()).Single().WaitingSince);
    }

    [Fact]
    public async Task A_chosen_time_that_has_passed_means_as_soon_as_possible()
    {
        await test.ReceiveAsync(Form("k1") with { CallFrom = Now.AddHours(-5), CallUntil = Now }, Now);

        var request = (await RequestsAsync()).Single();
        Assert.Equal(Now, request.WaitingSince);
        Assert.Null(request.Submissions.Single().CallFrom);
    }

    [Fact]
    public async Task A_form_that_looks_like_spam_is_held_and_a_plain_one_frees_the_request()
    {
        await test.ReceiveAsync(Form("k1") with { HeldBecause = "a reason" }, Now);
        Assert.True((await RequestsAsync()).Single().IsHeld);

        await test.ReceiveAsync(Form("k2"), Now.AddMinutes(1));
        Assert.False((await RequestsAsync()).Single().IsHeld);
    }
}
