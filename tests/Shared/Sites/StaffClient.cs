using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Commands;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Tests.Sites;

/// <summary>A staff member's browser without script: it keeps cookies, reads forms as they stand on a page and sends them.</summary>
public sealed partial class StaffClient : IDisposable
{
    public const string Password = "correct horse battery staple";

    /// <summary>The secret of an authenticator app, for those who have not set one up on a page.</summary>
    private const string SomeKey = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    // Hashing it takes a good part of a second: once for all.
    private static string? passwordHash;

    private readonly TestSite site;
    private readonly CookieContainer cookies = new();

    public StaffClient(TestSite site)
    {
        this.site = site;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies }) { BaseAddress = new Uri(site.Url) };
    }

    public HttpClient Http { get; }

    public Guid Id { get; private set; }

    public string Email { get; private set; } = "";

    /// <summary>The secret of the authenticator app, once it was shown.</summary>
    public string Key { get; private set; } = "";

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public IReadOnlyList<Cookie> Cookies => [.. cookies.GetCookies(new Uri(site.Url + "/staff")).Cast<Cookie>()];

    public void Forget()
    {
        foreach (Cookie cookie in cookies.GetCookies(new Uri(site.Url + "/staff")))
            cookie.Expired = true;
    }

    /// <summary>
    /// Somebody who is signed in already, past the two steps: with a session that the site itself would have made. They have
    /// a password and an authenticator app, so they can sign in elsewhere too.
    /// </summary>
    public static async Task<StaffClient> SignedInAsync(TestSite site, string name = "Ana", StaffRole role = StaffRole.Caller)
    {
        var client = new StaffClient(site) { Email = $"{name.ToLowerInvariant()}@example.org", Key = SomeKey };
        var now = site.Clock.GetUtcNow();
        using var scope = site.Services.CreateScope();
        var member = StaffMember.Add(client.Email, role, now);
        member.Join(name);
        member.SetPasswordHash(passwordHash ??= scope.ServiceProvider.GetRequiredService<IPasswordHasher<StaffMember>>().HashPassword(member, Password));
        member.SetAuthenticatorKey(client.Key);
        member.SetSecondFactor(true);
        member.SignedIn(now);
        client.Id = member.Id;
        var session = StaffSession.Begin(member, "A browser", isNewBrowser: false, now);
        await site.Services.GetRequiredService<ContactsStore>().WriteAsync(db => Task.FromResult((db.Add(member), db.Add(session))), default);

        var options = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<StaffMember>>().CreateAsync(member);
        var ticket = new AuthenticationTicket(
            new ClaimsPrincipal(principal),
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + options.ExpireTimeSpan, Items = { [StaffSignIn.Session] = session.Id.ToString() } },
            IdentityConstants.ApplicationScheme);
        client.cookies.Add(new Cookie(options.Cookie.Name!, options.TicketDataFormat.Protect(ticket), "/staff", new Uri(site.Url).Host));
        return client;
    }

    /// <summary>The same person in another browser, through the front door: password and code.</summary>
    /// <param name="userAgent">What it says that it is.</param>
    public async Task<StaffClient> SignInElsewhereAsync(string userAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0")
    {
        var client = new StaffClient(site) { Email = Email, Key = Key, Id = Id };
        client.Http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", userAgent);
        Assert.Equal(HttpStatusCode.SeeOther, (await client.PostAsync("/staff/sign-in", ("email", Email), ("password", Password))).StatusCode);
        Assert.Equal("/staff", (await client.PostAsync("/staff/sign-in/code", ("code", client.NextCode()))).Headers.Location?.ToString());
        return client;
    }

    /// <summary>The code in the one-time link that the command prints.</summary>
    public static async Task<string> InviteAsync(TestSite site, string email, string role = "caller")
    {
        var result = await CommandAsync(site, "staff", "add", email, "--role", role);
        Assert.Equal(0, result.ExitCode);
        return Link().Match(result.Output).Groups["code"].Value;
    }

    public static Task<CommandResult> CommandAsync(TestSite site, params string[] args) =>
        CommandLine.RunAsync(args, site.Services.GetRequiredService<ContactsStore>(), site.Services.GetRequiredService<Backups>(), site.Services.GetRequiredService<CurrentContent>().BaseUrl, site.Clock.GetUtcNow(), default);

    /// <summary>Joins through the front door: link, password, authenticator app.</summary>
    public static async Task<StaffClient> JoinAsync(TestSite site, string email = "ana@example.org", string name = "Ana", string role = "caller")
    {
        var client = new StaffClient(site) { Email = email };
        var joined = await client.PostAsync("/staff/join", ("invite", await InviteAsync(site, email, role)), ("email", email), ("name", name), ("password", Password));
        Assert.Equal("/staff/sign-in/set-up", joined.Headers.Location?.ToString());
        client.Key = KeyOnPage().Match(await client.Http.GetStringAsync("/staff/sign-in/set-up")).Groups["key"].Value;
        var done = await client.PostAsync("/staff/sign-in/set-up", ("code", client.NextCode()));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        client.RecoveryCodes = [.. RecoveryCodeOnPage().Matches(await done.Content.ReadAsStringAsync()).Select(m => m.Groups["code"].Value)];
        client.Id = await site.Services.GetRequiredService<ContactsStore>().ReadAsync(db => db.StaffMembers.Where(m => m.NormalizedEmail == StaffMember.Normalize(email)).Select(m => m.Id).SingleAsync(), default);
        return client;
    }

    /// <summary>What the app shows half a minute from now: the site takes no code twice, so the clock goes on.</summary>
    public string NextCode()
    {
        site.Clock.Now += TimeSpan.FromSeconds(30);
        return Totp.Code(Totp.FromBase32(Key), site.Clock.Now);
    }

    /// <summary>Opens the page and sends the form on it to the page itself, or to <paramref name="action"/>.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await Http.GetStringAsync(page)).Groups["token"].Value;
        Assert.NotEqual("", token);
        return await SendAsync(action, token, fields);
    }

    public Task<HttpResponseMessage> PostAsync(string page, params (string Name, string Value)[] fields) => PostAsync(page, page, fields);

    public Task<HttpResponseMessage> SendAsync(string action, string token, params (string Name, string Value)[] fields) =>
        Http.PostAsync(action, new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), new("form-token", token)]));

    public async Task<string> TokenAsync(string page) => Token().Match(await Http.GetStringAsync(page)).Groups["token"].Value;

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"form-token\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("#(?<code>[0-9A-Z-]+)")]
    private static partial Regex Link();

    [GeneratedRegex("class=\"key\">(?<key>[A-Z2-7 ]+)<")]
    private static partial Regex KeyOnPage();

    [GeneratedRegex("<li><code>(?<code>[0-9A-Z-]+)</code>")]
    private static partial Regex RecoveryCodeOnPage();
}
