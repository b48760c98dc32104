using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using static RecoverySite.Web.Tests.Pages.Staff.Requests.RequestSteps;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>When somebody is to be called again, and by whose time. The clock stands at 10:00 in New York.</summary>
public sealed class CallAgainTests : IAsyncLifetime
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

    [Fact]
    public async Task After_no_answer_the_request_comes_back_at_the_chosen_time()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("zone", "America/Chicago"));
        var url = await ClaimAsync(ana);
        var options = (await ana.Http.PageAsync(url)).QuerySelectorAll("#again option").ToList();
        Assert.Equal("11:00 a.m. ET (10:00 a.m. Central)", options[0].TextContent);
        Assert.Equal("Never: nobody tries again, and the request is closed", options[^1].TextContent);
        Assert.True(options.Count > 5);

        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "NoAnswer", options[0].GetAttribute("value")!)).StatusCode);

        var queue = await ben.Http.PageAsync("/staff");
        Assert.Equal("Due 11:00 a.m.", queue.QuerySelector(".row.later .wait")!.TextContent);
        Assert.Contains("To be called again then", Text(queue), StringComparison.Ordinal);
        site.Clock.Now += TimeSpan.FromHours(1);
        using var cy = await StaffClient.SignedInAsync(site, "Cy");
        Assert.Contains("1 call so far: no answer", Text(await cy.Http.PageAsync("/staff")), StringComparison.Ordinal);
        Assert.Equal(url, await ClaimAsync(cy));
    }

    [Fact]
    public async Task Times_to_try_again_are_never_in_their_night()
    {
        await site.AskAsync("216-555-0101", ("zone", "Pacific/Honolulu"));
        var url = (await ana.Http.PageAsync("/staff")).QuerySelector(".person a")!.GetAttribute("href")!;
        await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]));
        var offered = (await ana.Http.PageAsync(url)).QuerySelectorAll("#again option").Select(o => o.TextContent).ToList();

        // Ten in the morning here is five there.
        Assert.StartsWith("5:00 p.m. ET (noon Hawaii)", offered[0], StringComparison.Ordinal);
        Assert.DoesNotContain(offered, o => o.Contains("8:00 a.m. ET", StringComparison.Ordinal));
        var answer = await RecordAsync(ana, url, "NoAnswer", "2026-11-25T13:00:00.0000000+00:00", "Typed already.");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await answer.PageAsync();
        Assert.Contains("between 8 in the morning and 9 in the evening", Text(page), StringComparison.Ordinal);
        Assert.Equal("Typed already.", page.QuerySelector("#outcome-note")!.TextContent.Trim());
        Assert.True(page.QuerySelector("#no-answer")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task An_old_page_cannot_close_a_request_by_naming_no_time_or_one_that_is_past()
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);

        foreach (var again in new[] { "", "tomorrow", "2026-11-24T14:59:00.0000000+00:00", "2027-11-24T15:00:00.0000000+00:00" })
            Assert.Equal(HttpStatusCode.Conflict, (await RecordAsync(ana, url, "NoAnswer", again)).StatusCode);
        Assert.Equal(0L, new Store(site.DataFolder).Count("CallRequests WHERE ClosedAt IS NOT NULL OR TryAgainAt IS NOT NULL"));
    }

    [Fact]
    public async Task A_time_that_was_chosen_stands_in_the_form_that_comes_back_also_when_it_is_not_offered_any_more()
    {
        var url = await site.TakenAsync(ana, dials: true);
        var time = OfferedTime(await ana.Http.PageAsync(url));
        site.Clock.Now += TimeSpan.FromMinutes(3);

        var page = await (await ana.PostAsync(url, url + "?handler=Record", ("again", time))).PageAsync();

        Assert.Equal(time, page.QuerySelector("#again option[selected]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task An_agreed_time_is_said_by_the_clock_by_which_it_was_agreed()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("zone", "America/Chicago"));
        var receipt = await site.AskAsync("216-555-0101", ("name", "Sam"), ("zone", "America/Denver"));
        var url = await ClaimAsync(ana);
        await RecordAsync(ana, url, "NoAnswer", await TimeAsync(ana, url));
        using var visitor = site.Client();
        await visitor.PostAsync(receipt + "?handler=Withdraw", new FormUrlEncodedContent([]));

        Assert.Equal("Not yet. To be called again: 11:00 a.m. ET (9:00 a.m. Mountain)", (await ben.Http.PageAsync(url)).QuerySelector(".state")!.TextContent);
    }

    [Theory]
    [InlineData("2026-11-24T15:00:00Z", false)]
    [InlineData("2027-02-01T15:00:00Z", true)]
    public async Task Whose_clock_is_meant_is_asked_when_the_clocks_part_before_the_last_day_that_can_be_chosen(string now, bool asks)
    {
        // In Jamaica it is as late as in New York, until the clocks go forward there in March.
        using var later = TestSite.Start(new TestClock(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));
        using var cy = await StaffClient.SignedInAsync(later, "Cy");
        await later.Services.GetRequiredService<ContactsStore>().WriteAsync(
            async db =>
            {
                var words = ConsentText.Of("v1", "You ask us to call.", "Ask");
                await Intake.ReceiveAsync(db, new CallForm("key", PhoneNumber.Parse("216-555-0101")!, "216-555-0101", "Sam", null, true, null, null, "America/Jamaica", null, null, null), words, "/request-a-call", later.Clock.Now, default);
            },
            default);

        Assert.Equal(asks, (await cy.Http.PageAsync(await ClaimAsync(cy))).QuerySelector("input[name=clock]") is not null);
    }
}
