using RecoverySite.Contacts.Tests.Store;
using static RecoverySite.Contacts.Tests.DeskSteps;

namespace RecoverySite.Contacts.Tests;

/// <summary>What a visitor does while a request is somebody's, or was: asks again, corrects, withdraws.</summary>
public sealed class VisitorMeanwhileTests : IDisposable
{
    private readonly TestStore test = new();
    private readonly Guid ana, ben;

    public VisitorMeanwhileTests()
    {
        ana = test.Add("ana@example.org");
        ben = test.Add("ben@example.org");
    }

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task Asking_again_brings_a_request_back_before_the_agreed_time()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        await test.RecordAsync(id, ana, CallOutcome.NoAnswer, Now, tryAgainAt: Now.AddDays(1));
        Assert.Null(await test.TakeNextAsync(ben, Now.AddHours(1)));

        await test.AskAsync("216-555-0101", Now.AddHours(1));

        Assert.Equal(id, await test.TakeNextAsync(ben, Now.AddHours(1)));
    }

    [Fact]
    public async Task A_corrected_form_brings_a_request_back_before_the_agreed_time()
    {
        var id = (await test.ReceiveAsync(Form("k1", "216-555-0101"), Now)).CallRequestId;
        await test.ClaimAsync(id, ana, Now);
        await test.RecordAsync(id, ana, CallOutcome.NoAnswer, Now, tryAgainAt: Now.AddDays(1));

        await test.ReceiveAsync(Form("k1", "216-555-0101") with { Note = "I am at my phone now." }, Now.AddHours(1));

        Assert.Equal(id, await test.TakeNextAsync(ben, Now.AddHours(1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Still no call?")]
    public async Task A_form_that_is_sent_again_after_its_request_was_closed_is_a_new_request_and_takes_nothing_from_the_old_one(string? note)
    {
        var first = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await test.ClaimAsync(first.CallRequestId, ana, Now);
        await test.RecordAsync(first.CallRequestId, ana, CallOutcome.NoAnswer, Now);

        var second = await test.ReceiveAsync(Form("k1", "216-555-0101") with { Note = note }, Now.AddHours(2));

        Assert.NotEqual(first.CallRequestId, second.CallRequestId);
        Assert.Equal(second.CallRequestId, await test.TakeNextAsync(ben, Now.AddHours(2)));
        Assert.Equal(first.Id, Assert.Single((await test.RequestAsync(first.CallRequestId)).Submissions).Id);
    }

    [Fact]
    public async Task A_visitor_who_withdraws_meanwhile_is_not_called()
    {
        var submission = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await test.ClaimAsync(submission.CallRequestId, ana, Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, submission.ReceiptToken, Now.AddMinutes(1), default), default);

        Assert.False(await test.DialAsync(submission.CallRequestId, ana, Now.AddMinutes(2)));
        Assert.Null((await test.RequestAsync(submission.CallRequestId)).HolderAt(Now.AddMinutes(2)));
    }

    [Fact]
    public async Task A_closed_request_that_the_visitor_has_withdrawn_since_is_not_opened_again()
    {
        var submission = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await test.ClaimAsync(submission.CallRequestId, ana, Now);
        await test.RecordAsync(submission.CallRequestId, ana, CallOutcome.Reached, Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, submission.ReceiptToken, Now.AddMinutes(1), default), default);

        Assert.False(await test.Store.WriteAsync(
            async db => await Desk.ReopenAsync(db, (await Desk.FindAsync(db, submission.CallRequestId, default))!, ben, Now.AddMinutes(2), default), default));
        Assert.False((await test.RequestAsync(submission.CallRequestId)).IsOpen);
    }

    [Fact]
    public async Task A_request_that_is_somebodys_is_not_held_under_their_hands()
    {
        var clean = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await test.AskAsync("216-555-0101", held: "looks like spam");
        await test.ClaimAsync(clean.CallRequestId, ana, Now);

        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, clean.ReceiptToken, Now.AddMinutes(1), default), default);

        Assert.False((await test.RequestAsync(clean.CallRequestId)).IsHeld);
    }

    [Fact]
    public async Task A_no_to_voicemail_outlives_the_form_that_said_it()
    {
        var id = await test.AskAsync("216-555-0101", voicemail: true);
        var careful = await test.ReceiveAsync(Form("k2", "216-555-0101", voicemail: false), Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, careful.ReceiptToken, Now, default), default);

        Assert.False((await test.RequestAsync(id)).VoicemailIsOk);
    }
}
