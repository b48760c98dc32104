using System.Net;
using System.Text;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.RequestACall;

public sealed class OddInputTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();
    private readonly HttpClient client;

    public OddInputTests() => client = site.Client();

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
    }

    private Store Store => new(site.DataFolder);

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
    public async Task A_bare_number_without_any_hidden_field_goes_through()
    {
        var response = await client.PostAsync("/request-a-call", new FormUrlEncodedContent([new("phone", "2165550123")]));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
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
    [InlineData("GET", "/heroin", 200)]
    [InlineData("GET", "/request-a-call?from=heroin", 200)]
    [InlineData("POST", "/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA?handler=Withdraw", 415)]
    public async Task A_strange_character_set_is_no_fault_of_ours_wherever_it_is_declared(string method, string url, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url) { Content = new StringContent("x=y") };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded; charset=utf-7");

        var response = await client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
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
