using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

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

    // Two of its groups side by side: three digits alone also turn up in random ids.
    private const string PartOfTheNumber = @"216\W{0,2}555|555\W{0,2}0101";

    private static async Task<string> ClaimAsync(StaffClient who) => (await who.PostAsync("/staff", "/staff?handler=Next")).Headers.Location!.ToString();

    private static Task<HttpResponseMessage> RecordAsync(StaffClient who, string url, string outcome, string again = "never", string note = "") =>
        who.PostAsync(url, url + "?handler=Record", ("outcome", outcome), ("again", again), ("note", note));

    private static string Text(IDocument page) => string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static List<string> Timeline(IDocument page) => [.. page.QuerySelectorAll(".timeline li").Select(p => string.Join(' ', p.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];

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

    [Theory]
    [InlineData("Reached", "reached")]
    [InlineData("WrongNumber", "wrong number")]
    [InlineData("AskedNotToBeCalled", "asked not to be called")]
    [InlineData("NoAnswer", "no answer")]
    public async Task An_outcome_closes_the_request_and_its_note_stays_with_it(string outcome, string words)
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"), ("voicemail", "yes"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");

        var answer = await RecordAsync(ana, url, outcome, note: "She has help now.");

        Assert.Equal($"/staff?done=recorded&id={url[^36..]}", answer.Headers.Location!.ToString());
        var queue = await ana.Http.PageAsync(answer.Headers.Location.ToString());
        Assert.Contains("Nobody is waiting", Text(queue), StringComparison.Ordinal);
        Assert.Equal(url, queue.QuerySelector(".done a")!.GetAttribute("href"));
        var page = await ben.Http.PageAsync(url);
        Assert.Contains($"Closed 10:00 a.m.: {words}.", Text(page), StringComparison.Ordinal);
        Assert.Equal("She has help now.", page.QuerySelector(".said blockquote")!.TextContent);
        Assert.Equal(["Ana wrote a note 10:00 a.m.", $"Ana recorded: {words} 10:00 a.m.", "Ana dialed 10:00 a.m.", "Ana claimed it 10:00 a.m."], Timeline(page).Take(4));
        Assert.Equal("Seen by Ben, Ana", page.QuerySelector(".beside-request summary")!.TextContent);
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
    public async Task Where_no_voicemail_is_wanted_the_outcome_is_not_offered_and_not_taken()
    {
        await site.AskAsync("216-555-0101", ("voicemail", "no"));
        var url = await ClaimAsync(ana);

        Assert.Null((await ana.Http.PageAsync(url)).QuerySelector("#voicemail"));
        Assert.Contains("They asked for no voicemail", Text(await (await RecordAsync(ana, url, "Voicemail")).PageAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nonsense")]
    [InlineData("7")]
    public async Task Without_an_outcome_nothing_is_recorded_and_the_note_is_still_there(string outcome)
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);

        var answer = await RecordAsync(ana, url, outcome, note: "Typed already.");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.PageAsync();
        Assert.Contains("Choose what came of the call", Text(page), StringComparison.Ordinal);
        Assert.Equal("Typed already.", page.QuerySelector("#outcome-note")!.TextContent.Trim());
        Assert.Equal(0L, new Store(site.DataFolder).Count("StaffNotes"));
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
    public async Task A_call_made_without_the_button_can_be_recorded_after_the_claim_has_run_out()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        site.Clock.Now += TimeSpan.FromMinutes(25);

        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "Reached")).StatusCode);
        Assert.Contains("Closed", Text(await ben.Http.PageAsync(url)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_on_call_that_was_a_mistake_can_be_said_to_be_one_and_not_put_back_in_silence()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");
        Assert.Equal(HttpStatusCode.Conflict, (await ana.PostAsync(url, url + "?handler=Release")).StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "NotCalled")).StatusCode);

        var queue = await ben.Http.PageAsync("/staff");
        Assert.DoesNotContain("so far", Text(queue), StringComparison.Ordinal);
        Assert.Equal(url, await ClaimAsync(ben));
    }

    [Fact]
    public async Task A_wrong_outcome_can_be_taken_back_unless_the_number_waits_already()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await RecordAsync(ana, url, "Reached");

        Assert.Equal(url, (await ben.PostAsync(url, url + "?handler=Reopen")).Headers.Location!.ToString());
        Assert.Equal(url, await ClaimAsync(ben));
        await RecordAsync(ben, url, "Reached");
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        Assert.Equal(HttpStatusCode.Conflict, (await ben.PostAsync(url, url + "?handler=Reopen")).StatusCode);
    }

    [Fact]
    public async Task Whoever_takes_the_outcome_of_their_own_call_back_has_the_request_and_says_again_what_came_of_that_call()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");
        await RecordAsync(ana, url, "WrongNumber");

        await ana.PostAsync(url, url + "?handler=Reopen");

        Assert.Contains("Do not call: Ana has it since", Text(await ben.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Contains("You dialed at 10:00 a.m. and have not said yet what came of it.", Text(await ana.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await RecordAsync(ana, url, "Reached")).StatusCode);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallAttempts"));
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallRequests WHERE FirstReachedAt = FirstCalledAt AND ClosedBecause = 'Reached'"));
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
    public async Task An_old_page_cannot_close_a_request_by_naming_no_time_or_one_that_is_past()
    {
        await site.AskAsync("216-555-0101");
        var url = await ClaimAsync(ana);

        foreach (var again in new[] { "", "tomorrow", "2026-11-24T14:59:00.0000000+00:00", "2027-11-24T15:00:00.0000000+00:00" })
            Assert.Equal(HttpStatusCode.Conflict, (await RecordAsync(ana, url, "NoAnswer", again)).StatusCode);
        Assert.Equal(0L, new Store(site.DataFolder).Count("CallRequests WHERE ClosedAt IS NOT NULL OR TryAgainAt IS NOT NULL"));
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

    private async Task<string> DialedByAnaAndTakenByBenAsync()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = await ClaimAsync(ana);
        await ana.PostAsync(url, url + "?handler=Dial");
        // Long enough for the claim to run out; the sessions are kept alive on the way.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            site.Clock.Now += TimeSpan.FromMinutes(50);
            await ana.Http.GetAsync("/staff");
            await ben.Http.GetAsync("/staff");
        }
        Assert.Equal(HttpStatusCode.SeeOther, (await ben.PostAsync("/staff", "/staff?handler=Claim", ("id", url[^36..]), ("knowingly", "true"))).StatusCode);
        return url;
    }

    private static async Task<string> TimeAsync(StaffClient who, string url) => (await who.Http.PageAsync(url)).QuerySelector("#again option")!.GetAttribute("value")!;

    [Fact]
    public async Task A_late_outcome_leaves_the_request_to_the_colleague_who_has_it_now_and_says_so()
    {
        var url = await DialedByAnaAndTakenByBenAsync();

        var late = await RecordAsync(ana, url, "NoAnswer", note: "It rang for long.");

        Assert.Equal($"/staff?done=recorded-theirs&id={url[^36..]}", late.Headers.Location!.ToString());
        Assert.Contains("A colleague has this request now, and it stays as they leave it.", (await ana.Http.PageAsync(late.Headers.Location.ToString())).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Yours until", Text(await ben.Http.PageAsync(url)), StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("StaffNotes"));
    }

    [Fact]
    public async Task Whoever_agrees_on_a_time_for_a_request_that_was_closed_meanwhile_reads_that_nobody_calls_then()
    {
        var url = await DialedByAnaAndTakenByBenAsync();
        await ben.PostAsync(url, url + "?handler=Dial");
        var time = await TimeAsync(ben, url);
        await RecordAsync(ana, url, "AskedNotToBeCalled");

        var told = await RecordAsync(ben, url, "NoAnswer", time);
        Assert.Equal($"/staff?done=recorded-closed&id={url[^36..]}", told.Headers.Location!.ToString());
        Assert.StartsWith("It was closed meanwhile, so nobody calls at that time. What came of your call is recorded; open it again if somebody should call.", (await ben.Http.PageAsync(told.Headers.Location.ToString())).QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
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
                await Intake.KnowAsync(db, words, default);
                await Intake.ReceiveAsync(db, new CallForm("key", PhoneNumber.Parse("216-555-0101")!, "216-555-0101", "Sam", null, true, null, null, "America/Jamaica", null, null, null), words.Hash, "/request-a-call", later.Clock.Now, default);
            },
            default);

        Assert.Equal(asks, (await cy.Http.PageAsync(await ClaimAsync(cy))).QuerySelector("input[name=clock]") is not null);
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
}
