using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.RequestACall;

public sealed class IndexTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();
    private readonly HttpClient client;

    public IndexTests() => client = site.Client();

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
    }

    private Store Store => new(site.DataFolder);

    private Task<List<Submission>> SubmissionsAsync() => site.Services.GetRequiredService<ContactsStore>().ReadAsync(db => db.Submissions.ToListAsync(), default);

    [Fact]
    public async Task A_number_alone_is_enough_and_is_answered_with_a_receipt_that_can_be_reloaded()
    {
        var form = await RequestForm.OpenAsync(client);

        var response = await form.SendAsync();

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        var receipt = response.Headers.Location!.ToString();
        Assert.Matches("^/request-a-call/received/[A-Za-z0-9_-]{22}$", receipt);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var page = await client.PageAsync(receipt);
            Assert.Equal("We have your request", page.QuerySelector("h1")!.TextContent);
            Assert.Contains("the number that ends in 0123", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("216-555-0123", page.Body.TextContent, StringComparison.Ordinal);
            Assert.Contains("We are here now. Open until 9:00 p.m. ET.", page.Body.TextContent, StringComparison.Ordinal);
        }
        Assert.Equal(1, Store.Count("CallRequests"));
        Assert.Equal(1, Store.Count("Consents"));
        Assert.Equal(1, Store.Count("AuditEntries"));
    }

    [Fact]
    public async Task Everything_that_was_chosen_is_stored_as_it_was_meant()
    {
        var form = await RequestForm.OpenAsync(client, "?from=heroin/cravings");
        form.Fields["phone"] = "(216) 555‑0123 ext 7";
        form.Fields["name"] = "O'Brien-Nuñez 🙂";
        form.Fields["for"] = "other";
        form.Fields["voicemail"] = "yes";
        form.Fields["when"] = "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z";
        form.Fields["zone"] = "America/Anchorage";
        form.Fields["note"] = "=HYPERLINK(1)\r\nشكرا";
        site.Clock.Now += TimeSpan.FromMinutes(1);

        Assert.Equal(HttpStatusCode.SeeOther, (await form.SendAsync()).StatusCode);

        var stored = Assert.Single(await SubmissionsAsync());
        Assert.Equal(
            ("+12165550123", "7", "(216) 555‑0123 ext 7", "O'Brien-Nuñez 🙂", true, true),
            (stored.Number, stored.Extension, stored.NumberAsTyped, stored.Name, stored.IsForSomeoneElse, stored.VoicemailIsOk));
        Assert.Equal(("America/Anchorage", "=HYPERLINK(1)\nشكرا", "/heroin/cravings", null), (stored.TimeZone, stored.Note, stored.FromPage, stored.HeldBecause));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 13, 0, 0, TimeSpan.Zero).UtcTicks.ToString(), Store.Text("SELECT WaitingSince FROM CallRequests"));
    }

    [Theory]
    [InlineData("phone", "", "Enter the phone number that we should call")]
    [InlineData("phone", "555-0123", "Enter a phone number with area code, like 216-555-0123")]
    public async Task A_mistake_is_named_at_the_top_and_at_the_field_and_nothing_typed_is_lost(string field, string value, string message)
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["name"] = "Sam <b>\"&";
        form.Fields["for"] = "other";
        form.Fields["voicemail"] = "no";
        form.Fields["when"] = "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z";
        form.Fields["zone"] = "Pacific/Honolulu";
        form.Fields["note"] = "\nFirst line\nsecond";
        form.Fields[field] = value;

        var response = await form.SendAsync();
        var page = await response.PageAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        var summary = page.QuerySelector("[role=alert] a")!;
        Assert.Equal(("#" + field, message), (summary.GetAttribute("href"), summary.TextContent));
        Assert.Equal("Error: " + message, page.QuerySelector($"#{field}-error")!.TextContent);
        Assert.Equal("true", page.QuerySelector($"#{field}")!.GetAttribute("aria-invalid"));
        Assert.Contains($"{field}-error", page.QuerySelector($"#{field}")!.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("#name[aria-invalid]"));

        Assert.Equal(value, page.QuerySelector("#phone")!.GetAttribute("value"));
        Assert.Equal("Sam <b>\"&", page.QuerySelector("#name")!.GetAttribute("value"));
        Assert.True(page.QuerySelector("#for-other")!.HasAttribute("checked"));
        Assert.True(page.QuerySelector("#voicemail-no")!.HasAttribute("checked"));
        Assert.Equal("2026-11-25T13:00:00Z/2026-11-25T17:00:00Z", page.QuerySelector("#when option[selected]")!.GetAttribute("value"));
        Assert.Equal("Pacific/Honolulu", page.QuerySelector("#zone option[selected]")!.GetAttribute("value"));
        Assert.Equal("First line\nsecond", page.QuerySelector("#note")!.TextContent);
        Assert.Equal(form.Fields["token"], page.QuerySelector("[name=token]")!.GetAttribute("value"));
        Assert.Equal(0, Store.Count("CallRequests"));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("me", "for-me")]
    [InlineData("unsaid", "for-unsaid")]
    public async Task After_a_mistake_the_form_holds_no_answer_that_was_not_given(string chosen, string? shown)
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["phone"] = "";
        if (chosen.Length > 0)
            form.Fields["for"] = chosen;

        var page = await (await form.SendAsync()).PageAsync();

        Assert.Equal(shown, page.QuerySelector("[name=for][checked]")?.Id);
        Assert.Null(page.QuerySelector("[name=voicemail][checked]"));
    }

    [Fact]
    public async Task A_note_that_is_too_long_comes_back_whole_with_its_length()
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["note"] = new string('x', 20_000);

        var page = await (await form.SendAsync()).PageAsync();

        Assert.Equal("Error: Shorten your note to 500 characters. It has 20000", page.QuerySelector("#note-error")!.TextContent);
        Assert.Equal(20_000, page.QuerySelector("#note")!.TextContent.Length);
    }

    [Fact]
    public async Task Sent_twice_it_is_one_request_with_one_receipt()
    {
        var form = await RequestForm.OpenAsync(client);

        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await form.SendAsync()).Headers.Location!.ToString()));

        Assert.Single(receipts.Distinct());
        Assert.Equal(1, Store.Count("Submissions"));
    }

    [Fact]
    public async Task The_number_already_waiting_is_never_given_away()
    {
        var first = await (await RequestForm.OpenAsync(client)).SendAsync();
        var second = await (await RequestForm.OpenAsync(client)).SendAsync();

        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
        var page = await client.PageAsync(second.Headers.Location!.ToString());
        Assert.Equal("We have your request", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(1, Store.Count("CallRequests"));
        Assert.Equal(2, Store.Count("Submissions"));
    }

    [Fact]
    public async Task A_form_opened_yesterday_before_a_restart_that_lost_every_key_goes_through_as_one()
    {
        var form = await RequestForm.OpenAsync(client);
        using var restarted = TestSite.Start();
        restarted.Clock.Now += TimeSpan.FromHours(24);
        using var after = restarted.Client();

        var first = await after.PostAsync("/request-a-call", new FormUrlEncodedContent(form.Fields));
        var second = await after.PostAsync("/request-a-call", new FormUrlEncodedContent(form.Fields));

        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
    }

    [Fact]
    public async Task A_form_filled_in_by_a_program_is_kept_apart_and_answered_like_any_other()
    {
        var trapped = await RequestForm.OpenAsync(client);
        trapped.Fields["reserved"] = "http://spam.example";
        var hasty = await RequestForm.OpenAsync(client);
        hasty.Fields["phone"] = "216-555-0177";

        var answer = await trapped.SendAsync();
        await hasty.SendAsync();

        Assert.Equal("We have your request", (await client.PageAsync(answer.Headers.Location!.ToString())).QuerySelector("h1")!.TextContent);
        var stored = (await SubmissionsAsync()).ToDictionary(s => s.Number, s => s.HeldBecause);
        Assert.Equal("a field that people cannot see was filled in", stored["+12165550123"]);
        Assert.Equal("sent within two seconds of opening the form", stored["+12165550177"]);
    }

    [Fact]
    public async Task After_two_seconds_nobody_is_taken_for_a_program()
    {
        var form = await RequestForm.OpenAsync(client);
        site.Clock.Now += TimeSpan.FromSeconds(2);

        await form.SendAsync();

        Assert.Equal("", Store.Text("SELECT coalesce(HeldBecause,'') FROM Submissions"));
    }

    [Fact]
    public async Task The_words_agreed_to_are_those_that_were_shown_even_if_they_change_meanwhile()
    {
        using var folder = SampleContent.Folder();
        using var before = TestSite.Start(content: folder.Path);
        var form = await RequestForm.OpenAsync(before.Client());
        folder.Write("site.yml", SampleContent.SiteYml.Replace("You ask us to call you.", "Other words.", StringComparison.Ordinal));
        using var after = TestSite.Start(content: folder.Path);
        using var visitor = after.Client();

        var response = await visitor.PostAsync("/request-a-call", new FormUrlEncodedContent(form.Fields));
        var page = await response.PageAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains("The words above the button have changed", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Other words.", page.QuerySelector("#consent")!.TextContent);
        Assert.Equal(0, new Store(after.DataFolder).Count("CallRequests"));

        form.Fields["consent"] = page.QuerySelector("[name=consent]")!.GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.PostAsync("/request-a-call", new FormUrlEncodedContent(form.Fields))).StatusCode);
        Assert.Equal("Other words.", new Store(after.DataFolder).Text("SELECT t.Text FROM Consents c JOIN ConsentTexts t ON t.Hash=c.TextHash"));
    }

    [Fact]
    public async Task Who_else_may_know_and_whether_a_text_message_is_wanted_is_stored_and_nothing_is_taken_for_yes()
    {
        var form = await RequestForm.OpenAsync(client);
        await form.SendAsync();
        form = await RequestForm.OpenAsync(client);
        form.Fields["phone"] = "216-555-0124";
        form.Fields["say-who"] = "yes";
        form.Fields["text"] = "yes";
        var receipt = (await form.SendAsync()).Headers.Location!.ToString();

        Assert.Equal([(false, false), (true, true)], (await SubmissionsAsync()).OrderBy(s => s.Number).Select(s => (s.MaySayWho, s.TextIsOk)));
        Assert.Contains("We may send you a text message.", (await client.PageAsync(receipt)).Body!.TextContent, StringComparison.Ordinal);
        var shown = (await client.PageAsync("/request-a-call")).QuerySelector("label[for=text]")!.TextContent;
        Assert.Contains(shown, Store.Text("SELECT Text FROM ConsentTexts"), StringComparison.Ordinal);
        Assert.False((await client.PageAsync("/request-a-call")).QuerySelector("#text")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task A_form_that_comes_back_keeps_them_and_shows_the_times_on_the_visitors_clock_too()
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["phone"] = "555";
        form.Fields["say-who"] = "no";
        form.Fields["text"] = "yes";
        form.Fields["zone"] = "America/Denver";
        form.Fields["when"] = "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z";

        var page = await (await form.SendAsync()).PageAsync();

        Assert.True(page.QuerySelector("#say-who-no")!.HasAttribute("checked"));
        Assert.True(page.QuerySelector("#text")!.HasAttribute("checked"));
        Assert.Equal("Wednesday, November 25, 8:00 a.m. to noon ET (6:00 a.m. to 10:00 a.m. Mountain)", page.QuerySelector("#when option[selected]")!.TextContent);
    }
}
