using System.Net;
using RecoverySite.Tests.Sites;
using static RecoverySite.Web.Tests.Pages.Staff.Requests.RequestSteps;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>The same form that comes twice, or after its time.</summary>
public sealed class SentTwiceTests : IAsyncLifetime
{
    private readonly TestSite site = TestSite.Start();
    private StaffClient ana = null!;

    public async ValueTask InitializeAsync() => ana = await StaffClient.SignedInAsync(site);

    public ValueTask DisposeAsync()
    {
        ana.Dispose();
        site.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(true, "16:00")]
    [InlineData(true, "never")]
    [InlineData(false, "16:00")]
    [InlineData(false, "never")]
    public async Task The_same_outcome_sent_twice_is_one_call_with_one_note_and_the_same_answer(bool dials, string again)
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        if (dials)
            await ana.PostAsync(url, url + "?handler=Dial");
        var page = await ana.Http.PageAsync(url);
        (string, string)[] form =
        [
            ("attempt", page.QuerySelector(".outcome input[name=attempt]")!.GetAttribute("value")!), ("outcome", "NoAnswer"),
            ("again", again == "never" ? again : page.QuerySelector("#again option")!.GetAttribute("value")!), ("note", "It rang for long."),
        ];

        var first = await ana.PostAsync(url, url + "?handler=Record", form);
        var second = await ana.PostAsync(url, url + "?handler=Record", form);

        Assert.Equal((HttpStatusCode.SeeOther, $"/staff?done=recorded&id={url[^36..]}"), (first.StatusCode, first.Headers.Location!.ToString()));
        Assert.Equal((first.StatusCode, first.Headers.Location), (second.StatusCode, second.Headers.Location));
        var store = new Store(site.DataFolder);
        Assert.Equal((1L, 1L, 1L), (store.Count("CallAttempts"), store.Count("StaffNotes"), store.Count("AuditEntries WHERE Action = 'recorded: no answer'")));
    }

    [Fact]
    public async Task A_call_that_is_recorded_takes_no_other_outcome_from_the_same_form_and_a_new_page_takes_a_new_call()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        var page = await ana.Http.PageAsync(url);
        var (key, time) = (page.QuerySelector(".outcome input[name=attempt]")!.GetAttribute("value")!, page.QuerySelector("#again option")!.GetAttribute("value")!);
        await ana.PostAsync(url, url + "?handler=Record", ("attempt", key), ("outcome", "NoAnswer"), ("again", time));

        var other = await ana.PostAsync(url, url + "?handler=Record", ("attempt", key), ("outcome", "Reached"));

        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        var back = await other.PageAsync();
        Assert.Contains("This call is recorded already: no answer.", Text(back), StringComparison.Ordinal);
        var fresh = back.QuerySelector(".outcome input[name=attempt]")!.GetAttribute("value")!;
        Assert.NotEqual(key, fresh);
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.PostAsync(url, url + "?handler=Record", ("attempt", fresh), ("outcome", "Reached"))).StatusCode);
        Assert.Equal(2L, new Store(site.DataFolder).Count("CallAttempts"));
    }

    [Fact]
    public async Task A_form_that_was_opened_before_the_call_button_was_pressed_does_not_make_a_second_call()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        var key = (await ana.Http.PageAsync(url)).QuerySelector(".outcome input[name=attempt]")!.GetAttribute("value")!;
        await ana.PostAsync(url, url + "?handler=Dial");

        var old = await ana.PostAsync(url, url + "?handler=Record", ("attempt", key), ("outcome", "Reached"), ("note", "She has help now."));

        Assert.Equal(HttpStatusCode.Conflict, old.StatusCode);
        var page = await old.PageAsync();
        Assert.Contains("You have pressed Call since you opened this page", Text(page), StringComparison.Ordinal);
        Assert.Equal("She has help now.", page.QuerySelector("#outcome-note")!.TextContent.Trim());
        await ana.PostAsync(url, url + "?handler=Record", ("attempt", page.QuerySelector(".outcome input[name=attempt]")!.GetAttribute("value")!), ("outcome", "Reached"));
        Assert.Equal((1L, 1L), (new Store(site.DataFolder).Count("CallAttempts"), new Store(site.DataFolder).Count("CallAttempts WHERE Outcome = 'Reached'")));
    }

    [Fact]
    public async Task The_same_note_sent_twice_is_one_note_and_another_one_from_the_same_form_is_another()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        var key = (await ana.Http.PageAsync(url)).QuerySelector("form[action$='handler=Note'] input[name=key]")!.GetAttribute("value")!;

        foreach (var note in new[] { "She has help now.", "She has help now.", "Her sister picks up after six." })
            Assert.Equal(url, (await ana.PostAsync(url, url + "?handler=Note", ("key", key), ("note", note))).Headers.Location!.ToString());

        Assert.Equal((2L, 2L), (new Store(site.DataFolder).Count("StaffNotes"), new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'wrote a note'")));
    }
}
