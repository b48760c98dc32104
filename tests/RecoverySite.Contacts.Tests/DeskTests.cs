using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Tests.Store;

namespace RecoverySite.Contacts.Tests;

public sealed class DeskTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly TestStore test = new();
    private readonly Guid ana, ben;

    public DeskTests()
    {
        ana = Add("ana@example.org");
        ben = Add("ben@example.org");
    }

    public void Dispose() => test.Dispose();

    private Guid Add(string email) =>
        test.Store.WriteAsync(db => Task.FromResult(db.Add(StaffMember.Add(email, StaffRole.Caller, Now)).Entity), default).GetAwaiter().GetResult().Id;

    private static CallForm Form(string key, string number, bool voicemail = true, DateTimeOffset? from = null, string? held = null) =>
        new(key, PhoneNumber.Parse(number)!, number, null, null, voicemail, from, from?.AddHours(2), "America/New_York", null, null, held);

    private async Task<Guid> AskAsync(string number, DateTimeOffset? at = null, bool voicemail = true, DateTimeOffset? from = null, string? held = null) =>
        (await test.ReceiveAsync(Form(Guid.NewGuid().ToString("N"), number, voicemail, from, held), at ?? Now)).CallRequestId;

    private Task<T> AtDeskAsync<T>(Guid id, Func<Contacts.Store.ContactsDbContext, CallRequest, T> work) =>
        test.Store.WriteAsync(async db => work(db, (await Desk.FindAsync(db, id, default))!), default);

    private Task<ClaimAnswer> ClaimAsync(Guid id, Guid by, DateTimeOffset now, bool knowingly = false) =>
        AtDeskAsync(id, (db, r) => Desk.Claim(db, r, by, knowingly, now));

    private Task<bool> DialAsync(Guid id, Guid by, DateTimeOffset now) => AtDeskAsync(id, (db, r) => Desk.Dial(db, r, by, now));

    private Task<bool> RecordAsync(Guid id, Guid by, CallOutcome outcome, DateTimeOffset now, DateTimeOffset? tryAgainAt = null) =>
        AtDeskAsync(id, (db, r) => Desk.Record(db, r, by, outcome, tryAgainAt, now));

    private Task<bool> CallLaterAsync(Guid id, Guid by, DateTimeOffset? at, DateTimeOffset now) =>
        AtDeskAsync(id, (db, r) => Desk.CallLater(db, r, by, at, at is null ? null : "America/New_York", now));

    private Task<CallRequest> RequestAsync(Guid id) => test.Store.ReadAsync(async db => (await Desk.FindAsync(db, id, default))!, default);

    private Task<Guid?> TakeNextAsync(Guid by, DateTimeOffset now) => test.Store.WriteAsync(db => Desk.TakeNextAsync(db, by, _ => true, now, default), default);

    private Task<List<string>> ActionsAsync(Guid id) =>
        test.Store.ReadAsync(db => db.AuditEntries.Where(e => e.CallRequestId == id && e.Actor != AuditEntry.Visitor).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(), default);

    [Fact]
    public async Task Fifty_who_claim_at_once_are_one_winner()
    {
        var id = await AskAsync("216-555-0101");
        var staff = Enumerable.Range(0, 50).Select(i => Add($"caller{i}@example.org")).ToList();

        var answers = await Task.WhenAll(staff.Select(s => Task.Run(() => ClaimAsync(id, s, Now))));

        Assert.Equal(1, answers.Count(a => a == ClaimAnswer.Claimed));
        Assert.Equal(49, answers.Count(a => a == ClaimAnswer.Taken));
        Assert.Equal(staff[Array.IndexOf(answers, ClaimAnswer.Claimed)], (await RequestAsync(id)).HolderAt(Now));
        Assert.Equal(["claimed it"], await ActionsAsync(id));
    }

    [Fact]
    public async Task A_claim_lasts_ten_minutes_and_its_owner_may_press_again()
    {
        var id = await AskAsync("216-555-0101");
        Assert.Equal(ClaimAnswer.Claimed, await ClaimAsync(id, ana, Now));
        Assert.Equal(ClaimAnswer.Claimed, await ClaimAsync(id, ana, Now.AddMinutes(5)));
        Assert.Equal(ClaimAnswer.Taken, await ClaimAsync(id, ben, Now.AddMinutes(10).AddSeconds(-1)));
        Assert.Equal(ClaimAnswer.Claimed, await ClaimAsync(id, ben, Now.AddMinutes(10)));
        Assert.Equal(Now, (await RequestAsync(id)).WaitingSince);
    }

    [Fact]
    public async Task After_the_dial_tap_a_claim_lasts_ninety_minutes_and_then_asks_before_somebody_else_takes_it()
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        Assert.True(await DialAsync(id, ana, Now.AddMinutes(1)));
        Assert.Equal(ClaimAnswer.Taken, await ClaimAsync(id, ben, Now.AddMinutes(91).AddSeconds(-1)));

        Assert.Equal(ClaimAnswer.DialledBefore, await ClaimAsync(id, ben, Now.AddMinutes(91)));
        Assert.Null(await TakeNextAsync(ben, Now.AddMinutes(91)));
        Assert.Equal(id, await TakeNextAsync(ana, Now.AddMinutes(91)));
        await AtDeskAsync(id, (db, r) => Desk.Release(db, r, ana, Now.AddMinutes(92)));

        Assert.Equal(ClaimAnswer.Claimed, await ClaimAsync(id, ben, Now.AddMinutes(92), knowingly: true));
    }

    [Fact]
    public async Task Only_its_holder_may_dial_and_two_taps_are_one_call()
    {
        var id = await AskAsync("216-555-0101");
        Assert.False(await DialAsync(id, ana, Now));
        await ClaimAsync(id, ana, Now);
        Assert.False(await DialAsync(id, ben, Now));
        Assert.True(await DialAsync(id, ana, Now));
        Assert.True(await DialAsync(id, ana, Now.AddMinutes(1)));

        Assert.Single((await RequestAsync(id)).Attempts);
        Assert.Equal(["claimed it", "dialed"], await ActionsAsync(id));
    }

    [Theory]
    [InlineData(CallOutcome.Reached)]
    [InlineData(CallOutcome.WrongNumber)]
    [InlineData(CallOutcome.AskedNotToBeCalled)]
    public async Task Some_outcomes_end_a_request(CallOutcome outcome)
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        await DialAsync(id, ana, Now);

        Assert.True(await RecordAsync(id, ana, outcome, Now.AddMinutes(5), tryAgainAt: Now.AddHours(1)));

        var request = await RequestAsync(id);
        Assert.Equal((Now.AddMinutes(5), outcome.ToString()), (request.ClosedAt!.Value, request.ClosedBecause.ToString()));
        Assert.Equal(ClaimAnswer.Closed, await ClaimAsync(id, ben, Now.AddMinutes(6)));
    }

    [Theory]
    [InlineData(CallOutcome.NoAnswer)]
    [InlineData(CallOutcome.Voicemail)]
    public async Task After_others_it_comes_back_at_the_agreed_time_with_the_wait_that_it_has_had(CallOutcome outcome)
    {
        var first = await AskAsync("216-555-0101");
        var second = await AskAsync("216-555-0102", Now.AddMinutes(1));
        await ClaimAsync(first, ana, Now.AddMinutes(2));
        await DialAsync(first, ana, Now.AddMinutes(2));

        await RecordAsync(first, ana, outcome, Now.AddMinutes(3), tryAgainAt: Now.AddHours(1));

        Assert.Equal(second, await TakeNextAsync(ben, Now.AddMinutes(4)));
        Assert.Null(await TakeNextAsync(ana, Now.AddMinutes(4)));
        Assert.Equal(first, await TakeNextAsync(ana, Now.AddHours(1)));
        Assert.Equal(Now, (await RequestAsync(first)).WaitingSince);
    }

    [Fact]
    public async Task Without_a_time_to_try_again_at_the_request_is_closed()
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);

        await RecordAsync(id, ana, CallOutcome.NoAnswer, Now);

        Assert.Equal(CloseReason.NoAnswer, (await RequestAsync(id)).ClosedBecause);
    }

    [Fact]
    public async Task Where_no_voicemail_is_wanted_none_can_be_reported()
    {
        var id = await AskAsync("216-555-0101", voicemail: false);
        await ClaimAsync(id, ana, Now);
        await DialAsync(id, ana, Now);

        Assert.False(await RecordAsync(id, ana, CallOutcome.Voicemail, Now, Now.AddHours(1)));
        Assert.True((await RequestAsync(id)).IsOpen);
    }

    [Fact]
    public async Task A_closed_request_that_the_visitor_has_withdrawn_since_is_not_opened_again()
    {
        var submission = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await ClaimAsync(submission.CallRequestId, ana, Now);
        await RecordAsync(submission.CallRequestId, ana, CallOutcome.Reached, Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, submission.ReceiptToken, Now.AddMinutes(1), default), default);

        Assert.False(await test.Store.WriteAsync(
            async db => await Desk.ReopenAsync(db, (await Desk.FindAsync(db, submission.CallRequestId, default))!, ben, Now.AddMinutes(2), default), default));
        Assert.False((await RequestAsync(submission.CallRequestId)).IsOpen);
    }

    [Fact]
    public async Task A_no_to_voicemail_outlives_the_form_that_said_it()
    {
        var id = await AskAsync("216-555-0101", voicemail: true);
        var careful = await test.ReceiveAsync(Form("k2", "216-555-0101", voicemail: false), Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, careful.ReceiptToken, Now, default), default);

        Assert.False((await RequestAsync(id)).VoicemailIsOk);
    }

    [Fact]
    public async Task Whoever_dialled_may_say_what_came_of_it_after_their_claim_ran_out_and_nobody_else_may()
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        await DialAsync(id, ana, Now);
        Assert.False(await RecordAsync(id, ben, CallOutcome.Reached, Now));

        Assert.True(await RecordAsync(id, ana, CallOutcome.Reached, Now.AddHours(2)));

        Assert.False((await RequestAsync(id)).IsOpen);
        Assert.Equal(ClaimAnswer.Closed, await ClaimAsync(id, ben, Now.AddHours(2), knowingly: true));
    }

    [Fact]
    public async Task Asking_again_brings_a_request_back_before_the_agreed_time()
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        await RecordAsync(id, ana, CallOutcome.NoAnswer, Now, tryAgainAt: Now.AddDays(1));
        Assert.Null(await TakeNextAsync(ben, Now.AddHours(1)));

        await AskAsync("216-555-0101", Now.AddHours(1));

        Assert.Equal(id, await TakeNextAsync(ben, Now.AddHours(1)));
    }

    [Fact]
    public async Task A_visitor_who_withdraws_meanwhile_is_not_called()
    {
        var submission = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await ClaimAsync(submission.CallRequestId, ana, Now);
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, submission.ReceiptToken, Now.AddMinutes(1), default), default);

        Assert.False(await DialAsync(submission.CallRequestId, ana, Now.AddMinutes(2)));
        Assert.Null((await RequestAsync(submission.CallRequestId)).HolderAt(Now.AddMinutes(2)));
    }

    [Fact]
    public async Task The_next_is_whoever_has_waited_longest_and_is_due_and_not_held()
    {
        await AskAsync("216-555-0101", Now.AddMinutes(-30), held: "looks like spam");
        await AskAsync("216-555-0102", Now.AddMinutes(-20), from: Now.AddHours(3));
        var longest = await AskAsync("216-555-0103", Now.AddMinutes(-10));
        var next = await AskAsync("216-555-0104", Now.AddMinutes(-5));

        Assert.Equal(longest, await TakeNextAsync(ana, Now));
        Assert.Equal(longest, await TakeNextAsync(ana, Now));
        Assert.Equal(next, await TakeNextAsync(ben, Now));
        Assert.Null(await TakeNextAsync(Add("cy@example.org"), Now));
    }

    [Fact]
    public async Task Whoever_cannot_be_called_at_this_hour_is_passed_over()
    {
        await AskAsync("216-555-0101", Now.AddMinutes(-10));
        var next = await AskAsync("216-555-0102", Now.AddMinutes(-5));

        Assert.Equal(next, await test.Store.WriteAsync(db => Desk.TakeNextAsync(db, ana, r => r.Number.EndsWith('2'), Now, default), default));
    }

    [Fact]
    public async Task A_held_request_that_is_no_spam_gets_the_place_of_its_wait()
    {
        await AskAsync("216-555-0102", Now.AddMinutes(-5));
        var held = await AskAsync("216-555-0101", Now.AddMinutes(-30), held: "looks like spam");

        await AtDeskAsync(held, (db, r) =>
        {
            Desk.VouchFor(db, r, ana, Now);
            return true;
        });

        Assert.Equal(held, await TakeNextAsync(ana, Now));
        await AskAsync("216-555-0101", Now, held: "looks like spam");
        Assert.False((await RequestAsync(held)).IsHeld);
    }

    [Fact]
    public async Task A_call_that_nobody_recorded_is_not_taken_for_the_one_of_a_later_claim()
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        await DialAsync(id, ana, Now);
        await ClaimAsync(id, ben, Now.AddHours(2), knowingly: true);
        await DialAsync(id, ben, Now.AddHours(2));
        await RecordAsync(id, ben, CallOutcome.NoAnswer, Now.AddHours(2), tryAgainAt: Now.AddHours(3));
        await ClaimAsync(id, ana, Now.AddHours(3));
        Assert.Null((await RequestAsync(id)).DialledBy(ana));

        await DialAsync(id, ana, Now.AddHours(3));
        Assert.Equal(ClaimAnswer.Taken, await ClaimAsync(id, ben, Now.AddHours(4)));
        await RecordAsync(id, ana, CallOutcome.Reached, Now.AddHours(4));

        Assert.Equal(
            [(ana, (CallOutcome?)null), (ben, CallOutcome.NoAnswer), (ana, CallOutcome.Reached)],
            (await RequestAsync(id)).Attempts.OrderBy(a => a.DialledAt).Select(a => (a.By, a.Outcome)));
    }

    [Fact]
    public async Task A_request_that_is_somebodys_is_not_held_under_their_hands()
    {
        var clean = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await AskAsync("216-555-0101", held: "looks like spam");
        await ClaimAsync(clean.CallRequestId, ana, Now);

        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, clean.ReceiptToken, Now.AddMinutes(1), default), default);

        Assert.False((await RequestAsync(clean.CallRequestId)).IsHeld);
    }

    [Fact]
    public async Task A_corrected_form_brings_a_request_back_before_the_agreed_time()
    {
        var id = (await test.ReceiveAsync(Form("k1", "216-555-0101"), Now)).CallRequestId;
        await ClaimAsync(id, ana, Now);
        await RecordAsync(id, ana, CallOutcome.NoAnswer, Now, tryAgainAt: Now.AddDays(1));

        await test.ReceiveAsync(Form("k1", "216-555-0101") with { Note = "I am at my phone now." }, Now.AddHours(1));

        Assert.Equal(id, await TakeNextAsync(ben, Now.AddHours(1)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Still no call?")]
    public async Task A_form_that_is_sent_again_after_its_request_was_closed_is_a_new_request_and_takes_nothing_from_the_old_one(string? note)
    {
        var first = await test.ReceiveAsync(Form("k1", "216-555-0101"), Now);
        await ClaimAsync(first.CallRequestId, ana, Now);
        await RecordAsync(first.CallRequestId, ana, CallOutcome.NoAnswer, Now);

        var second = await test.ReceiveAsync(Form("k1", "216-555-0101") with { Note = note }, Now.AddHours(2));

        Assert.NotEqual(first.CallRequestId, second.CallRequestId);
        Assert.Equal(second.CallRequestId, await TakeNextAsync(ben, Now.AddHours(2)));
        Assert.Equal(first.Id, Assert.Single((await RequestAsync(first.CallRequestId)).Submissions).Id);
    }

    [Fact]
    public async Task The_next_is_found_behind_many_who_cannot_be_called_now()
    {
        for (var i = 0; i < 45; i++)
            await AskAsync($"216-555-01{i:00}", Now.AddMinutes(i));
        var awake = await AskAsync("216-555-0199", Now.AddHours(1));

        Assert.Equal(awake, await test.Store.WriteAsync(db => Desk.TakeNextAsync(db, ana, r => r.Number.EndsWith("99", StringComparison.Ordinal), Now.AddHours(2), default), default));
        Assert.Null(await test.Store.WriteAsync(db => Desk.TakeNextAsync(db, ben, _ => false, Now.AddHours(2), default), default));
    }

    [Fact]
    public async Task A_held_request_that_somebody_takes_on_is_vouched_for_and_comes_back_when_it_was_agreed()
    {
        var claimed = await AskAsync("216-555-0101", held: "looks like spam");
        var putOff = await AskAsync("216-555-0102", Now.AddMinutes(1), held: "looks like spam");
        var atOnce = await AskAsync("216-555-0103", Now.AddMinutes(2), held: "looks like spam");

        await ClaimAsync(claimed, ana, Now.AddMinutes(3));
        await RecordAsync(claimed, ana, CallOutcome.NoAnswer, Now.AddMinutes(4), tryAgainAt: Now.AddHours(1));
        Assert.True(await CallLaterAsync(putOff, ana, Now.AddHours(1), Now.AddMinutes(5)));
        Assert.True(await CallLaterAsync(atOnce, ana, null, Now.AddMinutes(6)));

        foreach (var id in new[] { claimed, putOff, atOnce })
            Assert.False((await RequestAsync(id)).IsHeld);
        Assert.Equal(claimed, await TakeNextAsync(ben, Now.AddHours(1)));
        await AskAsync("216-555-0102", Now.AddHours(1), held: "looks like spam");
        Assert.False((await RequestAsync(putOff)).IsHeld);
    }

    [Theory]
    [InlineData(CallOutcome.NoAnswer, false)]
    [InlineData(CallOutcome.NoAnswer, true)]
    [InlineData(CallOutcome.Reached, false)]
    [InlineData(CallOutcome.WrongNumber, false)]
    public async Task A_late_outcome_is_recorded_and_moves_nothing_while_a_colleague_has_the_request(CallOutcome late, bool hasTime)
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        await DialAsync(id, ana, Now);
        await ClaimAsync(id, ben, Now.AddHours(2), knowingly: true);
        await DialAsync(id, ben, Now.AddHours(2));

        Assert.True(await RecordAsync(id, ana, late, Now.AddHours(2), hasTime ? Now.AddDays(2) : null));

        var request = await RequestAsync(id);
        Assert.Equal((true, null, ben, Now), (request.IsOpen, request.TryAgainAt, request.HolderAt(Now.AddHours(2)), request.FirstCalledAt));
        Assert.Equal(late == CallOutcome.Reached ? Now : null, request.FirstReachedAt);
        Assert.True(await RecordAsync(id, ben, CallOutcome.NoAnswer, Now.AddHours(2), Now.AddDays(1)));
        Assert.Equal((true, Now.AddDays(1)), ((await RequestAsync(id)).IsOpen, (await RequestAsync(id)).TryAgainAt));
        Assert.Equal([late, CallOutcome.NoAnswer], (await RequestAsync(id)).Attempts.OrderBy(a => a.DialledAt).Select(a => a.Outcome));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wish_not_to_be_called_ends_a_request_whoever_has_it_and_however_it_ended(bool isClosed)
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        await DialAsync(id, ana, Now);
        await ClaimAsync(id, ben, Now.AddHours(2), knowingly: true);
        if (isClosed)
            await RecordAsync(id, ben, CallOutcome.NoAnswer, Now.AddHours(2));

        Assert.True(await RecordAsync(id, ana, CallOutcome.AskedNotToBeCalled, Now.AddHours(3)));

        Assert.Equal(CloseReason.AskedNotToBeCalled, (await RequestAsync(id)).ClosedBecause);
        Assert.Equal(isClosed ? Now.AddHours(2) : Now.AddHours(3), (await RequestAsync(id)).ClosedAt);
        Assert.False(await DialAsync(id, ben, Now.AddHours(3)));
    }

    [Fact]
    public async Task Only_what_they_put_back_themselves_is_not_given_to_them_again_at_once()
    {
        var id = await AskAsync("216-555-0101");
        await ClaimAsync(id, ana, Now);
        await AtDeskAsync(id, (db, r) => Desk.Release(db, r, ana, Now.AddMinutes(1)));
        Assert.Null(await TakeNextAsync(ana, Now.AddMinutes(10)));

        // Asked again since: somebody waits for a call, not for a colleague.
        await AskAsync("216-555-0101", Now.AddMinutes(3));
        Assert.Equal(id, await TakeNextAsync(ana, Now.AddMinutes(4)));

        await RecordAsync(id, ana, CallOutcome.NoAnswer, Now.AddMinutes(5), tryAgainAt: Now.AddDays(1));
        await AskAsync("216-555-0101", Now.AddMinutes(6));
        Assert.Equal(id, await TakeNextAsync(ana, Now.AddMinutes(7)));

        // Nor did they put back what they let lapse.
        Assert.Equal(id, await TakeNextAsync(ana, Now.AddMinutes(18)));

        await DialAsync(id, ana, Now.AddMinutes(19));
        await RecordAsync(id, ana, CallOutcome.NotCalled, Now.AddMinutes(20));
        Assert.Null(await TakeNextAsync(ana, Now.AddMinutes(21)));
    }

    [Fact]
    public async Task Taking_the_next_never_looks_at_more_than_the_five_hundred_who_have_waited_longest()
    {
        await test.Store.WriteAsync(
            async db =>
            {
                await Intake.KnowAsync(db, TestStore.Words, default);
                for (var i = 0; i < 520; i++)
                    await Intake.ReceiveAsync(db, Form($"key{i}", $"216-555-{i:0000}"), TestStore.Words.Hash, "/request-a-call", Now.AddSeconds(i / 3), default);
            },
            default);
        var seen = new List<DateTimeOffset>();
        bool Look(RequestSummary request)
        {
            seen.Add(request.WaitingSince);
            return false;
        }

        Assert.Null(await test.Store.WriteAsync(db => Desk.TakeNextAsync(db, ana, Look, Now.AddHours(1), default), default));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => Now.AddSeconds(i / 3)), seen);
    }

    [Fact]
    public async Task Putting_back_keeps_the_place_and_only_the_holder_can()
    {
        var id = await AskAsync("216-555-0101");
        await AskAsync("216-555-0102", Now.AddSeconds(1));
        await ClaimAsync(id, ana, Now);

        Assert.False(await AtDeskAsync(id, (db, r) => Desk.Release(db, r, ben, Now)));
        Assert.True(await AtDeskAsync(id, (db, r) => Desk.Release(db, r, ana, Now)));
        Assert.Equal(id, await TakeNextAsync(ben, Now.AddMinutes(1)));
        Assert.Equal(["claimed it", "put it back", "claimed it"], await ActionsAsync(id));
    }

    [Fact]
    public async Task A_look_is_noted_with_or_without_the_number_and_loading_the_page_again_is_the_same_look()
    {
        var id = await AskAsync("216-555-0101");
        foreach (var (withNumber, at) in new[] { (false, Now), (false, Now.AddSeconds(30)), (true, Now.AddSeconds(30)), (false, Now.AddMinutes(2)) })
        {
            await test.Store.WriteAsync(async db => await Desk.SeeAsync(db, (await Desk.FindAsync(db, id, default))!, ana, withNumber, isSameLook: false, at, default), default);
        }

        Assert.Equal(["saw it", "saw it with the number", "saw it"], await ActionsAsync(id));
    }

    [Fact]
    public async Task Notes_are_kept_as_they_were_written()
    {
        var id = await AskAsync("216-555-0101");
        await AtDeskAsync(id, (db, r) =>
        {
            Desk.Write(db, r, ana, "Her sister picks up after six.", Now);
            return true;
        });

        Assert.Equal("Her sister picks up after six.", (await test.Store.ReadAsync(db => db.StaffNotes.SingleAsync(), default)).Text);
        Assert.Contains("append-only", Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => test.Sql("UPDATE StaffNotes SET Text = 'x'")).Message, StringComparison.Ordinal);
    }
}
