using System.Net;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Live;

public sealed class ChangesTests : IAsyncLifetime
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
        return site.DisposeAsync();
    }

    private static Task<string> ChangesAsync(StaffClient who) => who.Http.GetStringAsync("/staff/changes?auto");

    private async Task<string> AskAsync(string name = "Sam", string number = "216-555-0101")
    {
        await site.AskAsync(number, ("name", name));
        return (await ana.Http.PageAsync("/staff")).QuerySelectorAll(".rows .person a").Single(a => a.TextContent == name).GetAttribute("href")!;
    }

    [Fact]
    public async Task The_number_changes_with_a_request_a_claim_and_a_note_and_with_nothing_else()
    {
        var number = await ChangesAsync(ana);
        Assert.Equal(number, await ChangesAsync(ben));
        Assert.True(number.Length < 40);
        async Task ExpectAsync(bool isNew)
        {
            var before = number;
            number = await ChangesAsync(ben);
            Assert.Equal(isNew, number != before);
        }

        var url = await AskAsync();
        await ExpectAsync(true);
        await ana.Http.GetAsync("/staff");
        await ana.Http.GetAsync("/staff/requests");
        await ExpectAsync(false);
        await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]));
        await ExpectAsync(true);
        await ana.PostAsync(url, url + "?handler=Note", ("note", "Call after four."));
        await ExpectAsync(true);
        using var visitor = site.Client();
        await visitor.PostAsync("/call-taps", new StringContent("/\nhero"));
        await visitor.GetAsync("/health/ready");
        await ExpectAsync(false);
    }

    [Fact]
    public async Task The_page_that_is_open_says_with_what_number_it_was_made()
    {
        await AskAsync();

        Assert.Equal(await ChangesAsync(ana), (await ana.Http.PageAsync("/staff")).QuerySelector("#queue")!.GetAttribute("data-changes"));
    }

    [Fact]
    public async Task Colleagues_see_in_the_list_and_on_the_page_who_is_looking_and_when_they_have_gone()
    {
        var url = await AskAsync();

        await ana.Http.GetAsync(url);

        Assert.Contains("Ana is looking at it", (await ben.Http.PageAsync("/staff")).QuerySelector(".rows .row")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ana is looking at this too.", (await ben.Http.PageAsync(url)).QuerySelector("p.looking")!.TextContent, StringComparison.Ordinal);
        // Nobody is told about themselves.
        Assert.DoesNotContain("Ana is looking", (await ana.Http.PageAsync("/staff")).Body!.TextContent, StringComparison.Ordinal);
        await ana.Http.GetAsync($"/staff/changes?auto&looking={url[^36..]}&gone=true");
        Assert.DoesNotContain("Ana is looking", (await ben.Http.PageAsync("/staff")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_renews_itself_is_no_second_look_and_no_sign_of_life()
    {
        var url = await AskAsync();
        await ana.Http.GetAsync(url);
        for (var i = 0; i < 6; i++)
        {
            site.Clock.Now += TimeSpan.FromMinutes(9);
            await ana.Http.GetAsync(url + "?auto");
            await ChangesAsync(ana);
        }

        Assert.Equal(1L, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'saw it'"));
        site.Clock.Now += TimeSpan.FromMinutes(7);
        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff/changes?auto")).StatusCode);
    }

    [Fact]
    public async Task On_a_telephone_one_tap_claims_and_dials_and_whoever_comes_second_does_neither()
    {
        var url = await AskAsync();

        var first = await ana.PostAsync("/staff", "/staff?handler=Call", ("id", url[^36..]));
        var second = await ben.PostAsync("/staff", "/staff?handler=Call", ("id", url[^36..]));

        Assert.Equal(url + "?dial=now#call", first.Headers.Location!.ToString());
        Assert.Equal("tel:+12165550101", (await ana.Http.PageAsync(url)).QuerySelector("[data-dial-now]")!.GetAttribute("href"));
        Assert.Equal(HttpStatusCode.Conflict, second.StatusCode);
        Assert.Contains("Ana has this one since", (await second.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallAttempts"));
    }
}
