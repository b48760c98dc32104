using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

public sealed class ListTests : IAsyncLifetime
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
        return site.DisposeAsync();
    }

    private static List<string> Names(IDocument page) => [.. page.QuerySelectorAll(".rows .person a").Select(a => a.TextContent)];

    private async Task<List<string>> NamesAsync(string url, StaffClient? who = null) => Names(await (who ?? sue).Http.PageAsync(url));

    private async Task<string> UrlAsync(string name) => (await sue.Http.PageAsync("/staff/requests")).QuerySelectorAll(".person a").Single(a => a.TextContent == name).GetAttribute("href")!;

    private async Task CloseAsync(string name, string outcome)
    {
        var url = await UrlAsync(name);
        await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]));
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync(url, url + "?handler=Record", ("outcome", outcome), ("again", "never"))).StatusCode);
    }

    private Task<HttpResponseMessage> FindAsync(string typed, StaffClient? who = null) => (who ?? sue).PostAsync("/staff/requests", "/staff/requests?handler=Find", ("find", typed));

    [Fact]
    public async Task Filters_stand_in_the_address_and_narrow_the_list_by_state_person_page_and_day()
    {
        await site.AskAsync("216-555-0101", ("name", "Reached"));
        await site.AskAsync("216-555-0102", ("name", "Wrong"));
        await site.AskAsync("216-555-0103", ("name", "Held"), ("reserved", "filled in"));
        await CloseAsync("Reached", "Reached");
        await CloseAsync("Wrong", "WrongNumber");
        site.Clock.Now += TimeSpan.FromHours(20);
        sue = await StaffClient.SignedInAsync(site, "Susan", StaffRole.Supervisor);
        using var cy = await StaffClient.SignedInAsync(site, "Cy");
        await site.AskAsync("216-555-0104", ("name", "Next day"));
        await site.AskAsync("216-555-0105", ("name", "Later"), ("when", "2026-11-27T13:00:00Z/2026-11-27T17:00:00Z"));

        Assert.Equal(["Later", "Next day", "Held", "Wrong", "Reached"], await NamesAsync("/staff/requests"));
        Assert.Equal(["Later", "Next day", "Held"], await NamesAsync("/staff/requests?state=open"));
        Assert.Equal(["Next day"], await NamesAsync("/staff/requests?state=waiting"));
        Assert.Equal(["Later"], await NamesAsync("/staff/requests?state=later"));
        Assert.Equal(["Held"], await NamesAsync("/staff/requests?state=held"));
        Assert.Equal(["Wrong", "Reached"], await NamesAsync("/staff/requests?state=closed"));
        Assert.Equal(["Wrong"], await NamesAsync("/staff/requests?state=wrongnumber"));
        Assert.Equal(["Wrong", "Reached"], await NamesAsync($"/staff/requests?by={ana.Id}"));
        Assert.Equal(["Held", "Wrong", "Reached"], await NamesAsync("/staff/requests?from=2026-11-24&to=2026-11-24"));
        Assert.Equal(["Later", "Next day"], await NamesAsync("/staff/requests?from=2026-11-25"));
        Assert.Equal(["Reached"], await NamesAsync($"/staff/requests?by={ana.Id}&state=reached&to=2026-11-24"));
        // What makes no sense filters nothing, and what is held is for supervisors.
        Assert.Equal(5, (await NamesAsync("/staff/requests?state=nonsense&from=yesterday&after=1.2")).Count);
        Assert.DoesNotContain("Held", await NamesAsync("/staff/requests", cy));
        Assert.Equal([], await NamesAsync("/staff/requests?state=held", cy));
    }

    [Fact]
    public async Task The_page_that_led_to_a_request_can_be_filtered_by()
    {
        await site.AskAsync("216-555-0101", ("name", "Reader"), ("from", "heroin/cravings"));
        await site.AskAsync("216-555-0102", ("name", "Other"));

        Assert.Equal(["Reader"], await NamesAsync("/staff/requests?page=/heroin/cravings"));
        Assert.Equal(["Reader"], await NamesAsync("/staff/requests?page=heroin/cravings/"));
    }

    [Fact]
    public async Task A_number_in_any_form_its_last_four_a_reference_and_a_day_find_and_never_stand_in_an_address()
    {
        await site.AskAsync("216-555-0123", ("name", "Sam"));
        await site.AskAsync("614-555-0123", ("name", "Twin"));
        var sam = await UrlAsync("Sam");
        var id = Guid.Parse(sam[^36..]);
        var reference = await site.Services.GetRequiredService<ContactsStore>().ReadAsync(db => db.Submissions.Where(s => s.CallRequestId == id).Select(s => s.Reference).SingleAsync(), default);

        foreach (var typed in new[] { "(216) 555-0123", "216.555.0123", "+1 216 555 0123", "2165550123", reference, reference.ToLowerInvariant().Replace('-', ' ') })
            Assert.Equal(sam, (await FindAsync(typed)).Headers.Location?.ToString());
        Assert.Equal(["Twin", "Sam"], Names(await (await FindAsync("0123")).PageAsync()));
        foreach (var day in new[] { "2026-11-24", "11/24/2026", "11/24", "Nov 24", "november 24", "November 24, 2026" })
            Assert.Equal("/staff/requests?from=2026-11-24&to=2026-11-24", (await FindAsync(day)).Headers.Location?.ToString());
        Assert.Equal("/staff/requests?from=2025-12-24&to=2025-12-24", (await FindAsync("12/24")).Headers.Location?.ToString());
        Assert.Equal("/staff/requests?from=2024-02-29&to=2024-02-29", (await FindAsync("Feb 29")).Headers.Location?.ToString());

        var nothing = await FindAsync("216-555-0199");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
        var page = await nothing.PageAsync();
        Assert.Contains("Nothing is stored under that", page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("216-555-0199", page.QuerySelector("#find")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_list_of_many_is_paged_without_leaving_anybody_out_or_showing_anybody_twice()
    {
        for (var i = 0; i < 120; i++)
        {
            if (i % 3 == 0)
                site.Clock.Now += TimeSpan.FromSeconds(1);
            await AskQuicklyAsync(i);
        }

        var (seen, url, pages) = (new List<string>(), "/staff/requests?state=open", 0);
        while (url is not null)
        {
            var page = await sue.Http.PageAsync(url);
            seen.AddRange(Names(page));
            url = page.QuerySelectorAll("a.button").SingleOrDefault(a => a.TextContent == "Earlier ones")?.GetAttribute("href")!;
            pages++;
        }

        Assert.Equal(3, pages);
        Assert.Equal(120, seen.Count);
        Assert.Equal(120, seen.Distinct().Count());
    }

    private Task AskQuicklyAsync(int i) =>
        site.Services.GetRequiredService<ContactsStore>().WriteAsync(
            async db =>
            {
                var words = ConsentText.Of("v1", "You ask us to call.", "Ask");
                var number = $"216-555-{i:0000}";
                await Intake.ReceiveAsync(db, new CallForm($"key{i}", PhoneNumber.Parse(number)!, number, $"Person {i}", null, true, null, null, "America/New_York", null, null, null), words, "/request-a-call", site.Clock.Now, default);
            },
            default);

    [Fact]
    public async Task Several_are_closed_at_once_by_a_supervisor_and_one_that_somebody_has_stays()
    {
        foreach (var i in new[] { 1, 2, 3 })
            await site.AskAsync($"216-555-010{i}", ("name", $"Person {i}"));
        var ids = (await sue.Http.PageAsync("/staff/requests")).QuerySelectorAll("input[name=id]").Select(box => ("id", box.GetAttribute("value")!)).ToArray();
        await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", ids[2].Item2[..36]));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ana.PostAsync("/staff/requests", "/staff/requests?handler=Close", [("reason", "Spam"), .. ids])).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await sue.PostAsync("/staff/requests", "/staff/requests?handler=Close", [("reason", "Reached"), .. ids])).StatusCode);
        var done = await sue.PostAsync("/staff/requests", "/staff/requests?state=open&handler=Close", [("reason", "Spam"), .. ids]);

        Assert.Equal("/staff/requests?state=open&closed=2&left=1", done.Headers.Location?.ToString());
        Assert.Equal("2 requests were closed. 1 stayed as they were, because they were closed already, somebody has them, or they have changed since you saw them.", (await sue.Http.PageAsync(done.Headers.Location!.ToString())).QuerySelector(".done")!.TextContent);
        Assert.Equal(2L, new Store(site.DataFolder).Count("CallRequests WHERE ClosedBecause = 'Spam'"));
        Assert.Equal(2L, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'closed it: spam'"));
    }

    [Fact]
    public async Task Of_several_that_are_closed_at_once_whoever_asked_again_or_was_vouched_for_since_stays()
    {
        await site.AskAsync("216-555-0101", ("name", "Asks again"));
        await site.AskAsync("216-555-0102", ("name", "Vouched for"), ("reserved", "filled in"));
        await site.AskAsync("216-555-0103", ("name", "Held"), ("reserved", "filled in"));
        var boxes = (await sue.Http.PageAsync("/staff/requests")).QuerySelectorAll("input[name=id]").Select(box => ("id", box.GetAttribute("value")!)).ToArray();
        await site.AskAsync("216-555-0101", ("name", "Asks again"));
        await sue.PostAsync("/staff/held", "/staff/held?handler=NotSpam", ("id", (await UrlAsync("Vouched for"))[^36..]));

        var done = await sue.PostAsync("/staff/requests", "/staff/requests?handler=Close", [("reason", "Spam"), .. boxes, ("id", "nonsense")]);

        Assert.Equal("/staff/requests?closed=1&left=3", done.Headers.Location?.ToString());
        Assert.Equal(["Vouched for", "Asks again"], await NamesAsync("/staff/requests?state=open"));
    }

    [Theory]
    [InlineData("/heroin/cravings")]
    [InlineData("https://www.example.org/heroin/cravings")]
    [InlineData("heroin/cravings")]
    [InlineData("heroin cravings: what they are and what helps")]
    public async Task A_page_is_meant_by_its_address_or_its_title(string typed)
    {
        await site.AskAsync("216-555-0101", ("name", "Reader"), ("from", "heroin/cravings"));
        await site.AskAsync("216-555-0102", ("name", "Other"));

        Assert.Equal(["Reader"], await NamesAsync("/staff/requests?page=" + Uri.EscapeDataString(typed)));
    }

    [Fact]
    public async Task A_first_day_after_the_last_is_said_to_be_one()
    {
        var page = await sue.Http.PageAsync("/staff/requests?from=2026-11-25&to=2026-11-24");

        Assert.Contains("The first day is after the last", page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026-11-25", page.QuerySelector("#from")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Several_that_need_no_call_are_closed_with_a_note_that_says_why()
    {
        await site.AskAsync("216-555-0101", ("name", "One"));
        await site.AskAsync("216-555-0102", ("name", "Two"));
        var page = await sue.Http.PageAsync("/staff/requests");
        (string, string)[] form = [("reason", "NotNeeded"), .. page.QuerySelectorAll("input[name=id]").Select(b => ("id", b.GetAttribute("value")!))];

        var without = await sue.PostAsync("/staff/requests", "/staff/requests?handler=Close", form);
        Assert.Contains("Say in the note why no call is needed", (await without.PageAsync()).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        await sue.PostAsync("/staff/requests", "/staff/requests?handler=Close", [.. form, ("note", "Tests of our own.")]);

        Assert.Equal(["Two", "One"], await NamesAsync("/staff/requests?state=closed"));
        Assert.Equal("Tests of our own.", (await sue.Http.PageAsync(await UrlAsync("One"))).QuerySelector(".said blockquote")!.TextContent);
    }
}
