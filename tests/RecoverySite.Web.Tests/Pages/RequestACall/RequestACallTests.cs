using System.Net;
using System.Text;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.RequestACall;

public sealed class RequestACallTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();
    private readonly HttpClient client;

    public RequestACallTests() => client = site.Client();

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
    }

    private Store Store => new(site.DataFolder);

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
            Assert.Contains("***-***-0123", page.Body!.TextContent, StringComparison.Ordinal);
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

        Assert.Equal(
            "+12165550123|7|(216) 555‑0123 ext 7|O'Brien-Nuñez 🙂|1|1|America/Anchorage|=HYPERLINK(1)\nشكرا|/heroin/cravings|",
            Store.Text("SELECT Number||'|'||Extension||'|'||NumberAsTyped||'|'||Name||'|'||IsForSomeoneElse||'|'||VoicemailIsOk||'|'||TimeZone||'|'||Note||'|'||FromPage||'|'||coalesce(HeldBecause,'') FROM Submissions"));
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

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA.1.AAAA")]
    public async Task A_token_that_cannot_be_verified_stops_nobody(string token)
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["token"] = token;

        Assert.Equal(HttpStatusCode.SeeOther, (await form.SendAsync()).StatusCode);
        Assert.Equal("", Store.Text("SELECT coalesce(HeldBecause,'') FROM Submissions"));
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
    public async Task A_bare_number_without_any_hidden_field_goes_through()
    {
        var response = await client.PostAsync("/request-a-call", new FormUrlEncodedContent([new("phone", "2165550123")]));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
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
        Assert.Equal("a field that people cannot see was filled in", Store.Text("SELECT HeldBecause FROM Submissions WHERE Number='+12165550123'"));
        Assert.Equal("sent within two seconds of opening the form", Store.Text("SELECT HeldBecause FROM Submissions WHERE Number='+12165550177'"));
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
    public async Task A_request_can_be_withdrawn_from_its_receipt()
    {
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();

        var response = await client.PostAsync(receipt + "?handler=Withdraw", new FormUrlEncodedContent([]));

        Assert.Equal((HttpStatusCode.SeeOther, receipt), (response.StatusCode, response.Headers.Location!.ToString()));
        Assert.Equal("You have withdrawn your request", (await client.PageAsync(receipt)).QuerySelector("h1")!.TextContent);
        Assert.Equal("withdrew", Store.Text("SELECT Action FROM AuditEntries ORDER BY Id DESC"));
    }

    [Fact]
    public async Task After_a_day_a_receipt_says_no_more_than_an_address_that_never_was()
    {
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
        site.Clock.Now += TimeSpan.FromHours(24);

        var old = await client.GetAsync(receipt);
        var never = await client.GetAsync("/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        Assert.Equal(await never.Content.ReadAsStringAsync(), await old.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task When_nobody_answers_the_receipt_says_when_calling_starts()
    {
        site.Clock.Now = TestClock.Closed().Now;
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();

        Assert.Contains("We are closed now and start calling Monday at 8:00 a.m. ET.", (await client.PageAsync(receipt)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_forms_pages_are_stored_nowhere_and_not_indexed()
    {
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
        foreach (var url in new[] { "/request-a-call", receipt })
        {
            var response = await client.GetAsync(url);
            Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("noindex", (await response.PageAsync()).QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        }
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "phone=2165550123", 415)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nbroken", 400)]
    [InlineData("application/json", "{}", 400)]
    [InlineData("application/x-www-form-urlencoded", "phone=216-555-0123%00", 400)]
    [InlineData("application/x-www-form-urlencoded", "phone=%01216%C0%AF555", 422)]
    [InlineData("application/x-www-form-urlencoded", "phone=%01216-555-0123&name=%E2%80%AESam%0D%0AX", 303)]
    [InlineData("application/x-www-form-urlencoded", "", 422)]
    public async Task What_no_browser_sends_is_answered_and_never_a_fault_of_ours(string type, string body, int status)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var response = await client.PostAsync("/request-a-call", content);

        Assert.Equal(status, (int)response.StatusCode);
        if (status >= 400)
            Assert.Contains("844-438-8689", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-9998-01-01T00:00:00Z/-9998-01-01T12:00:00Z")]
    [InlineData("2026-11-29T08:00:00Z/2026-11-29T12:00:00Z")]
    [InlineData("2026-11-24T13:00:00Z/2026-11-24T14:00:00Z")]
    [InlineData("2026-11-25T13:00:00Z/2026-11-25T13:01:00Z")]
    [InlineData("2027-11-25T13:00:00Z/2027-11-25T17:00:00Z")]
    [InlineData("tomorrow")]
    public async Task A_time_that_has_passed_or_at_which_nobody_answers_means_as_soon_as_possible(string when)
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["when"] = when;

        Assert.Equal(HttpStatusCode.SeeOther, (await form.SendAsync()).StatusCode);
        Assert.Equal("0", Store.Text("SELECT count(CallFrom) FROM Submissions"));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_makes_nobody_a_program()
    {
        var form = await RequestForm.OpenAsync(client);
        site.Clock.Now -= TimeSpan.FromHours(1);

        await form.SendAsync();

        Assert.Equal("", Store.Text("SELECT coalesce(HeldBecause,'') FROM Submissions"));
    }

    [Theory]
    [InlineData("GET", "/heroin")]
    [InlineData("GET", "/request-a-call?from=heroin")]
    [InlineData("POST", "/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA?handler=Withdraw")]
    public async Task A_strange_character_set_is_refused_wherever_it_is_declared(string method, string url)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new StringContent("x=y") };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=utf-7");

        var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("844-438-8689", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT", "/request-a-call")]
    [InlineData("TRACE", "/request-a-call")]
    [InlineData("DELETE", "/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA")]
    public async Task The_forms_pages_know_reading_and_sending_alone(string method, string url) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), url))).StatusCode);

    [Fact]
    public async Task A_note_of_emoji_far_too_long_still_comes_back_whole()
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["note"] = string.Concat(Enumerable.Repeat("🙂", 5_600));

        var response = await form.SendAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(form.Fields["note"], (await response.PageAsync()).QuerySelector("#note")!.TextContent);
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(2_000_000)]
    public async Task Far_too_much_is_refused_with_the_number_to_call(int length)
    {
        using var content = new StringContent(string.Concat(Enumerable.Range(0, length / 5).Select(i => $"a{i % 100:00}=&")), Encoding.UTF8, "application/x-www-form-urlencoded");

        var response = await client.PostAsync("/request-a-call", content);

        Assert.Contains((int)response.StatusCode, new[] { 400, 413 });
        Assert.Contains("844-438-8689", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
