using System.Net;
using System.Text.RegularExpressions;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.People;

/// <summary>What administrators do about who may sign in.</summary>
public sealed partial class PeopleTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private static string PathOf(StaffClient person) => $"/staff/people/{person.Id}";

    private static Task<HttpResponseMessage> ChangeAsync(StaffClient by, StaffClient person, string handler, params (string, string)[] fields) =>
        by.PostAsync(PathOf(person), $"{PathOf(person)}?handler={handler}", fields);

    private static async Task<string> ProblemAsync(HttpResponseMessage answer) => (await answer.PageAsync()).QuerySelector("#problem")?.TextContent ?? "";

    private Task<StaffClient> AdministratorAsync(string name = "Ana") => StaffClient.SignedInAsync(site, name, StaffRole.Administrator);

    private static async Task<HttpStatusCode> QueueAsync(StaffClient who) => (await who.Http.GetAsync("/staff")).StatusCode;

    private async Task<HttpResponseMessage> JoinAsync(string code, string email)
    {
        using var browser = new StaffClient(site);
        return await browser.PostAsync("/staff/join", ("invite", code), ("email", email), ("name", "Cleo"), ("password", StaffClient.Password));
    }

    [Fact]
    public async Task A_dismissed_employee_is_refused_on_the_very_next_request()
    {
        using var ana = await AdministratorAsync();
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        using var bensPhone = await ben.SignInElsewhereAsync();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [await QueueAsync(ben), await QueueAsync(bensPhone)]);
        var token = await ben.TokenAsync("/staff");

        var done = await ChangeAsync(ana, ben, "Disable");

        Assert.Equal($"{PathOf(ben)}?done=disabled", done.Headers.Location!.ToString());
        Assert.StartsWith("/staff/sign-in", (await ben.SendAsync("/staff?handler=Next", token)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect], [await QueueAsync(ben), await QueueAsync(bensPhone)]);
        // And does not get in again, with the answer that a wrong password has.
        var again = await ben.PostAsync("/staff/sign-in", ("email", ben.Email), ("password", StaffClient.Password));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Error: E-mail and password do not go together."), (again.StatusCode, await ProblemAsync(again)));
        Assert.Contains("shut out since", (await ana.Http.PageAsync("/staff/people")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_dismissed_employee_had_goes_back_into_the_queue_and_whom_they_dialed_is_asked_about_first()
    {
        using var ana = await AdministratorAsync();
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        var paths = new List<string>();
        foreach (var number in new[] { "216-555-0101", "216-555-0102" })
        {
            await site.AskAsync(number, ("name", number[^2..]));
            var path = (await ben.Http.PageAsync("/staff")).QuerySelectorAll(".row h3 a").Single(a => a.TextContent == number[^2..]).GetAttribute("href")!;
            await ben.PostAsync("/staff", "/staff?handler=Claim", ("id", path[^36..]));
            paths.Add(path);
        }
        await ben.PostAsync(paths[1], paths[1] + "?handler=Dial");

        await ChangeAsync(ana, ben, "Disable");

        var (claimed, dialed) = (await ana.Http.PageAsync(paths[0]), await ana.Http.PageAsync(paths[1]));
        Assert.StartsWith("Waiting for", claimed.QuerySelector(".state")!.TextContent, StringComparison.Ordinal);
        var timeline = claimed.QuerySelectorAll(".timeline li").Select(li => li.TextContent).ToList();
        Assert.StartsWith("Ana put it back for a colleague who was shut out", timeline[0], StringComparison.Ordinal);
        Assert.StartsWith("Ben claimed it", timeline[1], StringComparison.Ordinal);
        Assert.StartsWith("Ben dialed at 10:00 a.m. and has not said what came of it.", dialed.QuerySelector(".state")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invited_person_joins_with_the_link_that_is_shown_once()
    {
        using var ana = await AdministratorAsync();

        var shown = await ana.PostAsync("/staff/people", "/staff/people?handler=Invite", ("email", "cleo@example.org"), ("role", "Supervisor"));

        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        var link = Link().Match((await shown.PageAsync()).QuerySelector("[role=status] .link")!.TextContent);
        Assert.Equal("https://recoverysite.example/staff/join", link.Groups["url"].Value);
        var page = await ana.Http.GetStringAsync("/staff/people");
        Assert.DoesNotContain(link.Groups["code"].Value, page, StringComparison.Ordinal);
        Assert.Contains("has a link until", page, StringComparison.Ordinal);
        Assert.Equal("/staff/sign-in/set-up", (await JoinAsync(link.Groups["code"].Value, "cleo@example.org")).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAsync(link.Groups["code"].Value, "cleo@example.org")).StatusCode);
        Assert.Equal("Supervisor", new Store(site.DataFolder).Text("SELECT Role FROM StaffMembers WHERE NormalizedEmail = 'CLEO@EXAMPLE.ORG'"));
        Assert.Equal(AuditActor(ana), new Store(site.DataFolder).Text("SELECT Actor FROM AuditEntries WHERE Action = 'added as supervisor'"));
    }

    [Theory]
    [InlineData("cleo", 422, "Error: Enter their e-mail address, like ana@example.org.")]
    [InlineData("", 422, "Error: Enter their e-mail address, like ana@example.org.")]
    [InlineData("ANA@example.org", 409, "Error: That address is on the list already. A new link is made on the page of that person.")]
    public async Task An_invitation_that_cannot_be_made_says_why_and_keeps_what_was_typed(string email, int status, string problem)
    {
        using var ana = await AdministratorAsync();

        var refused = await ana.PostAsync("/staff/people", "/staff/people?handler=Invite", ("email", email), ("role", "Supervisor"));

        Assert.Equal((status, problem), ((int)refused.StatusCode, await ProblemAsync(refused)));
        var page = await refused.PageAsync();
        Assert.Equal((email, "true"), (page.QuerySelector("#email")!.GetAttribute("value"), page.QuerySelector("#email")!.GetAttribute("aria-invalid")));
        Assert.True(page.QuerySelector("#supervisor")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task An_open_link_dies_with_its_person_and_another_is_made_when_they_are_let_in_again()
    {
        using var ana = await AdministratorAsync();
        var code = await StaffClient.InviteAsync(site, "cleo@example.org");
        var path = (await ana.Http.PageAsync("/staff/people")).QuerySelectorAll("tbody th a").Single(a => a.TextContent == "cleo@example.org").GetAttribute("href")!;

        await ana.PostAsync(path, path + "?handler=Disable");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await JoinAsync(code, "cleo@example.org")).StatusCode);

        var shown = await ana.PostAsync(path, path + "?handler=Enable");
        var link = Link().Match((await shown.PageAsync()).QuerySelector("[role=status] .link")!.TextContent);
        Assert.Equal("/staff/sign-in/set-up", (await JoinAsync(link.Groups["code"].Value, "cleo@example.org")).Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_reset_ends_every_session_and_shows_a_new_link()
    {
        using var ana = await AdministratorAsync();
        using var ben = await StaffClient.SignedInAsync(site, "Ben");

        var shown = await ChangeAsync(ana, ben, "Reset");

        Assert.Matches(Link(), (await shown.PageAsync()).QuerySelector("[role=status] .link")!.TextContent);
        Assert.Equal(HttpStatusCode.Redirect, await QueueAsync(ben));
        Assert.Equal(0, new Store(site.DataFolder).Count($"StaffSessions WHERE EndedAt IS NULL AND StaffMemberId = '{ben.Id.ToString().ToUpperInvariant()}'"));
    }

    [Fact]
    public async Task A_persons_sessions_are_ended_singly_and_all_at_once()
    {
        using var ana = await AdministratorAsync();
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        using var phone = await ben.SignInElsewhereAsync();
        var session = (await ana.Http.PageAsync(PathOf(ben))).QuerySelectorAll("button[name=session]").Single(b => b.TextContent.Contains("Firefox on Windows", StringComparison.Ordinal)).GetAttribute("value")!;

        await ChangeAsync(ana, ben, "End", ("session", session));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Redirect], [await QueueAsync(ben), await QueueAsync(phone)]);

        await ChangeAsync(ana, ben, "EndAll");
        Assert.Equal(HttpStatusCode.Redirect, await QueueAsync(ben));
        Assert.Equal(HttpStatusCode.OK, await QueueAsync(ana));
    }

    [Fact]
    public async Task Nobody_shuts_themselves_out_and_the_last_administrator_who_can_sign_in_stays()
    {
        using var ana = await AdministratorAsync();
        // On the list as an administrator, and not able to sign in.
        await StaffClient.InviteAsync(site, "cleo@example.org", "administrator");

        foreach (var (handler, problem) in new[] { ("Disable", "This is the last administrator who can sign in"), ("Role", "This is the last administrator who can sign in"), ("Reset", "Nobody does this to themselves") })
        {
            var refused = await ChangeAsync(ana, ana, handler, ("role", "Caller"));
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            Assert.StartsWith($"Error: {problem}", await ProblemAsync(refused), StringComparison.Ordinal);
        }

        using var ben = await AdministratorAsync("Ben");
        Assert.StartsWith("Error: Nobody does this to themselves", await ProblemAsync(await ChangeAsync(ana, ana, "Disable")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await ChangeAsync(ana, ana, "Role", ("role", "Caller"))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff/people")).StatusCode);
    }

    [Fact]
    public async Task Two_administrators_who_shut_each_other_out_at_the_same_moment_leave_one()
    {
        using var ana = await AdministratorAsync();
        using var ben = await AdministratorAsync("Ben");

        await Task.WhenAll(ChangeAsync(ana, ben, "Disable"), ChangeAsync(ben, ana, "Disable"));

        Assert.Equal(1, new Store(site.DataFolder).Count("StaffMembers WHERE DisabledAt IS NULL"));
    }

    [Theory]
    [InlineData("Role")]
    [InlineData("Disable")]
    [InlineData("Reset")]
    [InlineData("EndAll")]
    public async Task Each_change_asks_for_a_code_again(string handler)
    {
        using var ana = await AdministratorAsync();
        site.Clock.Now += TimeSpan.FromMinutes(6);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");

        var refused = await ChangeAsync(ana, ben, handler, ("role", "Supervisor"));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Error: Enter the code that your authenticator app shows now."), (refused.StatusCode, await ProblemAsync(refused)));
        var page = await refused.PageAsync();
        Assert.All(page.QuerySelectorAll("main form:not(.answers)"), form => Assert.NotNull(form.QuerySelector("input[name=factor]")));
        if (handler == "Role")
            Assert.True(page.QuerySelector("details[open] #supervisor")!.HasAttribute("checked"));
        Assert.Equal(HttpStatusCode.OK, await QueueAsync(ben));
        Assert.NotEqual(HttpStatusCode.UnprocessableEntity, (await ChangeAsync(ana, ben, handler, ("role", "Supervisor"), ("factor", ana.NextCode()))).StatusCode);
    }

    [Theory]
    [InlineData(StaffRole.Caller)]
    [InlineData(StaffRole.Supervisor)]
    public async Task People_are_for_administrators_alone(StaffRole role)
    {
        using var ana = await StaffClient.SignedInAsync(site, "Ana", role);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");

        foreach (var answer in new[] { await ana.Http.GetAsync("/staff/people"), await ana.Http.GetAsync(PathOf(ben)), await ana.PostAsync("/staff", $"{PathOf(ben)}?handler=Disable") })
            Assert.Contains("/staff/not-allowed", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await QueueAsync(ben));
        Assert.DoesNotContain("/staff/people", await ana.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
    }

    private static string AuditActor(StaffClient who) => who.Id.ToString();

    [GeneratedRegex(@"(?<url>.+)#(?<code>[0-9A-Z]{4}(-[0-9A-Z]{4}){6})")]
    private static partial Regex Link();
}
