using System.Net;
using RecoverySite.Tests.Sites;
using static RecoverySite.Web.Tests.Pages.Staff.Requests.RequestSteps;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>Notes beside a request, and what becomes of one that cannot be taken.</summary>
public sealed class NoteTests : IAsyncLifetime
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
    public async Task A_colleague_can_leave_a_note_without_claiming()
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await ben.PostAsync(url, url + "?handler=Note", ("note", "  "))).StatusCode);
        Assert.Equal(url, (await ben.PostAsync(url, url + "?handler=Note", ("note", "I know her sister."))).Headers.Location!.ToString());

        Assert.Equal("I know her sister.", (await ana.Http.PageAsync(url)).QuerySelector(".said blockquote")!.TextContent);
    }

    [Fact]
    public async Task A_note_that_is_too_long_is_not_cut_but_given_back()
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);
        var note = new string('x', 2001);

        var answer = await ben.PostAsync(url, url + "?handler=Note", ("note", note));

        Assert.Equal(note, (await answer.PageAsync()).QuerySelector("#note")!.TextContent.Trim());
    }

    [Fact]
    public async Task A_note_of_the_full_length_with_many_lines_is_taken_as_browsers_send_it()
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);
        var note = string.Concat(Enumerable.Repeat("xxx\n", 499)) + "last";

        Assert.Equal(2000, note.Length);
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.PostAsync(url, url + "?handler=Note", ("note", note.ReplaceLineEndings("\r\n")))).StatusCode);
        Assert.Equal(note, (await ana.Http.PageAsync(url)).QuerySelector(".said blockquote")!.TextContent);
    }

    [Fact]
    public async Task A_note_kept_for_one_person_is_not_given_to_another()
    {
        using var cy = await StaffClient.JoinAsync(site, "cy@example.org", "Cy");
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);
        var token = await cy.TokenAsync(url);
        site.Clock.Now += TimeSpan.FromMinutes(61);

        // Ana wrote it, her session is over, and Cy is the next to sign in in this browser.
        await cy.SendAsync(url + "?handler=Note", token, ("note", "Hers."), ("by", ana.Id.ToString()));
        var half = await cy.PostAsync("/staff/sign-in", ("email", "cy@example.org"), ("password", StaffClient.Password));
        await cy.PostAsync(half.Headers.Location!.ToString(), ("code", cy.NextCode()));

        Assert.DoesNotContain("Hers.", await cy.Http.GetStringAsync(url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_note_that_was_being_sent_when_the_session_ended_is_there_after_signing_in_again()
    {
        using var cy = await StaffClient.JoinAsync(site, "cy@example.org", "Cy");
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);
        var token = await cy.TokenAsync(url);
        site.Clock.Now += TimeSpan.FromMinutes(61);
        var note = string.Concat(Enumerable.Repeat("Her sister picks up after six. ☎ ", 60)).Trim();

        var refused = await cy.SendAsync(url + "?handler=Note", token, ("note", note), ("by", cy.Id.ToString()));
        Assert.Equal($"/staff/sign-in?to={Uri.EscapeDataString(url)}", refused.Headers.Location!.ToString());
        Assert.Contains("The note that you were writing is kept", await cy.Http.GetStringAsync(refused.Headers.Location), StringComparison.Ordinal);
        Assert.DoesNotContain(cy.Cookies, c => c.Value.Contains("sister", StringComparison.Ordinal));
        var half = await cy.PostAsync(refused.Headers.Location.ToString(), ("email", "cy@example.org"), ("password", StaffClient.Password));
        var back = await cy.PostAsync(half.Headers.Location!.ToString(), ("code", cy.NextCode()));

        Assert.Equal(url, back.Headers.Location!.ToString());
        // Not lost by a look at another page before.
        await site.AskAsync("216-555-0109", ("name", "Other"));
        await cy.Http.GetAsync((await cy.Http.PageAsync("/staff")).QuerySelectorAll(".person a")[^1].GetAttribute("href"));
        Assert.Equal(note, (await cy.Http.PageAsync(url)).QuerySelector("#note")!.TextContent.Trim());
        Assert.Equal("", (await cy.Http.PageAsync(url)).QuerySelector("#note")!.TextContent.Trim());
    }
}
