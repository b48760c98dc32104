using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Notices;
using RecoverySite.Tests.Store;

namespace RecoverySite.Contacts.Tests.Notices;

/// <summary>Of what staff are told, and of what they are not.</summary>
public sealed class OutboxTests : IDisposable
{
    private readonly Mailroom room = new();

    public void Dispose() => room.Dispose();

    private Task<Untold?> UntoldAsync() => room.Test.Store.ReadAsync(db => Outbox.NotMailedAsync(db, default), default);

    private async Task<int> ToldAsync()
    {
        await room.LookAsync();
        return room.Sink.Taken.Count;
    }

    [Fact]
    public async Task Of_each_time_that_somebody_asks_and_in_order()
    {
        await room.AskAsync(1);
        room.Clock.Advance(TimeSpan.FromMinutes(1));
        await room.AskAsync(2);
        await room.LookAsync();
        await room.AskAsync(1);
        await room.LookAsync();

        Assert.Equal(["1 since 15:00:00", "1 since 15:01:00", "1 since 15:01:00"], room.Subjects);
        Assert.Equal(3, room.MessageIds.Distinct().Count());
    }

    [Fact]
    public async Task Of_a_person_who_asked_three_times_meanwhile_in_one_message()
    {
        await room.AskAsync(1);
        await room.AskAsync(2);
        await room.AskAsync(1);
        await room.AskAsync(1);

        Assert.Equal(2, await ToldAsync());
        Assert.Null(await UntoldAsync());
    }

    [Fact]
    public async Task Of_a_form_that_looks_like_spam_only_once_somebody_vouches_for_it_and_then_first()
    {
        var ana = await room.StaffAsync();
        var held = await room.AskAsync(1, held: "too fast");
        room.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, await ToldAsync());

        await room.AskAsync(2);
        await room.AtDeskAsync(held.CallRequestId, (db, r) => Desk.VouchFor(db, r, ana, room.Clock.GetUtcNow()));
        await room.LookAsync();

        Assert.Equal(["1 since 15:00:00", "1 since 15:10:00"], room.Subjects);
    }

    [Fact]
    public async Task Of_a_held_request_that_a_better_form_brings_into_the_queue()
    {
        await room.AskAsync(1, held: "too fast", key: "k1");
        await room.AskAsync(2, held: "too fast");
        Assert.Equal(0, await ToldAsync());

        // The same form, sent again by a hand; and another form.
        await room.Test.ReceiveAsync(Mailroom.Form(1, key: "k1") with { Note = "Please" }, room.Clock.GetUtcNow());
        await room.AskAsync(2);

        Assert.Equal(2, await ToldAsync());
        Assert.Equal(0, await room.UncoveredAsync());
    }

    [Fact]
    public async Task Of_a_form_corrected_to_another_number_but_not_of_other_words()
    {
        await room.AskAsync(1, key: "k1");
        await room.LookAsync();
        await room.Test.ReceiveAsync(Mailroom.Form(1, key: "k1") with { Note = "Please" }, room.Clock.GetUtcNow());
        Assert.Equal(1, await ToldAsync());

        await room.AskAsync(2, key: "k1");

        Assert.Equal(2, await ToldAsync());
        Assert.Equal(0, await room.UncoveredAsync());
    }

    [Fact]
    public async Task Of_a_correction_that_brings_back_what_was_put_off()
    {
        var ana = await room.StaffAsync();
        var asked = await room.AskAsync(1, key: "k1");
        await room.LookAsync();
        await room.AtDeskAsync(asked.CallRequestId, (db, r) =>
        {
            Desk.Claim(db, r, ana, false, Mailroom.Start);
            Desk.Record(db, r, ana, CallOutcome.NoAnswer, Mailroom.Start.AddDays(1), Mailroom.Start);
        });

        await room.Test.ReceiveAsync(Mailroom.Form(1, key: "k1") with { Note = "I am there now" }, room.Clock.GetUtcNow());

        Assert.Equal(2, await ToldAsync());
    }

    [Fact]
    public async Task Not_of_a_request_that_was_closed_or_withdrawn_before_the_message_went()
    {
        var ana = await room.StaffAsync();
        var closed = await room.AskAsync(1);
        var withdrawn = await room.AskAsync(2);
        await room.AtDeskAsync(closed.CallRequestId, (db, r) =>
        {
            Desk.Claim(db, r, ana, false, Mailroom.Start);
            Desk.Record(db, r, ana, CallOutcome.Reached, null, Mailroom.Start);
        });
        await room.Test.Store.WriteAsync(db => Intake.WithdrawAsync(db, withdrawn.ReceiptToken, Mailroom.Start, default), default);

        Assert.Equal(0, await ToldAsync());
        Assert.Null(await UntoldAsync());
    }

    [Fact]
    public async Task Of_a_request_that_is_opened_again_if_it_was_never_told_of()
    {
        var ana = await room.StaffAsync();
        var asked = await room.AskAsync(1);
        Task ActAsync(Action<Contacts.Store.ContactsDbContext, CallRequest> act) => room.AtDeskAsync(asked.CallRequestId, act);
        await ActAsync((db, r) =>
        {
            Desk.Claim(db, r, ana, false, Mailroom.Start);
            Desk.Record(db, r, ana, CallOutcome.Reached, null, Mailroom.Start);
        });
        Assert.Equal(0, await ToldAsync());

        await room.Test.Store.WriteAsync(async db => await Desk.ReopenAsync(db, (await Desk.FindAsync(db, asked.CallRequestId, default))!, ana, Mailroom.Start, default), default);

        Assert.Equal(1, await ToldAsync());
    }

    [Fact]
    public async Task A_notice_is_stored_with_what_it_tells_of_or_not_at_all()
    {
        await Assert.ThrowsAsync<Contacts.Store.StoreUnavailableException>(() => room.Test.Store.WriteAsync(
            async db =>
            {
                await Intake.ReceiveAsync(db, Mailroom.Form(1), Store.TestStore.Unstorable, "/request-a-call", Mailroom.Start, default);
                Assert.Single(db.ChangeTracker.Entries<Notice>());
            },
            default));

        Assert.Equal(0L, room.Test.Sql("SELECT count(*) FROM Notices"));
    }

    [Fact]
    public async Task With_more_than_twenty_waiting_one_message_covers_them_all()
    {
        await room.AskAsync(Enumerable.Range(0, 20));
        Assert.Equal(20, await ToldAsync());
        await room.AskAsync(Enumerable.Range(20, 21));

        Assert.Equal(21, await ToldAsync());
        Assert.Equal("21 since 15:00:00", room.Subjects[^1]);
        Assert.Equal(0, await room.UncoveredAsync());
    }

    [Fact]
    public async Task Delivered_notices_are_forgotten_after_two_weeks_and_others_are_not()
    {
        await room.AskAsync(Enumerable.Range(0, 230));
        await room.LookAsync();
        room.Sink.Manner = RecoverySite.Tests.SmtpManner.IsDown;
        await room.AskAsync(300);
        Task<bool> ForgetAsync(TimeSpan after) => room.Test.Store.WriteAsync(db => Outbox.ForgetAsync(db, Mailroom.Start + after, default), default);

        Assert.False(await ForgetAsync(TimeSpan.FromDays(14)));
        Assert.Equal(231L, room.Test.Sql("SELECT count(*) FROM Notices"));
        Assert.True(await ForgetAsync(TimeSpan.FromDays(14.1)));
        Assert.False(await ForgetAsync(TimeSpan.FromDays(14.1)));

        Assert.Equal(1L, room.Test.Sql("SELECT count(*) FROM Notices"));
        Assert.Equal(0L, room.Test.Sql("SELECT count(*) FROM NoticeMails"));
        Assert.Equal(1, (await UntoldAsync())!.Requests);
    }

    [Fact]
    public async Task A_request_that_is_deleted_takes_its_notices_along()
    {
        var asked = await room.AskAsync(1);
        await room.LookAsync();

        await room.Test.Store.WriteAsync(async db => db.Remove(await db.CallRequests.SingleAsync(r => r.Id == asked.CallRequestId)), default);

        Assert.Equal(0L, room.Test.Sql("SELECT count(*) FROM Notices"));
    }

    [Fact]
    public async Task No_table_that_grows_is_walked_through_to_tell_or_to_forget()
    {
        await room.AskAsync(1);
        using var plans = new QueryPlans(room.Test.File);
        for (var i = 2; i <= Outbox.MostSingly + 2; i++)
            await room.AskAsync(i);
        Assert.NotNull(await UntoldAsync());
        await room.LookAsync();
        await room.Test.Store.ReadAsync(db => Outbox.NotPostedAsync(db, default), default);
        await room.Test.Store.ReadAsync(db => Outbox.NextPostAsync(db, default), default);
        room.Clock.Advance(TimeSpan.FromDays(15));
        await room.Test.Store.WriteAsync(db => Outbox.ForgetAsync(db, room.Clock.GetUtcNow(), default), default);

        Assert.Empty(plans.ScansOf("CallRequests", "Submissions", "Notices", "NoticeMails"));
    }
}
