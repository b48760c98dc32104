using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Account;

public sealed class StaffAccessTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private List<RouteEndpoint> DeskEndpoints() =>
        [.. site.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.TrimStart('/').StartsWith("staff", StringComparison.Ordinal))];

    private static string Address(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{id:guid}", Guid.Empty.ToString(), StringComparison.Ordinal);

    [Fact]
    public async Task Every_endpoint_of_the_desk_but_the_steps_before_the_door_needs_a_signed_in_person()
    {
        using var client = site.Client();
        var open = new List<string>();
        foreach (var endpoint in DeskEndpoints())
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post })
            {
                var response = await client.SendAsync(new HttpRequestMessage(method, Address(endpoint)) { Content = method == HttpMethod.Post ? new FormUrlEncodedContent([]) : null });
                var location = response.Headers.Location?.ToString() ?? "";
                var isSentAway = response.StatusCode == HttpStatusCode.Redirect && location.StartsWith("/staff/sign-in", StringComparison.Ordinal);
                if (!isSentAway)
                    open.Add(Address(endpoint));
            }
        }

        Assert.True(DeskEndpoints().Count >= 11);
        Assert.Equal(["/staff/join", "/staff/needs-https", "/staff/sign-in", "/staff/sign-in/code", "/staff/sign-in/set-up"], open.Distinct().Order());
    }

    [Theory]
    [InlineData("/staff/")]
    [InlineData("/STAFF/held")]
    [InlineData("/staff/no-such-page")]
    [InlineData("/staff/requests/not-a-guid")]
    [InlineData("/staff/a/b/c/d.css")]
    [InlineData("/staff?handler=Claim")]
    public async Task Nothing_under_the_path_of_the_desk_says_whether_it_is_there(string url)
    {
        using var client = site.Client();

        Assert.StartsWith("/staff/sign-in", (await client.GetAsync(url)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("/staff/sign-in", (await client.PostAsync(url, new FormUrlEncodedContent([]))).Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_the_desk_is_kept_by_a_browser_or_a_proxy_or_compressed_beside_a_secret()
    {
        using var ana = await StaffClient.SignedInAsync(site, role: StaffRole.Administrator);
        ana.Http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br, gzip");
        foreach (var endpoint in DeskEndpoints())
        {
            var response = await ana.Http.GetAsync(Address(endpoint));

            Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            if (response.StatusCode != HttpStatusCode.NotFound)
                Assert.Empty(response.Content.Headers.ContentEncoding);
            Assert.False(response.Headers.Contains("X-Frame-Options"));
            Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_callers_work_does_not_include_what_is_held()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var sue = await StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);

        Assert.Equal("/staff/not-allowed?to=%2Fstaff%2Fheld", (await ana.Http.GetAsync("/staff/held")).Headers.Location!.PathAndQuery);
        Assert.Equal(HttpStatusCode.Forbidden, (await ana.Http.GetAsync("/staff/not-allowed")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await sue.Http.GetAsync("/staff/held")).StatusCode);
        Assert.DoesNotContain("/staff/held", await ana.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_was_taken_away_is_gone_at_the_next_request()
    {
        using var sue = await StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);
        Assert.Equal(HttpStatusCode.OK, (await sue.Http.GetAsync("/staff/held")).StatusCode);

        await site.Services.GetRequiredService<ContactsStore>().WriteAsync(
            async db => db.Entry((await db.StaffMembers.FindAsync(sue.Id))!).Property(m => m.Role).CurrentValue = StaffRole.Caller, default);

        Assert.Equal(HttpStatusCode.Redirect, (await sue.Http.GetAsync("/staff/held")).StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_an_hour_without_a_sign_of_life_and_a_page_that_renews_itself_is_none()
    {
        using var busy = await StaffClient.SignedInAsync(site, "Busy");
        using var away = await StaffClient.SignedInAsync(site, "Away");
        for (var minutes = 10; minutes <= 120; minutes += 10)
        {
            site.Clock.Now += TimeSpan.FromMinutes(10);
            Assert.Equal(HttpStatusCode.OK, (await busy.Http.GetAsync("/staff")).StatusCode);
            Assert.Equal(minutes <= 60 ? HttpStatusCode.OK : HttpStatusCode.Redirect, (await away.Http.GetAsync("/staff?auto")).StatusCode);
        }
    }

    [Fact]
    public async Task However_busy_a_session_ends_after_twelve_hours()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        for (var i = 1; i < 24; i++)
        {
            site.Clock.Now += TimeSpan.FromMinutes(30);
            Assert.Equal(HttpStatusCode.OK, (await ana.Http.GetAsync("/staff")).StatusCode);
        }

        site.Clock.Now += TimeSpan.FromMinutes(30);
        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task A_reset_ends_a_session_at_once()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        Assert.Equal(HttpStatusCode.OK, (await ana.Http.GetAsync("/staff")).StatusCode);

        await StaffClient.CommandAsync(site, "staff", "reset", "ana@example.org");

        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff")).StatusCode);
    }

    [Fact]
    public async Task A_form_from_another_site_or_without_its_token_changes_nothing()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101");
        var token = await ana.TokenAsync("/staff");

        var withoutToken = await ana.SendAsync("/staff?handler=Next", "");
        using var cross = new HttpRequestMessage(HttpMethod.Post, "/staff?handler=Next") { Content = new FormUrlEncodedContent([new("form-token", token)]) };
        cross.Headers.Add("Sec-Fetch-Site", "same-site");
        var fromElsewhere = await ana.Http.SendAsync(cross);

        Assert.Equal((HttpStatusCode.SeeOther, "/staff"), (withoutToken.StatusCode, withoutToken.Headers.Location!.ToString()));
        Assert.Equal(HttpStatusCode.Forbidden, fromElsewhere.StatusCode);
        Assert.Equal(0L, new Store(site.DataFolder).Count("CallRequests WHERE ClaimedBy IS NOT NULL"));
        Assert.Equal(HttpStatusCode.SeeOther, (await ana.SendAsync("/staff?handler=Next", token)).StatusCode);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallRequests WHERE ClaimedBy IS NOT NULL"));
    }

    [Fact]
    public async Task With_the_store_gone_the_desk_is_closed_and_articles_are_not()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var stranger = new StaffClient(site);
        await File.WriteAllTextAsync(Path.Combine(site.DataFolder, "recoverysite.db"), "garbage");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ana.Http.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await stranger.PostAsync("/staff/sign-in", ("email", "ana@example.org"), ("password", "x"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ana.Http.GetAsync("/heroin/cravings")).StatusCode);
    }

    [Fact]
    public async Task No_visitor_page_sets_a_cookie_also_for_staff()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        foreach (var url in new[] { "/", "/heroin/cravings", "/request-a-call", "/no-such-page" })
            Assert.False((await ana.Http.GetAsync(url)).Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task In_production_the_cookies_of_the_desk_go_over_https_alone_and_nowhere_but_there()
    {
        using var data = new RecoverySite.Tests.TemporaryFolder();
        using var running = await PublishedSite.StartAsync(data.Path);
        using var client = running.Client();
        async Task<HttpResponseMessage> GetAsync(string url, string scheme, string host = "recoverysite.example")
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Host = host;
            request.Headers.Add("X-Forwarded-Proto", scheme);
            return await client.SendAsync(request);
        }

        var safe = await GetAsync("/staff/sign-in", "https");
        var plain = await GetAsync("/staff/sign-in", "http");
        var behindAProxyThatHidesTheName = await GetAsync("/staff/sign-in", "http", "localhost");
        var explained = await GetAsync("/staff/needs-https", "http");

        Assert.Equal(HttpStatusCode.OK, safe.StatusCode);
        Assert.Matches("^__Secure-staff-form=[^;]+; path=/staff; secure; samesite=lax; httponly$", safe.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal("/staff/needs-https", plain.Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.Forbidden, explained.StatusCode);
        Assert.Contains("Proxy:Trusted", await explained.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/staff/needs-https", behindAProxyThatHidesTheName.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_site_that_is_tried_out_at_localhost_needs_no_https()
    {
        using var data = new RecoverySite.Tests.TemporaryFolder();
        using var running = await PublishedSite.StartAsync(data.Path, settings: ("Site__BaseUrl", "http://localhost:8080"));
        using var client = running.Client();

        var page = await client.GetAsync("/staff/sign-in");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("; secure;", page.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_every_session_also_one_whose_cookie_was_copied()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var copy = site.Client();
        copy.DefaultRequestHeaders.Add("Cookie", string.Join("; ", ana.Cookies.Select(c => $"{c.Name}={c.Value}")));
        Assert.Equal(HttpStatusCode.OK, (await copy.GetAsync("/staff")).StatusCode);

        await ana.PostAsync("/staff", "/staff/sign-out");

        Assert.Equal(HttpStatusCode.Redirect, (await copy.GetAsync("/staff")).StatusCode);
    }

    [Theory]
    [InlineData("/staff/requests/1", "/staff/requests/1")]
    [InlineData("/staff?after=1.2", "/staff?after=1.2")]
    [InlineData("//evil.example", "/staff")]
    [InlineData("/staffing", "/staff")]
    [InlineData("/staff/\\evil", "/staff")]
    [InlineData("/staff/\r\nSet-Cookie: x", "/staff")]
    [InlineData("https://evil.example/staff", "/staff")]
    [InlineData("/", "/staff")]
    [InlineData(null, "/staff")]
    public void After_signing_in_the_way_leads_to_the_desk_and_nowhere_else(string? asked, string target) =>
        Assert.Equal(target, RecoverySite.Web.Pages.Staff.Account.StaffAccess.SafeTarget(asked));

    [Fact]
    public async Task An_address_that_the_desk_does_not_have_leaves_staff_at_the_desk()
    {
        using var ana = await StaffClient.SignedInAsync(site);

        foreach (var path in new[] { "/staff/queue", "/staff/requests/first", "/staff/a/b/c" })
        {
            var answer = await ana.Http.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            var page = await answer.PageAsync();
            Assert.Equal("There is no such page", page.QuerySelector("h1")!.TextContent);
            Assert.NotNull(page.QuerySelector(".who"));
        }
    }
}
