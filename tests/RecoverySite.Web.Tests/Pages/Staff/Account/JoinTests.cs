using System.Net;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Account;

public sealed class JoinTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private async Task<HttpResponseMessage> JoinAsync(string invite, string email = "ana@example.org", string name = "Ana", string password = StaffClient.Password)
    {
        using var client = new StaffClient(site);
        return await client.PostAsync("/staff/join", ("invite", invite), ("email", email), ("name", name), ("password", password));
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response) => (await response.PageAsync()).QuerySelector("#problem")?.TextContent ?? "";

    [Fact]
    public async Task A_link_lets_in_once()
    {
        var code = await StaffClient.InviteAsync(site, "ana@example.org");
        Assert.Equal(HttpStatusCode.SeeOther, (await JoinAsync(code)).StatusCode);

        var again = await JoinAsync(code, password: "another long enough password");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
        Assert.Contains("used or is more than three days old", await ProblemAsync(again), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_is_let_in()
    {
        var code = await StaffClient.InviteAsync(site, "ana@example.org");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => JoinAsync(code, password: StaffClient.Password + i)));

        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.SeeOther));
    }

    [Fact]
    public async Task A_link_is_for_one_address_and_for_three_days()
    {
        var code = await StaffClient.InviteAsync(site, "ana@example.org");
        await StaffClient.InviteAsync(site, "ben@example.org");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAsync(code, email: "ben@example.org")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAsync(code, email: "stranger@example.org")).StatusCode);
        site.Clock.Now += TimeSpan.FromDays(3);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAsync(code)).StatusCode);
    }

    [Fact]
    public async Task A_whole_link_pasted_in_small_letters_is_read_too() =>
        Assert.Equal(HttpStatusCode.SeeOther, (await JoinAsync("https://recoverysite.example/staff/join#" + (await StaffClient.InviteAsync(site, "ana@example.org")).ToLowerInvariant())).StatusCode);

    [Theory]
    [InlineData("short pass", "at least 12")]
    [InlineData("passwordpassword", "harder to guess")]
    [InlineData("123456123456123456", "harder to guess")]
    [InlineData("aaaaaaaaaaaaaaaa", "harder to guess")]
    [InlineData("ana-ana-ana-ana-ana", "harder to guess")]
    [InlineData("", "at least 12")]
    public async Task A_password_that_is_guessed_first_is_refused_and_what_was_typed_stays(string password, string why)
    {
        var code = await StaffClient.InviteAsync(site, "ana@example.org");

        var response = await JoinAsync(code, password: password);

        var page = await response.PageAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Contains(why, page.QuerySelector("#problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((code, "ana@example.org", "Ana"), (page.QuerySelector("#join-code")!.GetAttribute("value"), page.QuerySelector("#email")!.GetAttribute("value"), page.QuerySelector("#name")!.GetAttribute("value")));
        Assert.Null(page.QuerySelector("#password")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("Zwölf Boxkämpfer jagen")]
    [InlineData("mY-l0ng_one!xyz")]
    public async Task Any_long_password_will_do(string password) =>
        Assert.Equal(HttpStatusCode.SeeOther, (await JoinAsync(await StaffClient.InviteAsync(site, "ana@example.org"), password: password)).StatusCode);

    [Fact]
    public async Task Without_a_link_nobody_becomes_the_first_administrator()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAsync("")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAsync("0000-0000-0000-0000-0000-0000-0000")).StatusCode);
        Assert.Equal(0L, new Store(site.DataFolder).Count("StaffMembers"));
    }
}
