using System.Text.RegularExpressions;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Commands;

namespace RecoverySite.Web.Tests.Commands;

/// <summary>The commands as they are typed: the published program, beside a running site and without one.</summary>
public sealed partial class StaffCommandTests
{
    [Fact]
    public async Task Commands_work_without_a_site_and_beside_one_and_the_link_that_they_print_opens()
    {
        using var data = new TemporaryFolder();
        var alone = await PublishedSite.RunAsync(data.Path, "staff", "add", "ana@example.org", "--role", "administrator");
        Assert.Equal(0, alone.ExitCode);
        Assert.Matches(Link(), alone.Output);

        using var site = await PublishedSite.StartAsync(data.Path);
        var beside = await PublishedSite.RunAsync(data.Path, "staff", "add", "ben@example.org", "--role", "caller");
        Assert.Equal(0, beside.ExitCode);
        var list = await PublishedSite.RunAsync(data.Path, "staff", "list");
        Assert.Matches(@"^ana@example\.org  administrator  has a link until .* UTC\nben@example\.org  caller         has a link until .* UTC\n$", list.Output);
        Assert.DoesNotContain("There is no administrator yet", site.Output, StringComparison.Ordinal);

        using var client = site.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        var page = await client.GetAsync("/staff/join");
        var token = Token().Match(await page.Content.ReadAsStringAsync()).Groups["token"].Value;
        using var join = new HttpRequestMessage(HttpMethod.Post, "/staff/join")
        {
            Content = new FormUrlEncodedContent([new("invite", Link().Match(beside.Output).Groups["code"].Value), new("email", "ben@example.org"), new("name", "Ben"), new("password", StaffClient.Password), new("form-token", token)]),
        };
        join.Headers.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal("/staff/sign-in/set-up", (await client.SendAsync(join)).Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_start_without_an_administrator_prints_a_link_and_only_where_the_site_was_started()
    {
        using var data = new TemporaryFolder();
        // Somebody else may have been let in before.
        Assert.Equal(0, (await PublishedSite.RunAsync(data.Path, "staff", "add", "ben@example.org", "--role", "caller")).ExitCode);
        using var site = await PublishedSite.StartAsync(data.Path);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!site.Output.Contains("There is no administrator yet", StringComparison.Ordinal))
            await Task.Delay(50, patience.Token);

        var code = Link().Match(site.Output).Groups["code"].Value;
        Assert.NotEqual("", code);
        Assert.DoesNotContain(code, Logs.Read(data.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_takes_everything_away_and_prints_a_new_link()
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.JoinAsync(site);

        var reset = await StaffClient.CommandAsync(site, "staff", "reset", "ANA@example.org");

        Assert.Equal(0, reset.ExitCode);
        Assert.Matches(Link(), reset.Output);
        Assert.Equal("||0|[]", new Store(site.DataFolder).Text("SELECT coalesce(PasswordHash, '') || '|' || coalesce(AuthenticatorKey, '') || '|' || HasSecondFactor || '|' || RecoveryCodeHashes FROM StaffMembers"));
        Assert.Equal("reset", new Store(site.DataFolder).Text("SELECT Action FROM AuditEntries WHERE Actor = 'command' ORDER BY Id DESC LIMIT 1"));
        Assert.Contains("has a link until", (await StaffClient.CommandAsync(site, "staff", "list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "needs an e-mail address and a role", "staff", "add", "ana@example.org")]
    [InlineData(2, "is not an e-mail address", "staff", "add", "ana", "--role", "caller")]
    [InlineData(2, "The roles are: caller, supervisor, administrator", "staff", "add", "ana@example.org", "--role", "boss")]
    [InlineData(2, "The roles are: caller, supervisor, administrator", "staff", "add", "ana@example.org", "--role", "1")]
    [InlineData(1, "is on the list already", "staff", "add", "Known@Example.org", "--role", "caller")]
    [InlineData(1, "Nobody with the address", "staff", "reset", "nobody@example.org")]
    [InlineData(2, "needs an e-mail address", "staff", "reset")]
    [InlineData(1, "Nobody with the address", "staff", "disable", "nobody@example.org")]
    [InlineData(1, "Nobody with the address", "staff", "role", "nobody@example.org", "--role", "caller")]
    [InlineData(1, "known@example.org is not shut out", "staff", "enable", "known@example.org")]
    [InlineData(2, "staff role needs an e-mail address and a role", "staff", "role", "known@example.org")]
    [InlineData(2, "The roles are: caller, supervisor, administrator", "staff", "role", "known@example.org", "--role", "boss")]
    [InlineData(2, "staff disable needs an e-mail address", "staff", "disable")]
    [InlineData(2, "no such staff command", "staff", "fire", "ana@example.org")]
    [InlineData(2, "staff add EMAIL --role ROLE", "staff")]
    [InlineData(0, "staff add EMAIL --role ROLE", "staff", "--help")]
    [InlineData(0, "staff add EMAIL --role ROLE", "--help")]
    [InlineData(2, "There is no command \"stuff\"", "stuff")]
    public async Task What_cannot_be_done_is_said_and_changes_nothing(int exitCode, string says, params string[] words)
    {
        using var site = TestSite.Start();
        await StaffClient.InviteAsync(site, "known@example.org");

        var result = await StaffClient.CommandAsync(site, words);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(says, result.Output, StringComparison.Ordinal);
        Assert.Equal(1L, new Store(site.DataFolder).Count("StaffMembers"));
    }

    [Fact]
    public async Task A_disabled_person_is_out_at_once_and_comes_back_through_a_new_link_alone()
    {
        using var site = TestSite.Start();
        using var ben = await StaffClient.SignedInAsync(site, "Ben");

        Assert.Equal(0, (await StaffClient.CommandAsync(site, "staff", "disable", "BEN@example.org")).ExitCode);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await ben.Http.GetAsync("/staff")).StatusCode);
        Assert.Contains("caller         shut out since 2026-11-24 15:00 UTC", (await StaffClient.CommandAsync(site, "staff", "list")).Output, StringComparison.Ordinal);
        var reset = await StaffClient.CommandAsync(site, "staff", "reset", "ben@example.org");
        Assert.Equal((1, "ben@example.org is shut out. To let them in again: staff enable ben@example.org"), (reset.ExitCode, reset.Output));

        var enabled = await StaffClient.CommandAsync(site, "staff", "enable", "ben@example.org");
        Assert.Equal(0, enabled.ExitCode);
        var joined = await ben.PostAsync("/staff/join", ("invite", Link().Match(enabled.Output).Groups["code"].Value), ("email", "ben@example.org"), ("name", "Ben"), ("password", StaffClient.Password));
        Assert.Equal("/staff/sign-in/set-up", joined.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_role_is_in_force_at_the_next_request_and_the_last_administrator_keeps_theirs()
    {
        using var site = TestSite.Start();
        using var ana = await StaffClient.SignedInAsync(site, "Ana", Contacts.StaffRole.Administrator);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        foreach (var words in new[] { ["staff", "role", "ana@example.org", "--role", "caller"], new[] { "staff", "disable", "ana@example.org" } })
        {
            var refused = await StaffClient.CommandAsync(site, words);
            Assert.Equal(1, refused.ExitCode);
            Assert.StartsWith("ana@example.org is the last administrator who can sign in.", refused.Output, StringComparison.Ordinal);
        }

        Assert.Equal("ben@example.org is administrator now.", (await StaffClient.CommandAsync(site, "staff", "role", "ben@example.org", "--role", "administrator")).Output);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await ben.Http.GetAsync("/staff/people")).StatusCode);
        Assert.Equal(0, (await StaffClient.CommandAsync(site, "staff", "role", "ana@example.org", "--role", "caller")).ExitCode);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff/people")).StatusCode);
    }

    [Fact]
    public void Settings_are_no_commands()
    {
        Assert.False(CommandLine.IsCommand([]));
        Assert.False(CommandLine.IsCommand(["--urls=http://localhost:1"]));
        Assert.True(CommandLine.IsCommand(["staff", "list"]));
        Assert.True(CommandLine.IsCommand(["--help"]));
    }

    [Fact]
    public async Task A_caller_at_the_socket_that_says_nothing_or_nonsense_does_not_stop_the_next()
    {
        using var site = TestSite.Start();
        var socket = Path.Combine(site.DataFolder, "commands.sock");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!File.Exists(socket))
            await Task.Delay(50, patience.Token);
        foreach (var said in new[] { "", "nonsense\n", "{}\n", "[1]\n", "[null]\n", "[]\n" })
        {
            using var caller = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            await caller.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
            await caller.SendAsync(System.Text.Encoding.UTF8.GetBytes(said));
        }

        var answer = await CommandSocket.AskAsync(site.DataFolder, ["staff", "list"]);

        Assert.Equal(new CommandResult(0, "Nobody yet."), answer);
    }

    [GeneratedRegex(@"/staff/join#(?<code>[0-9A-Z]{4}(-[0-9A-Z]{4}){6})")]
    private static partial Regex Link();

    [GeneratedRegex("name=\"form-token\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();
}
