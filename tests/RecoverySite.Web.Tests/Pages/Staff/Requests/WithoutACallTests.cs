using System.Net;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>What is done with a request besides calling: put off, closed, called at a time that somebody typed.</summary>
public sealed class WithoutACallTests : IAsyncLifetime
{
    private readonly TestSite site = TestSite.Start(settings: new Dictionary<string, string> { ["Staff:IdleMinutes"] = "720" });
    private StaffClient ana = null!, sue = null!;

    public async ValueTask InitializeAsync()
    {
        ana = await StaffClient.SignedInAsync(site);
        sue = await StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);
    }

    public ValueTask DisposeAsync()
    {
        ana.Dispose();
        sue.Dispose();
        return site.DisposeAsync();
    }

    private async Task<string> AskAsync(params (string, string)[] fields)
    {
        await site.AskAsync("216-555-0101", [("name", "Sam"), .. fields]);
        return (await ana.Http.PageAsync("/staff")).QuerySelector(".rows .person a")!.GetAttribute("href")!;
    }

    private Task<HttpResponseMessage> LaterAsync(string url, params (string, string)[] fields) => ana.PostAsync(url, url + "?handler=Later", fields);

    private async Task<string> QueueAsync() => (await ana.Http.PageAsync("/staff")).Body!.TextContent;

    private static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [Theory]
    [InlineData("theirs", "tomorrow, 3:30 p.m. ET (10:30 a.m. Hawaii)")]
    [InlineData("ours", "tomorrow, 10:30 a.m. ET (5:30 a.m. Hawaii)")]
    public async Task A_time_is_typed_by_their_clock_or_by_ours_and_shown_by_both(string clock, string shown)
    {
        var url = await AskAsync(("zone", "Pacific/Honolulu"));

        var answer = await LaterAsync(url, ("again", "other"), ("day", "2026-11-25"), ("time", "10:30"), ("clock", clock), ("why", clock == "ours" ? "They work at night." : ""));

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal($"Not yet. To be called again: {shown}", Plain((await ana.Http.PageAsync(url)).QuerySelector(".state")!.TextContent));
    }

    [Fact]
    public async Task A_call_in_the_middle_of_their_night_needs_a_reason_that_colleagues_can_read()
    {
        var url = await AskAsync(("zone", "Pacific/Honolulu"));
        (string, string)[] night = [("again", "other"), ("day", "2026-11-25"), ("time", "09:00"), ("clock", "ours"), ("note", "Text came back.")];

        var refused = await LaterAsync(url, night);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await refused.PageAsync();
        Assert.Contains("It would be tomorrow, 4:00 a.m. Hawaii", page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("2026-11-25", "09:00", "Text came back."), (page.QuerySelector("#later-day")!.GetAttribute("value"), page.QuerySelector("#later-time")!.GetAttribute("value"), page.QuerySelector("#later-note")!.TextContent.Trim()));

        Assert.Equal(HttpStatusCode.SeeOther, (await LaterAsync(url, [.. night, ("why", "Works nights, asked for it.")])).StatusCode);
        Assert.Equal("To be called at night where they are, because: Works nights, asked for it.\n\nText came back.", (await ana.Http.PageAsync(url)).QuerySelector(".said blockquote")!.TextContent);
    }

    [Theory]
    [InlineData("2026-11-24", "09:00", "That time has passed")]
    [InlineData("2027-11-24", "12:00", "more than 60 days away")]
    [InlineData("", "12:00", "Enter the day and the time")]
    [InlineData("2026-11-25", "noon", "Enter the day and the time")]
    [InlineData("2026-02-31", "12:00", "Enter the day and the time")]
    public async Task A_time_that_cannot_be_is_refused_in_words(string day, string time, string why)
    {
        var url = await AskAsync();

        var refused = await LaterAsync(url, ("again", "other"), ("day", day), ("time", time));

        Assert.Contains(why, (await refused.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 person is waiting", await QueueAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_put_off_comes_back_at_the_time_with_the_wait_that_they_have_had()
    {
        var url = await AskAsync();
        await site.AskAsync("216-555-0102", ("name", "Newer"));
        await LaterAsync(url, ("again", "other"), ("day", "2026-11-24"), ("time", "14:00"));
        Assert.DoesNotContain("Sam", (await ana.Http.PageAsync("/staff")).QuerySelectorAll("#queue > .rows .person a").Select(a => a.TextContent));

        site.Clock.Now = new DateTimeOffset(2026, 11, 24, 19, 0, 0, TimeSpan.Zero);

        var page = await ana.Http.PageAsync("/staff");
        Assert.Equal(["Sam", "Newer"], page.QuerySelectorAll("#queue > .rows .person a").Select(a => a.TextContent));
        Assert.Contains("Call back due since 2:00 p.m.", page.QuerySelector("#queue > .rows .row")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Sam", page.QuerySelector(".next h2")!.TextContent);
    }

    [Fact]
    public async Task Asking_again_takes_back_what_was_agreed_about_later()
    {
        var url = await AskAsync();
        await LaterAsync(url, ("again", "other"), ("day", "2026-11-25"), ("time", "14:00"));
        Assert.Contains("Nobody is waiting", await QueueAsync(), StringComparison.Ordinal);

        await site.AskAsync("216-555-0101", ("name", "Sam"));
        site.Clock.Now += TimeSpan.FromMinutes(2);

        Assert.Contains("Asked 2 times, last 2 min ago", Plain(await QueueAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_closed_without_a_call_with_a_reason_and_opened_again()
    {
        var url = await AskAsync();

        Assert.Contains("Choose why nobody has to call", (await (await ana.PostAsync(url, url + "?handler=Close")).PageAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Choose why nobody has to call", (await (await ana.PostAsync(url, url + "?handler=Close", ("reason", "Spam"))).PageAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Say in the note", (await (await ana.PostAsync(url, url + "?handler=Close", ("reason", "NotNeeded"))).PageAsync()).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync(url, url + "?handler=Close", ("reason", "CalledUs"))).StatusCode);

        var page = await ana.Http.PageAsync(url);
        Assert.Contains("they called us", page.QuerySelector(".state")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("All of this will be deleted on February 22, 2027.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Nobody is waiting", await QueueAsync(), StringComparison.Ordinal);
        await ana.PostAsync(url, url + "?handler=Reopen");
        Assert.Contains("1 person is waiting", await QueueAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_closes_or_puts_off_what_a_colleague_has()
    {
        var url = await AskAsync();
        await sue.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]));

        var closed = await ana.PostAsync(url, url + "?handler=Close", ("reason", "CalledUs"));
        var later = await LaterAsync(url, ("again", "other"), ("day", "2026-11-25"), ("time", "14:00"));

        Assert.Contains("Somebody else has it now", (await closed.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Somebody else has it now", (await later.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallRequests WHERE ClosedAt IS NULL AND TryAgainAt IS NULL"));
    }

    [Fact]
    public async Task Held_requests_are_closed_as_spam_and_go_after_two_weeks()
    {
        await site.AskAsync("216-555-0101", ("name", "Robot"), ("reserved", "filled in"));
        var held = await sue.Http.PageAsync("/staff/held");
        var id = held.QuerySelector("input[name=id]")!.GetAttribute("value")!;

        await sue.PostAsync("/staff/held", "/staff/held?handler=Spam", ("id", id));

        Assert.Contains("Nothing is held", (await sue.Http.PageAsync("/staff/held")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("All of this will be deleted on December 8, 2026.", (await sue.Http.PageAsync($"/staff/requests/{id}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_while_we_are_closed_needs_a_reason_that_colleagues_can_read()
    {
        var url = await AskAsync();
        (string, string)[] saturday = [("again", "other"), ("day", "2026-11-28"), ("time", "11:00")];

        var refused = await LaterAsync(url, saturday);
        Assert.Contains("We are closed on Saturday at 11:00 a.m. ET", (await refused.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await LaterAsync(url, [.. saturday, ("why", "I stay for it.")])).StatusCode);
        Assert.Equal("To be called while we are closed, because: I stay for it.", (await ana.Http.PageAsync(url)).QuerySelector(".said blockquote")!.TextContent);
    }
}
