using System.Net;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;
using static RecoverySite.Web.Tests.Pages.Staff.Requests.RequestSteps;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>Who has a request, and how it becomes somebody else's: taken over, put off, put back, signed out. The clock stands at 10:00 in New York.</summary>
public sealed class TakeOverTests : IAsyncLifetime
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

    [Fact]
    public async Task A_supervisor_takes_over_what_a_colleague_has_and_both_read_whose_it_is()
    {
        var url = await site.TakenAsync(ana, dials: true);
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
        var url = await site.TakenAsync(sue);

        Assert.DoesNotContain((await ana.Http.PageAsync(url)).QuerySelectorAll("button"), b => b.TextContent.StartsWith("Take it over", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]), ("takingOver", "true"))).StatusCode);
        Assert.StartsWith("Yours", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_takes_somebody_on_is_on_duty()
    {
        Assert.Contains("Off duty", (await ana.Http.PageAsync("/staff")).QuerySelector(".duty")!.TextContent, StringComparison.Ordinal);

        await site.TakenAsync(ana);

        Assert.Contains("On duty", (await ana.Http.PageAsync("/staff")).QuerySelector(".duty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_puts_a_call_off_does_not_have_it_any_more()
    {
        var url = await site.TakenAsync(ana);
        var time = (await ana.Http.PageAsync(url)).QuerySelector("#later-again option")!.GetAttribute("value")!;

        await ana.PostAsync(url, url + "?handler=Later", ("again", time));

        Assert.StartsWith("Not yet. To be called again:", State(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Null((await ana.Http.PageAsync("/staff")).QuerySelector(".next.mine"));
    }

    [Fact]
    public async Task A_tap_on_a_list_from_before_the_call_was_put_off_dials_nobody()
    {
        var url = await site.TakenAsync(ana);
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
        var url = await site.TakenAsync(ana);

        await ana.PostAsync(url, url + "?handler=Release", ("note", "Busy line"));

        Assert.Contains("Busy line", (await sue.Http.PageAsync(url)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_in_one_browser_leaves_a_call_in_another_alone_and_in_the_last_one_a_moment_to_say_what_came_of_it()
    {
        var url = await site.TakenAsync(ana, dials: true);
        using var phone = await ana.SignInElsewhereAsync();

        await phone.PostAsync("/staff", "/staff/sign-out");
        Assert.StartsWith("Do not call: Ana has it", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Contains("On duty", (await ana.Http.PageAsync("/staff")).QuerySelector(".duty")!.TextContent, StringComparison.Ordinal);

        await ana.PostAsync("/staff", "/staff/sign-out");
        Assert.StartsWith("Do not call: Ana has it", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
        site.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.StartsWith("Ana dialed at 10:00 a.m. and has not said what came of it.", State(await sue.Http.PageAsync(url)), StringComparison.Ordinal);
    }
}
