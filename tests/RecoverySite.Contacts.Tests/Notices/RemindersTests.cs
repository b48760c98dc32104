using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Tests.Store;
using RecoverySite.Tests.Store;

namespace RecoverySite.Contacts.Tests.Notices;

public sealed class RemindersTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly TestStore test = new();
    private readonly Guid ana;

    public RemindersTests() =>
        ana = test.Store.WriteAsync(db => Task.FromResult(db.Add(StaffMember.Add("ana@example.org", StaffRole.Caller, Now)).Entity), default).GetAwaiter().GetResult().Id;

    public void Dispose() => test.Dispose();

    private async Task<Guid> AskAsync(string number, DateTimeOffset at) =>
        (await test.ReceiveAsync(new CallForm(number, PhoneNumber.Parse(number)!, number, null, null, true, null, null, "America/New_York", null, null, null), at)).CallRequestId;

    private Task<bool> LookAsync(DateTimeOffset now, int patience = 30) => test.Store.WriteAsync(db => Reminders.AddAsync(db, since => now - since >= TimeSpan.FromMinutes(patience), now, default), default);

    private Task<List<(NoticeKind Kind, DateTimeOffset At)>> RemindersAsync() =>
        test.Store.ReadAsync(async db => (await db.Notices.Where(n => n.Kind != NoticeKind.Asked).OrderBy(n => n.AroseAt).ToListAsync()).ConvertAll(n => (n.Kind, n.AroseAt)), default);

    private Task CallAsync(Guid id, DateTimeOffset now, DateTimeOffset again) =>
        test.Store.WriteAsync(
            async db =>
            {
                var request = (await Desk.FindAsync(db, id, default))!;
                Desk.Claim(db, request, ana, knowingly: true, now);
                Desk.Dial(db, request, ana, now);
                Assert.True(Desk.Record(db, request, ana, CallOutcome.NoAnswer, again, now));
            },
            default);

    [Fact]
    public async Task A_call_that_comes_due_is_told_of_once_for_each_time_that_was_agreed()
    {
        var id = await AskAsync("216-555-0101", Now);
        await CallAsync(id, Now.AddMinutes(1), Now.AddHours(2));

        Assert.False(await LookAsync(Now.AddHours(2).AddSeconds(-1)));
        Assert.True(await LookAsync(Now.AddHours(2)));
        Assert.False(await LookAsync(Now.AddHours(2).AddMinutes(1)));
        await CallAsync(id, Now.AddHours(3), Now.AddHours(5));
        Assert.True(await LookAsync(Now.AddHours(5).AddMinutes(1)));

        Assert.Equal([(NoticeKind.Due, Now.AddHours(2)), (NoticeKind.Due, Now.AddHours(5))], await RemindersAsync());
    }

    [Fact]
    public async Task A_call_that_somebody_has_taken_when_it_comes_due_is_not_told_of()
    {
        var id = await AskAsync("216-555-0101", Now);
        await CallAsync(id, Now.AddMinutes(1), Now.AddHours(2));
        await test.Store.WriteAsync(async db => Desk.Claim(db, (await Desk.FindAsync(db, id, default))!, ana, knowingly: false, Now.AddHours(2).AddMinutes(-1)), default);

        Assert.False(await LookAsync(Now.AddHours(2)));
    }

    [Fact]
    public async Task A_wait_that_grows_too_long_is_told_of_once_an_hour_and_not_while_a_later_call_is_agreed()
    {
        var first = await AskAsync("216-555-0101", Now);
        await AskAsync("216-555-0102", Now.AddMinutes(1));

        Assert.False(await LookAsync(Now.AddMinutes(29)));
        Assert.True(await LookAsync(Now.AddMinutes(30)));
        Assert.False(await LookAsync(Now.AddMinutes(45)));
        Assert.True(await LookAsync(Now.AddMinutes(91)));
        await CallAsync(first, Now.AddMinutes(92), Now.AddHours(4));
        Assert.False(await LookAsync(Now.AddMinutes(152), patience: 152));

        Assert.Equal([(NoticeKind.Overdue, Now.AddMinutes(30)), (NoticeKind.Overdue, Now.AddMinutes(91))], await RemindersAsync());
    }

    [Fact]
    public async Task A_call_that_came_due_and_that_nobody_takes_is_told_of_again()
    {
        var id = await AskAsync("216-555-0101", Now);
        await CallAsync(id, Now.AddMinutes(1), Now.AddHours(2));
        await LookAsync(Now.AddHours(2));

        Assert.False(await LookAsync(Now.AddHours(2).AddMinutes(29)));
        Assert.True(await LookAsync(Now.AddHours(2).AddMinutes(30)));
        Assert.False(await LookAsync(Now.AddHours(3)));
        Assert.True(await LookAsync(Now.AddHours(3).AddMinutes(30)));
    }

    [Fact]
    public async Task When_the_one_who_was_named_is_dealt_with_before_anything_went_out_the_others_are_told_of_at_the_next_look()
    {
        var first = await AskAsync("216-555-0101", Now);
        await AskAsync("216-555-0102", Now.AddMinutes(1));
        Assert.True(await LookAsync(Now.AddMinutes(40)));

        await AtDeskAsync(first, (db, r) => Desk.Close(db, r, ana, CloseReason.CalledUs, Now.AddMinutes(40)));

        Assert.True(await LookAsync(Now.AddMinutes(41)));
        Assert.False(await LookAsync(Now.AddMinutes(42)));
    }

    [Fact]
    public async Task A_request_that_is_opened_again_or_brought_back_at_once_is_told_of()
    {
        var reopened = await AskAsync("216-555-0101", Now);
        await AtDeskAsync(reopened, (db, r) => Desk.Close(db, r, ana, CloseReason.CalledUs, Now.AddMinutes(1)));
        await test.Store.WriteAsync(async db => Assert.True(await Desk.ReopenAsync(db, (await Desk.FindAsync(db, reopened, default))!, ana, Now.AddMinutes(2), default)), default);
        var putOff = await AskAsync("216-555-0102", Now);
        foreach (var (at, then) in new[] { (Now.AddDays(1), 3), ((DateTimeOffset?)null, 4), (null, 5) })
            Assert.True(await AtDeskAsync(putOff, (db, r) => Desk.CallLater(db, r, ana, at, at is null ? null : "America/New_York", Now.AddMinutes(then))));

        Assert.Equal([(NoticeKind.Due, Now.AddMinutes(2)), (NoticeKind.Due, Now.AddMinutes(4))], await RemindersAsync());
    }

    private Task<bool> AtDeskAsync(Guid id, Func<Contacts.Store.ContactsDbContext, CallRequest, bool> act) =>
        test.Store.WriteAsync(async db => act(db, (await Desk.FindAsync(db, id, default))!), default);

    [Fact]
    public async Task No_table_that_grows_is_walked_through_for_it()
    {
        var id = await AskAsync("216-555-0101", Now);
        await CallAsync(id, Now.AddMinutes(1), Now.AddHours(2));
        await AskAsync("216-555-0102", Now);
        using var plans = new QueryPlans(test.File);

        Assert.True(await LookAsync(Now.AddHours(2)));

        Assert.Empty(plans.ScansOf("CallRequests", "Submissions", "CallAttempts", "Notices"));
        // Nor all that were closed without a call.
        Assert.DoesNotContain(plans.Steps, s => s.Step.Contains("FirstCalledAt", StringComparison.Ordinal));
    }
}
