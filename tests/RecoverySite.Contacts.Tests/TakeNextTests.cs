using RecoverySite.Contacts.Tests.Store;
using static RecoverySite.Contacts.Tests.DeskSteps;

namespace RecoverySite.Contacts.Tests;

/// <summary>Who is next, who is passed over, and what became of those who were held.</summary>
public sealed class TakeNextTests : IDisposable
{
    private readonly TestStore test = new();
    private readonly Guid ana, ben;

    public TakeNextTests()
    {
        ana = test.Add("ana@example.org");
        ben = test.Add("ben@example.org");
    }

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task The_next_is_whoever_has_waited_longest_and_is_due_and_not_held()
    {
        await test.AskAsync("216-555-0101", Now.AddMinutes(-30), held: "looks like spam");
        await test.AskAsync("216-555-0102", Now.AddMinutes(-20), from: Now.AddHours(3));
        var longest = await test.AskAsync("216-555-0103", Now.AddMinutes(-10));
        var next = await test.AskAsync("216-555-0104", Now.AddMinutes(-5));

        Assert.Equal(longest, await test.TakeNextAsync(ana, Now));
        Assert.Equal(longest, await test.TakeNextAsync(ana, Now));
        Assert.Equal(next, await test.TakeNextAsync(ben, Now));
        Assert.Null(await test.TakeNextAsync(test.Add("cy@example.org"), Now));
    }

    [Fact]
    public async Task Whoever_cannot_be_called_at_this_hour_is_passed_over()
    {
        await test.AskAsync("216-555-0101", Now.AddMinutes(-10));
        var next = await test.AskAsync("216-555-0102", Now.AddMinutes(-5));

        Assert.Equal(next, await test.Store.WriteAsync(db => Desk.TakeNextAsync(db, ana, r => r.Number.EndsWith('2'), Now, default), default));
    }

    [Fact]
    public async Task The_next_is_found_behind_many_who_cannot_be_called_now()
    {
        for (var i = 0; i < 45; i++)
            await test.AskAsync($"216-555-01{i:00}", Now.AddMinutes(i));
        var awake = await test.AskAsync("216-555-0199", Now.AddHours(1));

        Assert.Equal(awake, await test.Store.WriteAsync(db => Desk.TakeNextAsync(db, ana, r => r.Number.EndsWith("99", StringComparison.Ordinal), Now.AddHours(2), default), default));
        Assert.Null(await test.Store.WriteAsync(db => Desk.TakeNextAsync(db, ben, _ => false, Now.AddHours(2), default), default));
    }

    [Fact]
    public async Task Taking_the_next_never_looks_at_more_than_the_five_hundred_who_have_waited_longest()
    {
        await test.Store.WriteAsync(
            async db =>
            {
                for (var i = 0; i < 520; i++)
                    await Intake.ReceiveAsync(db, Form($"key{i}", $"216-555-{i:0000}"), TestStore.Words, "/request-a-call", Now.AddSeconds(i / 3), default);
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
    public async Task Only_what_they_put_back_themselves_is_not_given_to_them_again_at_once()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        await test.AtDeskAsync(id, (db, r) => Desk.Release(db, r, ana, Now.AddMinutes(1)));
        Assert.Null(await test.TakeNextAsync(ana, Now.AddMinutes(10)));

        // Asked again since: somebody waits for a call, not for a colleague.
        await test.AskAsync("216-555-0101", Now.AddMinutes(3));
        Assert.Equal(id, await test.TakeNextAsync(ana, Now.AddMinutes(4)));

        await test.RecordAsync(id, ana, CallOutcome.NoAnswer, Now.AddMinutes(5), tryAgainAt: Now.AddDays(1));
        await test.AskAsync("216-555-0101", Now.AddMinutes(6));
        Assert.Equal(id, await test.TakeNextAsync(ana, Now.AddMinutes(7)));

        // Nor did they put back what they let lapse.
        Assert.Equal(id, await test.TakeNextAsync(ana, Now.AddMinutes(18)));

        await test.DialAsync(id, ana, Now.AddMinutes(19));
        await test.RecordAsync(id, ana, CallOutcome.NotCalled, Now.AddMinutes(20));
        Assert.Null(await test.TakeNextAsync(ana, Now.AddMinutes(21)));
    }

    [Fact]
    public async Task A_held_request_that_is_no_spam_gets_the_place_of_its_wait()
    {
        await test.AskAsync("216-555-0102", Now.AddMinutes(-5));
        var held = await test.AskAsync("216-555-0101", Now.AddMinutes(-30), held: "looks like spam");

        await test.AtDeskAsync(held, (db, r) =>
        {
            Desk.VouchFor(db, r, ana, Now);
            return true;
        });

        Assert.Equal(held, await test.TakeNextAsync(ana, Now));
        await test.AskAsync("216-555-0101", Now, held: "looks like spam");
        Assert.False((await test.RequestAsync(held)).IsHeld);
    }

    [Fact]
    public async Task A_held_request_that_somebody_takes_on_is_vouched_for_and_comes_back_when_it_was_agreed()
    {
        var claimed = await test.AskAsync("216-555-0101", held: "looks like spam");
        var putOff = await test.AskAsync("216-555-0102", Now.AddMinutes(1), held: "looks like spam");
        var atOnce = await test.AskAsync("216-555-0103", Now.AddMinutes(2), held: "looks like spam");

        await test.ClaimAsync(claimed, ana, Now.AddMinutes(3));
        await test.RecordAsync(claimed, ana, CallOutcome.NoAnswer, Now.AddMinutes(4), tryAgainAt: Now.AddHours(1));
        Assert.True(await test.CallLaterAsync(putOff, ana, Now.AddHours(1), Now.AddMinutes(5)));
        Assert.True(await test.CallLaterAsync(atOnce, ana, null, Now.AddMinutes(6)));

        foreach (var id in new[] { claimed, putOff, atOnce })
            Assert.False((await test.RequestAsync(id)).IsHeld);
        Assert.Equal(claimed, await test.TakeNextAsync(ben, Now.AddHours(1)));
        await test.AskAsync("216-555-0102", Now.AddHours(1), held: "looks like spam");
        Assert.False((await test.RequestAsync(putOff)).IsHeld);
    }
}
