using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Tests.Store;
using static RecoverySite.Contacts.Tests.DeskSteps;

namespace RecoverySite.Contacts.Tests;

/// <summary>What colleagues leave on record: what came of a call, also late, their looks and their notes.</summary>
public sealed class RecordingTests : IDisposable
{
    private readonly TestStore test = new();
    private readonly Guid ana, ben;

    public RecordingTests()
    {
        ana = test.Add("ana@example.org");
        ben = test.Add("ben@example.org");
    }

    public void Dispose() => test.Dispose();

    [Theory]
    [InlineData(CallOutcome.Reached)]
    [InlineData(CallOutcome.WrongNumber)]
    [InlineData(CallOutcome.AskedNotToBeCalled)]
    public async Task Some_outcomes_end_a_request(CallOutcome outcome)
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        await test.DialAsync(id, ana, Now);

        Assert.True(await test.RecordAsync(id, ana, outcome, Now.AddMinutes(5), tryAgainAt: Now.AddHours(1)));

        var request = await test.RequestAsync(id);
        Assert.Equal((Now.AddMinutes(5), outcome.ToString()), (request.ClosedAt!.Value, request.ClosedBecause.ToString()));
        Assert.Equal(ClaimAnswer.Closed, await test.ClaimAsync(id, ben, Now.AddMinutes(6)));
    }

    [Theory]
    [InlineData(CallOutcome.NoAnswer)]
    [InlineData(CallOutcome.Voicemail)]
    public async Task After_others_it_comes_back_at_the_agreed_time_with_the_wait_that_it_has_had(CallOutcome outcome)
    {
        var first = await test.AskAsync("216-555-0101");
        var second = await test.AskAsync("216-555-0102", Now.AddMinutes(1));
        await test.ClaimAsync(first, ana, Now.AddMinutes(2));
        await test.DialAsync(first, ana, Now.AddMinutes(2));

        await test.RecordAsync(first, ana, outcome, Now.AddMinutes(3), tryAgainAt: Now.AddHours(1));

        Assert.Equal(second, await test.TakeNextAsync(ben, Now.AddMinutes(4)));
        Assert.Null(await test.TakeNextAsync(ana, Now.AddMinutes(4)));
        Assert.Equal(first, await test.TakeNextAsync(ana, Now.AddHours(1)));
        Assert.Equal(Now, (await test.RequestAsync(first)).WaitingSince);
    }

    [Fact]
    public async Task Without_a_time_to_try_again_at_the_request_is_closed()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);

        await test.RecordAsync(id, ana, CallOutcome.NoAnswer, Now);

        Assert.Equal(CloseReason.NoAnswer, (await test.RequestAsync(id)).ClosedBecause);
    }

    [Fact]
    public async Task Where_no_voicemail_is_wanted_none_can_be_reported()
    {
        var id = await test.AskAsync("216-555-0101", voicemail: false);
        await test.ClaimAsync(id, ana, Now);
        await test.DialAsync(id, ana, Now);

        Assert.False(await test.RecordAsync(id, ana, CallOutcome.Voicemail, Now, Now.AddHours(1)));
        Assert.True((await test.RequestAsync(id)).IsOpen);
    }

    [Fact]
    public async Task Whoever_dialled_may_say_what_came_of_it_after_their_claim_ran_out_and_nobody_else_may()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        await test.DialAsync(id, ana, Now);
        Assert.False(await test.RecordAsync(id, ben, CallOutcome.Reached, Now));

        Assert.True(await test.RecordAsync(id, ana, CallOutcome.Reached, Now.AddHours(2)));

        Assert.False((await test.RequestAsync(id)).IsOpen);
        Assert.Equal(ClaimAnswer.Closed, await test.ClaimAsync(id, ben, Now.AddHours(2), knowingly: true));
    }

    [Fact]
    public async Task A_call_that_nobody_recorded_is_not_taken_for_the_one_of_a_later_claim()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        await test.DialAsync(id, ana, Now);
        await test.ClaimAsync(id, ben, Now.AddHours(2), knowingly: true);
        await test.DialAsync(id, ben, Now.AddHours(2));
        await test.RecordAsync(id, ben, CallOutcome.NoAnswer, Now.AddHours(2), tryAgainAt: Now.AddHours(3));
        await test.ClaimAsync(id, ana, Now.AddHours(3));
        Assert.Null((await test.RequestAsync(id)).DialledBy(ana));

        await test.DialAsync(id, ana, Now.AddHours(3));
        Assert.Equal(ClaimAnswer.Taken, await test.ClaimAsync(id, ben, Now.AddHours(4)));
        await test.RecordAsync(id, ana, CallOutcome.Reached, Now.AddHours(4));

        Assert.Equal(
            [(ana, (CallOutcome?)null), (ben, CallOutcome.NoAnswer), (ana, CallOutcome.Reached)],
            (await test.RequestAsync(id)).Attempts.OrderBy(a => a.DialledAt).Select(a => (a.By, a.Outcome)));
    }

    [Theory]
    [InlineData(CallOutcome.NoAnswer, false)]
    [InlineData(CallOutcome.NoAnswer, true)]
    [InlineData(CallOutcome.Reached, false)]
    [InlineData(CallOutcome.WrongNumber, false)]
    public async Task A_late_outcome_is_recorded_and_moves_nothing_while_a_colleague_has_the_request(CallOutcome late, bool hasTime)
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        await test.DialAsync(id, ana, Now);
        await test.ClaimAsync(id, ben, Now.AddHours(2), knowingly: true);
        await test.DialAsync(id, ben, Now.AddHours(2));

        Assert.True(await test.RecordAsync(id, ana, late, Now.AddHours(2), hasTime ? Now.AddDays(2) : null));

        var request = await test.RequestAsync(id);
        Assert.Equal((true, null, ben, Now), (request.IsOpen, request.TryAgainAt, request.HolderAt(Now.AddHours(2)), request.FirstCalledAt));
        Assert.Equal(late == CallOutcome.Reached ? Now : null, request.FirstReachedAt);
        Assert.True(await test.RecordAsync(id, ben, CallOutcome.NoAnswer, Now.AddHours(2), Now.AddDays(1)));
        Assert.Equal((true, Now.AddDays(1)), ((await test.RequestAsync(id)).IsOpen, (await test.RequestAsync(id)).TryAgainAt));
        Assert.Equal([late, CallOutcome.NoAnswer], (await test.RequestAsync(id)).Attempts.OrderBy(a => a.DialledAt).Select(a => a.Outcome));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wish_not_to_be_called_ends_a_request_whoever_has_it_and_however_it_ended(bool isClosed)
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        await test.DialAsync(id, ana, Now);
        await test.ClaimAsync(id, ben, Now.AddHours(2), knowingly: true);
        if (isClosed)
            await test.RecordAsync(id, ben, CallOutcome.NoAnswer, Now.AddHours(2));

        Assert.True(await test.RecordAsync(id, ana, CallOutcome.AskedNotToBeCalled, Now.AddHours(3)));

        Assert.Equal(CloseReason.AskedNotToBeCalled, (await test.RequestAsync(id)).ClosedBecause);
        Assert.Equal(isClosed ? Now.AddHours(2) : Now.AddHours(3), (await test.RequestAsync(id)).ClosedAt);
        Assert.False(await test.DialAsync(id, ben, Now.AddHours(3)));
    }

    [Fact]
    public async Task A_look_is_noted_with_or_without_the_number_and_loading_the_page_again_is_the_same_look()
    {
        var id = await test.AskAsync("216-555-0101");
        foreach (var (withNumber, at) in new[] { (false, Now), (false, Now.AddSeconds(30)), (true, Now.AddSeconds(30)), (false, Now.AddMinutes(2)) })
        {
            await test.Store.WriteAsync(async db => await Desk.SeeAsync(db, (await Desk.FindAsync(db, id, default))!, ana, withNumber, isSameLook: false, at, default), default);
        }

        Assert.Equal(["saw it", "saw it with the number", "saw it"], await test.ActionsAsync(id));
    }

    [Fact]
    public async Task Notes_are_kept_as_they_were_written()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.AtDeskAsync(id, (db, r) =>
        {
            Desk.Write(db, r, ana, "Her sister picks up after six.", Now);
            return true;
        });

        Assert.Equal("Her sister picks up after six.", (await test.Store.ReadAsync(db => db.StaffNotes.SingleAsync(), default)).Text);
        Assert.Contains("append-only", Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => test.Sql("UPDATE StaffNotes SET Text = 'x'")).Message, StringComparison.Ordinal);
    }
}
