using RecoverySite.Contacts.Tests.Store;
using static RecoverySite.Contacts.Tests.DeskSteps;

namespace RecoverySite.Contacts.Tests;

/// <summary>Who has a request, for how long, and what only its holder may do.</summary>
public sealed class ClaimTests : IDisposable
{
    private readonly TestStore test = new();
    private readonly Guid ana, ben;

    public ClaimTests()
    {
        ana = test.Add("ana@example.org");
        ben = test.Add("ben@example.org");
    }

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task Fifty_who_claim_at_once_are_one_winner()
    {
        var id = await test.AskAsync("216-555-0101");
        var staff = Enumerable.Range(0, 50).Select(i => test.Add($"caller{i}@example.org")).ToList();

        var answers = await Task.WhenAll(staff.Select(s => Task.Run(() => test.ClaimAsync(id, s, Now))));

        Assert.Equal(1, answers.Count(a => a == ClaimAnswer.Claimed));
        Assert.Equal(49, answers.Count(a => a == ClaimAnswer.Taken));
        Assert.Equal(staff[Array.IndexOf(answers, ClaimAnswer.Claimed)], (await test.RequestAsync(id)).HolderAt(Now));
        Assert.Equal(["claimed it"], await test.ActionsAsync(id));
    }

    [Fact]
    public async Task A_claim_lasts_ten_minutes_and_its_owner_may_press_again()
    {
        var id = await test.AskAsync("216-555-0101");
        Assert.Equal(ClaimAnswer.Claimed, await test.ClaimAsync(id, ana, Now));
        Assert.Equal(ClaimAnswer.Claimed, await test.ClaimAsync(id, ana, Now.AddMinutes(5)));
        Assert.Equal(ClaimAnswer.Taken, await test.ClaimAsync(id, ben, Now.AddMinutes(10).AddSeconds(-1)));
        Assert.Equal(ClaimAnswer.Claimed, await test.ClaimAsync(id, ben, Now.AddMinutes(10)));
        Assert.Equal(Now, (await test.RequestAsync(id)).WaitingSince);
    }

    [Fact]
    public async Task After_the_dial_tap_a_claim_lasts_ninety_minutes_and_then_asks_before_somebody_else_takes_it()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.ClaimAsync(id, ana, Now);
        Assert.True(await test.DialAsync(id, ana, Now.AddMinutes(1)));
        Assert.Equal(ClaimAnswer.Taken, await test.ClaimAsync(id, ben, Now.AddMinutes(91).AddSeconds(-1)));

        Assert.Equal(ClaimAnswer.DialledBefore, await test.ClaimAsync(id, ben, Now.AddMinutes(91)));
        Assert.Null(await test.TakeNextAsync(ben, Now.AddMinutes(91)));
        Assert.Equal(id, await test.TakeNextAsync(ana, Now.AddMinutes(91)));
        await test.AtDeskAsync(id, (db, r) => Desk.Release(db, r, ana, Now.AddMinutes(92)));

        Assert.Equal(ClaimAnswer.Claimed, await test.ClaimAsync(id, ben, Now.AddMinutes(92), knowingly: true));
    }

    [Fact]
    public async Task Only_its_holder_may_dial_and_two_taps_are_one_call()
    {
        var id = await test.AskAsync("216-555-0101");
        Assert.False(await test.DialAsync(id, ana, Now));
        await test.ClaimAsync(id, ana, Now);
        Assert.False(await test.DialAsync(id, ben, Now));
        Assert.True(await test.DialAsync(id, ana, Now));
        Assert.True(await test.DialAsync(id, ana, Now.AddMinutes(1)));

        Assert.Single((await test.RequestAsync(id)).Attempts);
        Assert.Equal(["claimed it", "dialed"], await test.ActionsAsync(id));
    }

    [Fact]
    public async Task Putting_back_keeps_the_place_and_only_the_holder_can()
    {
        var id = await test.AskAsync("216-555-0101");
        await test.AskAsync("216-555-0102", Now.AddSeconds(1));
        await test.ClaimAsync(id, ana, Now);

        Assert.False(await test.AtDeskAsync(id, (db, r) => Desk.Release(db, r, ben, Now)));
        Assert.True(await test.AtDeskAsync(id, (db, r) => Desk.Release(db, r, ana, Now)));
        Assert.Equal(id, await test.TakeNextAsync(ben, Now.AddMinutes(1)));
        Assert.Equal(["claimed it", "put it back", "claimed it"], await test.ActionsAsync(id));
    }
}
