using System.Net;
using AngleSharp.Dom;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>What a caller says of a call, who has whom meanwhile, and what a colleague may do about it. The clock stands at 10:00 in New York.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private readonly TestSite site = TestSite.Start();
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
        site.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> TakenAsync(StaffClient who, string name = "Sam", bool dials = false)
    {
        await site.AskAsync("216-555-0101", ("name", name));
        var url = (await who.PostAsync("/staff", "/staff?handler=Next")).Headers.Location!.ToString();
        if (dials)
            await who.PostAsync(url, url + "?handler=Dial");
        return url;
    }

    private static string State(IDocument page) => page.QuerySelector(".state")!.TextContent.Trim();

    private static string OfferedTime(IDocument page) => page.QuerySelector("#again option")!.GetAttribute("value")!;

    private static async Task<string> SaidAsync(StaffClient who, HttpResponseMessage answer) =>
        (await who.Http.PageAsync(answer.Headers.Location!.ToString())).QuerySelector(".done")!.TextContent.Split("  ")[0].Trim();

    [Fact]
    public async Task Whoever_is_reached_and_wants_to_be_called_at_another_time_stays_open_and_counts_as_spoken_with()
    {
        var url = await TakenAsync(ana, dials: true);

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
    public async Task When_somebody_else_picked_up_they_are_tried_again_and_nobody_was_reached()
    {
        var url = await TakenAsync(ana, dials: true);
        var page = await ana.Http.PageAsync(url);

        var said = await SaidAsync(ana, await ana.PostAsync(url, url + "?handler=Record", ("outcome", "SomebodyElse"), ("again", OfferedTime(page))));

        Assert.StartsWith("Recorded: Sam, somebody else picked up, to be called ", said, StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallRequests WHERE FirstCalledAt IS NOT NULL AND FirstReachedAt IS NULL AND ClosedAt IS NULL"));
    }

    [Fact]
    public async Task What_closes_a_request_says_so()
    {
        var url = await TakenAsync(ana, dials: true);

        Assert.StartsWith("Recorded: Sam, no answer. Nobody will call them again: the request is closed.", await SaidAsync(ana, await ana.PostAsync(url, url + "?handler=Record", ("outcome", "NoAnswer"), ("again", "never"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_was_chosen_stands_in_the_form_that_comes_back_also_when_it_is_not_offered_any_more()
    {
        var url = await TakenAsync(ana, dials: true);
        var time = OfferedTime(await ana.Http.PageAsync(url));
        site.Clock.Now += TimeSpan.FromMinutes(3);

        var page = await (await ana.PostAsync(url, url + "?handler=Record", ("again", time))).PageAsync();

        Assert.Equal(time, page.QuerySelector("#again option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Whoever_puts_a_call_off_does_not_have_it_any_more()
    {
        var url = await TakenAsync(ana);
        var time = (await ana.Http.PageAsync(url)).QuerySelector("#later-again option")!.GetAttribute("value")!;

        await ana.PostAsync(url, url + "?handler=Later", ("again", time));

        Assert.StartsWith("Not yet. To be called again:", State(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Null((await ana.Http.PageAsync("/staff")).QuerySelector(".next.mine"));
    }

    [Fact]
    public async Task A_tap_on_a_list_from_before_the_call_was_put_off_dials_nobody()
    {
        var url = await TakenAsync(ana);
        var time = (await ana.Http.PageAsync(url)).QuerySelector("#later-again option")!.GetAttribute("value")!;
        await ana.PostAsync(url, url + "?handler=Later", ("again", time));

        var answer = await sue.PostAsync("/staff", "/staff?handler=Call", ("id", url[^36..]));

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("That call was put off meanwhile", (await answer.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0L, new Store(site.DataFolder).Count("CallAttempts"));
    }

    [Fact]
    public async Task Putting_it_back_takes_along_a_note_that_was_begun()
    {
        var url = await TakenAsync(ana);

        await ana.PostAsync(url, url + "?handler=Release", ("note", "Busy line"));

        Assert.Contains("Busy line", (await sue.Http.PageAsync(url)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supervisor_takes_over_what_a_colleague_has_and_both_read_whose_it_is()
    {
        var url = await TakenAsync(ana, dials: true);
        var offered = (await sue.Http.PageAsync(url)).QuerySelectorAll("button").Single(b => b.TextContent == "Take it over from Ana");

        var taken = await sue.PostAsync(url, offered.Closest("form")!.GetAttribute("action")!, ("id", url[^36..]), ("takingOver", "true"));

        Assert.Equal(url, taken.Headers.Location!.ToString());
        Assert.StartsWith("Yours until 10:10 a.m.", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.StartsWith("Do not call: Sue has it", State(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Contains("Sue took it over", (await sue.Http.PageAsync(url)).QuerySelector(".timeline")!.TextContent, StringComparison.Ordinal);
        // What came of her own call is still hers to say, and changes nothing of what Sue does.
        Assert.Equal($"/staff?done=recorded-theirs&id={url[^36..]}", (await ana.PostAsync(url, url + "?handler=Record", ("outcome", "NoAnswer"), ("again", "never"))).Headers.Location!.ToString());
        Assert.StartsWith("Yours", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_takes_nothing_over()
    {
        var url = await TakenAsync(sue);

        Assert.DoesNotContain((await ana.Http.PageAsync(url)).QuerySelectorAll("button"), b => b.TextContent.StartsWith("Take it over", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]), ("takingOver", "true"))).StatusCode);
        Assert.StartsWith("Yours", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_takes_somebody_on_is_on_duty()
    {
        Assert.Contains("Off duty", (await ana.Http.PageAsync("/staff")).QuerySelector(".duty")!.TextContent, StringComparison.Ordinal);

        await TakenAsync(ana);

        Assert.Contains("On duty", (await ana.Http.PageAsync("/staff")).QuerySelector(".duty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_in_one_browser_leaves_a_call_in_another_alone_and_in_the_last_one_a_moment_to_say_what_came_of_it()
    {
        var url = await TakenAsync(ana, dials: true);
        using var phone = await ana.SignInElsewhereAsync();

        await phone.PostAsync("/staff", "/staff/sign-out");
        Assert.StartsWith("Do not call: Ana has it", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Contains("On duty", (await ana.Http.PageAsync("/staff")).QuerySelector(".duty")!.TextContent, StringComparison.Ordinal);

        await ana.PostAsync("/staff", "/staff/sign-out");
        Assert.StartsWith("Do not call: Ana has it", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
        site.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.StartsWith("Ana dialed at 10:00 a.m. and has not said what came of it.", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_not_there_is_said_to_be_on_a_page_of_the_desk()
    {
        var answer = await ana.Http.GetAsync($"/staff/requests/{Guid.NewGuid()}");
        var page = await answer.PageAsync();

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("This request is not here", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("main a[href='/staff']"));
    }

    [Fact]
    public async Task Two_who_asked_with_one_number_are_asked_who_they_are_before_anything_is_said()
    {
        await TakenAsync(ana, "Walt");
        await site.AskAsync("216-555-0101", ("name", "Wilma"), ("note", "My husband must not know."));
        var url = (await ana.Http.PageAsync("/staff")).QuerySelector(".row h3 a")!.GetAttribute("href")!;

        var wishes = (await ana.Http.PageAsync(url)).QuerySelector(".wishes")!.TextContent;

        Assert.Contains("say no name before they have said theirs", wishes, StringComparison.Ordinal);
        Assert.DoesNotContain("Ask for Walt", wishes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_request_without_a_name_about_somebody_else_nothing_is_told_to_whoever_picks_up()
    {
        await site.AskAsync("216-555-0101", ("name", ""), ("for", "other"), ("note", "It is about my son."));
        var url = (await ana.PostAsync("/staff", "/staff?handler=Next")).Headers.Location!.ToString();

        Assert.Contains("it is about someone else, who may pick up", (await ana.Http.PageAsync(url)).QuerySelector(".wishes")!.TextContent, StringComparison.Ordinal);
    }
}
