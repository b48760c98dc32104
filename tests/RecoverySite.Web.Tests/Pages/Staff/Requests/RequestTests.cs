using System.Net;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;
using static RecoverySite.Web.Tests.Pages.Staff.Requests.RequestSteps;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>What the page of a request shows, and to whom. The clock stands at 10:00 in New York.</summary>
public sealed class RequestTests : IAsyncLifetime
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
    public async Task The_number_is_shown_to_whoever_has_claimed_it_and_masked_for_everybody_else()
    {
        await site.AskAsync("216-555-0101 x12", ("name", "Sam"));
        var url = (await ben.Http.PageAsync("/staff")).QuerySelector(".person a")!.GetAttribute("href")!;
        Assert.Contains("216-***-0101", await ben.Http.GetStringAsync(url), StringComparison.Ordinal);

        Assert.Equal(url, await ClaimAsync(ana));

        var hers = await ana.Http.GetStringAsync(url);
        Assert.Contains("216-555-0101", hers, StringComparison.Ordinal);
        Assert.Contains("extension 12", hers, StringComparison.Ordinal);
        var his = await ben.Http.GetStringAsync(url);
        Assert.Contains("Do not call: Ana has it since 10:00 a.m.", his, StringComparison.Ordinal);
        Assert.DoesNotMatch(PartOfTheNumber, his);
        site.Clock.Now += TimeSpan.FromMinutes(10);
        Assert.DoesNotMatch(PartOfTheNumber, await ana.Http.GetStringAsync(url));
    }

    [Fact]
    public async Task What_to_know_before_calling_stands_before_the_number()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("for", "other"), ("voicemail", "no"), ("zone", "America/Chicago"), ("note", "My brother.\nMornings are best."));
        var page = await ana.Http.PageAsync(await ClaimAsync(ana));

        Assert.Equal(
            ["No voicemail.", "Ask for Sam. Do not say why you call before you know who picked up.", "Tell nobody else who is calling.", "It is about someone else.", "It is 9:00 a.m. Central where they are."],
            page.QuerySelectorAll(".wishes li").Select(l => l.TextContent.Trim()));
        Assert.Equal("My brother.\nMornings are best.", page.QuerySelector(".said blockquote")!.TextContent);
        var text = Text(page);
        Assert.True(text.IndexOf("No voicemail.", StringComparison.Ordinal) < text.IndexOf("216-555-0101", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_they_allowed_is_said_too()
    {
        await site.AskAsync("216-555-0101", ("voicemail", "yes"), ("say-who", "yes"), ("text", "yes"));
        var page = await ana.Http.PageAsync(await ClaimAsync(ana));

        var wishes = page.QuerySelectorAll(".wishes li").Select(l => l.TextContent.Trim()).ToList();
        Assert.Contains("Whoever else picks up may be told who is calling.", wishes);
        Assert.Contains("Wants a text message first, or instead of a call.", wishes);
        // What is to be done in another way is as red as what is not to be done.
        Assert.Equal(["Wants a text message first, or instead of a call."], page.QuerySelectorAll(".wishes li.no").Select(l => l.TextContent.Trim()));
        Assert.Equal("sms:+12165550101", page.QuerySelector(".calling a[href^='sms:']")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Who_asks_again_is_one_request_with_both_wishes_and_one_no_is_enough()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("voicemail", "yes"), ("note", "The first."));
        await site.AskAsync("(216) 555 0101", ("name", "Sam"), ("voicemail", "no"), ("note", "The second."));
        Assert.Contains("Asked 2 times", Text(await ana.Http.PageAsync("/staff")), StringComparison.Ordinal);
        var page = await ana.Http.PageAsync(await ClaimAsync(ana));

        Assert.Contains("No voicemail.", Text(page), StringComparison.Ordinal);
        Assert.Equal(["The first.", "The second."], page.QuerySelectorAll(".said blockquote").Select(b => b.TextContent));
        Assert.Equal(["Ana claimed it 10:00 a.m.", "The visitor asked again 10:00 a.m.", "The visitor asked 10:00 a.m.", "Ana saw it with the number 10:00 a.m."], Timeline(page));
    }

    [Fact]
    public async Task Two_people_with_one_number_are_both_named_and_not_taken_for_each_other()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("for", "me"));
        await site.AskAsync("216-555-0101", ("name", "Kate"), ("for", "other"));
        var page = await ana.Http.PageAsync(await ClaimAsync(ana));

        Assert.Equal("Sam / Kate", page.QuerySelector("h1")!.TextContent);
        var wishes = page.QuerySelectorAll(".wishes li").Select(l => l.TextContent.Trim()).ToList();
        Assert.Contains("2 names asked with this number: Sam, Kate. They may not know of each other: say no name before they have said theirs, and nothing of what one of them wrote.", wishes);
        Assert.Contains("Sam: it is about themselves.", wishes);
        Assert.Contains("Kate: it is about someone else.", wishes);
    }

    [Fact]
    public async Task Two_who_asked_with_one_number_are_asked_who_they_are_before_anything_is_said()
    {
        await site.TakenAsync(ana, "Walt");
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

    [Fact]
    public async Task A_number_that_the_visitor_corrected_is_not_called_withdrawn()
    {
        using var visitor = site.Client();
        var form = await RequestForm.OpenAsync(visitor);
        site.Clock.Now += TimeSpan.FromSeconds(10);
        form.Fields["phone"] = "216-555-0101";
        await form.SendAsync();
        var url = await ClaimAsync(ana);
        form.Fields["phone"] = "216-555-0102";
        await form.SendAsync();

        Assert.Contains("Do not call: the visitor corrected this number to another", Text(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Contains("216-***-0102", Text(await ben.Http.PageAsync("/staff")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Earlier_requests_from_the_number_and_what_came_of_them_stand_beside_a_new_one()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await RecordAsync(ana, await ClaimAsync(ana), "AskedNotToBeCalled");
        await site.AskAsync("216-555-0101", ("name", "Sam"));

        var page = await ana.Http.PageAsync(await ClaimAsync(ana));

        Assert.Contains("Earlier requests from this number 10:00 a.m.: asked not to be called", Text(page), StringComparison.Ordinal);
        Assert.Equal("Somebody at this number asked not to be called (10:00 a.m.), and somebody has asked again since: it need not be the same person.", page.QuerySelector(".wishes li.no")!.TextContent);
    }

    [Fact]
    public async Task A_held_request_is_for_supervisors_alone_until_one_says_that_it_is_no_spam()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("reserved", "filled in"));
        using var sue = await StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);
        var held = await sue.Http.PageAsync("/staff/held");
        var url = held.QuerySelector(".person a")!.GetAttribute("href")!;
        Assert.Contains("Held: a field that people cannot see was filled in.", Text(held), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await ana.Http.GetAsync(url)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await sue.Http.GetAsync(url)).StatusCode);
        await sue.PostAsync("/staff/held", "/staff/held?handler=NotSpam", ("id", url[^36..]));

        Assert.Equal(url, await ClaimAsync(ana));
        Assert.Contains("Nothing is held", Text(await sue.Http.PageAsync("/staff/held")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_is_stored_before_anything_is_shown_and_a_request_that_is_not_there_is_not_found()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = (await ben.Http.PageAsync("/staff")).QuerySelector(".person a")!.GetAttribute("href")!;
        Assert.Equal(0L, new Store(site.DataFolder).Count("AuditEntries WHERE Action LIKE 'saw%'"));

        await ben.Http.GetAsync(url);

        Assert.Equal(ben.Id.ToString(), new Store(site.DataFolder).Text("SELECT Actor FROM AuditEntries WHERE Action = 'saw it'"));
        Assert.Equal(HttpStatusCode.NotFound, (await ben.Http.GetAsync($"/staff/requests/{Guid.NewGuid()}")).StatusCode);
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
}
