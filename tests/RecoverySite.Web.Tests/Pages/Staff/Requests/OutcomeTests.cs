using System.Net;
using RecoverySite.Tests.Sites;
using static RecoverySite.Web.Tests.Pages.Staff.Requests.RequestSteps;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>What a caller says of a call, late or not, and takes back. The clock stands at 10:00 in New York.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private readonly TestSite site = TestSite.Start();
    private StaffClient ana = null!, ben = null!;

    public async ValueTask InitializeAsync()
    {
        ana = await StaffClient.SignedInAsync(site);
        ben = await StaffClient.SignedInAsync(site, "Ben");
    }

    public ValueTask DisposeAsync()
    {
        ana.Dispose();
        ben.Dispose();
        site.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> SaidAsync(StaffClient who, HttpResponseMessage answer) =>
        (await who.Http.PageAsync(answer.Headers.Location!.ToString())).QuerySelector(".done")!.TextContent.Split("  ")[0].Trim();

    private async Task<string> DialedByAnaAndTakenByBenAsync()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");
        // Long enough for the claim to run out; the sessions are kept alive on the way.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            site.Clock.Now += TimeSpan.FromMinutes(50);
            await ana.Http.GetAsync("/staff");
            await ben.Http.GetAsync("/staff");
        }
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]), ("knowingly", "true"))).StatusCode);
        return url;
    }

    [Theory]
    [InlineData("Reached", "reached")]
    [InlineData("WrongNumber", "wrong number")]
    [InlineData("AskedNotToBeCalled", "asked not to be called")]
    [InlineData("NoAnswer", "no answer")]
    public async Task An_outcome_closes_the_request_and_its_note_stays_with_it(string outcome, string words)
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("voicemail", "yes"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");

        var answer = await RecordAsync(ana, url, outcome, note: "She has help now.");

        Assert.Equal($"/staff?done=recorded&id={url[^36..]}", answer.Headers.Location!.ToString());
        var queue = await ana.Http.PageAsync(answer.Headers.Location.ToString());
        Assert.Contains("Nobody is waiting", Text(queue), StringComparison.Ordinal);
        Assert.Equal(url, queue.QuerySelector(".done a")!.GetAttribute("href"));
        var page = await ben.Http.PageAsync(url);
        Assert.Contains($"Closed 10:00 a.m.: {words}.", Text(page), StringComparison.Ordinal);
        Assert.Equal("She has help now.", page.QuerySelector(".said blockquote")!.TextContent);
        Assert.Equal(["Ana wrote a note 10:00 a.m.", $"Ana recorded: {words} 10:00 a.m.", "Ana dialed 10:00 a.m.", "Ana claimed it 10:00 a.m."], Timeline(page).Take(4));
        Assert.Equal("Seen by Ben, Ana", page.QuerySelector(".beside-request summary")!.TextContent);
    }

    [Fact]
    public async Task What_closes_a_request_says_so()
    {
        var url = await site.TakenAsync(ana, dials: true);

        Assert.StartsWith("Recorded: Sam, no answer. Nobody will call them again: the request is closed.", await SaidAsync(ana, await ana.PostAsync(url, url + "?handler=Record", ("outcome", "NoAnswer"), ("again", "never"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_somebody_else_picked_up_they_are_tried_again_and_nobody_was_reached()
    {
        var url = await site.TakenAsync(ana, dials: true);
        var page = await ana.Http.PageAsync(url);

        var said = await SaidAsync(ana, await ana.PostAsync(url, url + "?handler=Record", ("outcome", "SomebodyElse"), ("again", OfferedTime(page))));

        Assert.StartsWith("Recorded: Sam, somebody else picked up, to be called ", said, StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallRequests WHERE FirstCalledAt IS NOT NULL AND FirstReachedAt IS NULL AND ClosedAt IS NULL"));
    }

    [Fact]
    public async Task Whoever_is_reached_and_wants_to_be_called_at_another_time_stays_open_and_counts_as_spoken_with()
    {
        var url = await site.TakenAsync(ana, dials: true);

        var without = await ana.PostAsync(url, url + "?handler=Record", ("outcome", "AskedForLater"), ("again", "never"), ("note", "After work"));
        Assert.Equal(HttpStatusCode.Conflict, without.StatusCode);
        var again = await without.PageAsync();
        Assert.Contains("Choose when they want to be called", again.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("#outcome-form", again.QuerySelector(".problem a")!.GetAttribute("href"));
        Assert.Equal("After work", again.QuerySelector("#outcome-note")!.TextContent.Trim());

        var said = await SaidAsync(ana, await ana.PostAsync(url, url + "?handler=Record", ("outcome", "AskedForLater"), ("again", OfferedTime(again))));
        Assert.StartsWith("Recorded: Sam, reached, and to be called at another time, to be called ", said, StringComparison.Ordinal);
        Assert.StartsWith("Not yet. To be called again:", State(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallRequests WHERE FirstReachedAt IS NOT NULL AND ClosedAt IS NULL"));
    }

    [Fact]
    public async Task Where_no_voicemail_is_wanted_the_outcome_is_not_offered_and_not_taken()
    {
        await site.AskAsync("216-555-0101", ("voicemail", "no"));
        var url = await ClaimAsync(ana);

        Assert.Null((await ana.Http.PageAsync(url)).QuerySelector("#voicemail"));
        Assert.Contains("They asked for no voicemail", Text(await (await RecordAsync(ana, url, "Voicemail")).PageAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nonsense")]
    [InlineData("7")]
    public async Task Without_an_outcome_nothing_is_recorded_and_the_note_is_still_there(string outcome)
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);

        var answer = await RecordAsync(ana, url, outcome, note: "Typed already.");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.PageAsync();
        Assert.Contains("Choose what came of the call", Text(page), StringComparison.Ordinal);
        Assert.Equal("Typed already.", page.QuerySelector("#outcome-note")!.TextContent.Trim());
        Assert.Equal(0L, new Store(site.DataFolder).Count("StaffNotes"));
    }

    [Fact]
    public async Task A_call_made_without_the_button_can_be_recorded_after_the_claim_has_run_out()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        site.Clock.Now += TimeSpan.FromMinutes(25);

        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "Reached")).StatusCode);
        Assert.Contains("Closed", Text(await ben.Http.PageAsync(url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_on_call_that_was_a_mistake_can_be_said_to_be_one_and_not_put_back_in_silence()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");
        Assert.Equal(HttpStatusCode.Conflict, (await ana.PostAsync(url, url + "?handler=Release")).StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "NotCalled")).StatusCode);

        var queue = await ben.Http.PageAsync("/staff");
        Assert.DoesNotContain("so far", Text(queue), StringComparison.Ordinal);
        Assert.Equal(url, await ClaimAsync(ben));
    }

    [Fact]
    public async Task A_wrong_outcome_can_be_taken_back_unless_the_number_waits_already()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await RecordAsync(ana, url, "Reached");

        Assert.Equal(url, (await ben.PostAsync(url, url + "?handler=Reopen")).Headers.Location!.ToString());
        Assert.Equal(url, await ClaimAsync(ben));
        await RecordAsync(ben, url, "Reached");
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        Assert.Equal(HttpStatusCode.Conflict, (await ben.PostAsync(url, url + "?handler=Reopen")).StatusCode);
    }

    [Fact]
    public async Task Whoever_takes_the_outcome_of_their_own_call_back_has_the_request_and_says_again_what_came_of_that_call()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");
        await RecordAsync(ana, url, "WrongNumber");

        await ana.PostAsync(url, url + "?handler=Reopen");

        Assert.Contains("Do not call: Ana has it since", Text(await ben.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Contains("You dialed at 10:00 a.m. and have not said yet what came of it.", Text(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "Reached")).StatusCode);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallAttempts"));
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallRequests WHERE FirstReachedAt = FirstCalledAt AND ClosedBecause = 'Reached'"));
    }

    [Fact]
    public async Task A_late_outcome_leaves_the_request_to_the_colleague_who_has_it_now_and_says_so()
    {
        var url = await DialedByAnaAndTakenByBenAsync();

        var late = await RecordAsync(ana, url, "NoAnswer", note: "It rang for long.");

        Assert.Equal($"/staff?done=recorded-theirs&id={url[^36..]}", late.Headers.Location!.ToString());
        Assert.Contains("A colleague has this request now, and it stays as they leave it.", (await ana.Http.PageAsync(late.Headers.Location.ToString())).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Yours until", Text(await ben.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("StaffNotes"));
    }

    [Fact]
    public async Task Whoever_agrees_on_a_time_for_a_request_that_was_closed_meanwhile_reads_that_nobody_calls_then()
    {
        var url = await DialedByAnaAndTakenByBenAsync();
        await ben.PostAsync(url, url + "?handler=Dial");
        var time = await TimeAsync(ben, url);
        await RecordAsync(ana, url, "AskedNotToBeCalled");

        var told = await RecordAsync(ben, url, "NoAnswer", time);
        Assert.Equal($"/staff?done=recorded-closed&id={url[^36..]}", told.Headers.Location!.ToString());
        Assert.StartsWith("It was closed meanwhile, so nobody calls at that time. What came of your call is recorded; open it again if somebody should call.", (await ben.Http.PageAsync(told.Headers.Location.ToString())).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_names_one_can_be_reached_and_the_other_called_later_and_the_note_says_who()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await site.AskAsync("216-555-0101", ("name", "Kate"));
        var url = await ClaimAsync(ana);
        var page = await ana.Http.PageAsync(url);
        Assert.Contains("Reached one of them: somebody is still to be called", page.QuerySelector("label[for=asked-for-later]")!.TextContent, StringComparison.Ordinal);

        var without = await RecordAsync(ana, url, "AskedForLater", OfferedTime(page));
        Assert.Contains("Say in the note who was reached", (await without.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "AskedForLater", OfferedTime(page), "Sam has help now. Kate after six.")).StatusCode);
        Assert.StartsWith("Not yet. To be called again:", State(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
    }
}
