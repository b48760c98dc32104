using System.Net;
using RecoverySite.Tests.Sites;
using static RecoverySite.Web.Tests.Pages.Staff.Requests.RequestSteps;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>Who may dial a number, and what everybody reads when somebody dialed or may not. The clock stands at 10:00 in New York.</summary>
public sealed class DiallingTests : IAsyncLifetime
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
    public async Task Dialling_is_seen_by_colleagues_and_offers_the_outcome()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);

        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync(url, url + "?handler=Dial")).StatusCode);

        var page = await ana.Http.PageAsync(url);
        Assert.Equal("tel:+12165550101", page.QuerySelector(".calling a")!.GetAttribute("href"));
        Assert.Contains("You dialed at 10:00 a.m.", Text(page), StringComparison.Ordinal);
        Assert.Contains("Ana has it since 10:00 a.m. and dialed at 10:00 a.m.", Text(await ben.Http.PageAsync(url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_claim_that_ran_out_nothing_is_dialled_and_the_page_says_why()
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);
        var token = await ana.TokenAsync(url);
        site.Clock.Now += TimeSpan.FromMinutes(10);

        var answer = await ana.SendAsync(url + "?handler=Dial", token);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("Do not call: your claim has run out", Text(await answer.PageAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visitor_who_withdrew_a_moment_ago_is_not_dialled()
    {
        var receipt = await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);
        var token = await ana.TokenAsync(url);
        using var visitor = site.Client();
        await visitor.PostAsync(receipt + "?handler=Withdraw", new FormUrlEncodedContent([]));

        var answer = await ana.SendAsync(url + "?handler=Dial", token);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var text = Text(await answer.PageAsync());
        Assert.Contains("Do not call: this request is closed", text, StringComparison.Ordinal);
        Assert.Contains("Do not call: withdrawn by the visitor", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(PartOfTheNumber, text);
    }

    [Fact]
    public async Task Only_the_holder_can_dial_record_or_put_back()
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);

        foreach (var handler in new[] { "Dial", "Release", "Record" })
        {
            var answer = await ben.PostAsync(url, $"{url}?handler={handler}", ("outcome", "Reached"));
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        }
        Assert.Equal($"/staff?done=put-back&id={url[^36..]}", (await ana.PostAsync(url, url + "?handler=Release")).Headers.Location!.ToString());
        Assert.Equal(url, await ClaimAsync(ben));
    }

    [Fact]
    public async Task After_somebody_dialled_and_said_nothing_the_next_is_asked_before_claiming()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");
        site.Clock.Now += TimeSpan.FromMinutes(91);
        using var cy = await StaffClient.SignedInAsync(site, "Cy");

        var asked = await cy.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]));
        Assert.Equal(HttpStatusCode.Conflict, asked.StatusCode);
        var page = await asked.PageAsync();
        Assert.Contains("Ana dialed at 10:00 a.m. and has not said what came of it.", page.QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        var meant = await cy.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]), ("knowingly", "true"));

        Assert.Equal(url, meant.Headers.Location!.ToString());
    }

    [Fact]
    public async Task What_was_just_put_back_is_not_handed_out_to_the_same_person_again()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await site.AskAsync("216-555-0102", ("name", "Kate"));
        var sam = await ClaimAsync(ana);
        await ana.PostAsync(sam, sam + "?handler=Release");

        Assert.NotEqual(sam, await ClaimAsync(ana));
        Assert.Equal(sam, await ClaimAsync(ben));
    }
}
