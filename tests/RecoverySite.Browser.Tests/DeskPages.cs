using Microsoft.Playwright;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>Every page and state of the desk by a name, with the way there. Before the door somebody has a password; behind it, Ana is signed in.</summary>
internal static class DeskPages
{
    public static readonly IReadOnlyDictionary<string, Func<IPage, Task>> BeforeTheDoor = new Dictionary<string, Func<IPage, Task>>
    {
        ["sign-in"] = page => page.GotoAsync("/staff/sign-in"),
        ["sign-in-refused"] = async page =>
        {
            await PasswordAsync(page, "wrong");
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["code"] = async page =>
        {
            await PasswordAsync(page, StaffClient.Password);
            await page.GetByLabel("Code from your authenticator app").WaitForAsync();
        },
        ["code-refused"] = async page =>
        {
            await PasswordAsync(page, StaffClient.Password);
            await page.GetByLabel("Code from your authenticator app").FillAsync("000000");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["join"] = page => page.GotoAsync("/staff/join#7KQF-2M9X-7KQF-2M9X-7KQF-2M9X-7KQF"),
        ["needs-https"] = page => page.GotoAsync("/staff/needs-https"),
    };

    public static readonly IReadOnlyDictionary<string, Func<IPage, Task>> BehindTheDoor = new Dictionary<string, Func<IPage, Task>>
    {
        ["queue"] = page => page.GotoAsync("/staff"),
        ["queue-refused"] = async page =>
        {
            await page.GotoAsync("/staff");
            // Ben has claimed it since this page was loaded.
            await page.EvaluateAsync("""
                () => {
                  const taken = [...document.querySelectorAll('.row.taken')].find(row => row.textContent.includes('Ben'));
                  document.querySelector('.row [data-claim]').value = taken.querySelector('a').href.slice(-36);
                }
                """);
            await page.Locator(".row").GetByRole(AriaRole.Button, new() { NameRegex = new("^Claim") }).First.ClickAsync();
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["request"] = page => OpenAsync(page, "Wanda"),
        ["request-taken"] = page => OpenAsync(page, "Tom"),
        ["request-mine"] = page => OpenAsync(page, "Mia"),
        ["request-dialed"] = page => OpenAsync(page, "Dora"),
        ["request-later"] = page => OpenAsync(page, "Later"),
        ["request-with-mistake"] = async page =>
        {
            await OpenAsync(page, "Dora");
            await page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["request-closed"] = page => OpenAsync(page, "Again", page => page.GetByRole(AriaRole.Link, new() { NameRegex = new("a\\.m\\.") }).ClickAsync()),
        ["request-held"] = async page =>
        {
            await page.GotoAsync("/staff/held");
            await page.Locator(".row h2 a").First.ClickAsync();
            await page.GetByText("Held, because").WaitForAsync();
        },
        ["request-all-open"] = async page =>
        {
            await OpenAsync(page, "Wanda");
            await page.EvaluateAsync("for (const part of document.querySelectorAll('main details')) part.open = true");
        },
        ["requests"] = page => page.GotoAsync("/staff/requests"),
        ["requests-filtered"] = page => page.GotoAsync("/staff/requests?state=open&from=2026-11-24"),
        ["requests-found"] = async page =>
        {
            await SearchAsync(page, "0101");
            await page.GetByRole(AriaRole.Heading, new() { Name = "Found", Exact = true }).WaitForAsync();
        },
        ["requests-not-found"] = async page =>
        {
            await SearchAsync(page, "216-555-9999");
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["hand-over"] = page => page.GotoAsync("/staff/hand-over"),
        ["held"] = page => page.GotoAsync("/staff/held"),
        ["insights"] = page => page.GotoAsync("/staff/insights"),
        ["insights-90"] = page => page.GotoAsync("/staff/insights?days=90"),
        ["audit"] = page => page.GotoAsync("/staff/audit"),
        ["audit-filtered"] = page => page.GotoAsync("/staff/audit?by=visitor&from=2026-11-24&to=2026-11-24"),
        ["export"] = page => page.GotoAsync("/staff/export"),
        ["export-refused"] = async page =>
        {
            await page.GotoAsync("/staff/export");
            await page.GetByLabel("What the file is for").FillAsync("For");
            await page.GetByRole(AriaRole.Button, new() { Name = "Download the requests" }).ClickAsync();
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["health"] = page => page.GotoAsync("/staff/health"),
        ["erase"] = page => page.GotoAsync("/staff/erase"),
        ["erase-found"] = async page =>
        {
            await page.GotoAsync("/staff/erase");
            await page.GetByLabel("Phone number or reference").FillAsync("216-555-0102");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show what would go" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { NameRegex = new("^This would be erased") }).WaitForAsync();
        },
        ["account"] = page => page.GotoAsync("/staff/account"),
        ["account-not-me"] = page => page.GotoAsync("/staff/account?done=not-me"),
        ["people"] = page => page.GotoAsync("/staff/people"),
        ["people-refused"] = async page =>
        {
            await page.GotoAsync("/staff/people");
            await page.GetByLabel("Their e-mail address").FillAsync("cleo");
            await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
        },
        ["person"] = async page =>
        {
            await page.GotoAsync("/staff/people");
            await page.GetByRole(AriaRole.Link, new() { Name = "Ben" }).ClickAsync();
            foreach (var part in new[] { "Another role", "A new start, with a new link", "Shut out" })
                await page.GetByText(part, new() { Exact = true }).ClickAsync();
        },
        ["not-allowed"] = page => page.GotoAsync("/staff/not-allowed"),
        ["sign-out"] = page => page.GotoAsync("/staff/sign-out"),
    };

    /// <summary>A desk at work: somebody in each state, Ana as an administrator, Ben as a colleague.</summary>
    public static async Task<(TestSite Site, StaffClient Ana)> AtWorkAsync()
    {
        var site = TestSite.Start();
        await StaffClient.JoinAsync(site, "password@example.org", "Password");
        var ben = await StaffClient.SignedInAsync(site, "Ben");
        var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Administrator);

        await site.AskAsync("216-555-0101", ("name", "Again"));
        await ActAsync(ana, "Again", "?handler=Record", ("outcome", "AskedNotToBeCalled"), ("note", "Does not know who gave this number."));
        await site.AskAsync("216-555-0101", ("name", "Again"), ("note", "I changed my mind. Please call."));
        await site.AskAsync("216-555-0102", ("name", "Wanda"), ("for", "other"), ("zone", "Pacific/Honolulu"), ("note", "My brother, not me.\nMornings are best."));
        await site.AskAsync("216-555-0103", ("name", "Tom"), ("voicemail", "yes"));
        await ActAsync(ben, "Tom", "?handler=Dial");
        await site.AskAsync("216-555-0104 x12", ("name", "Mia"), ("for", "me"), ("voicemail", "yes"));
        await ActAsync(ana, "Mia");
        await site.AskAsync("216-555-0105", ("name", "Dora"), ("voicemail", "no"), ("when", "2026-11-24T17:00:00Z/2026-11-24T22:00:00Z"));
        await ActAsync(ana, "Dora", "?handler=Dial");
        await site.AskAsync("216-555-0106", ("name", "Later"), ("when", "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z"));
        await site.AskAsync("216-555-0107", ("name", ""), ("note", "My brother needs help. Please call after six, he sleeps in the day."), ("reserved", "filled in by a program"));
        using var visitor = site.Client();
        for (var i = 0; i < 6; i++)
            await visitor.PostAsync("/call-taps", new StringContent(i == 0 ? "/\nhero" : "/heroin/cravings\nbar"));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await ana.Http.GetStringAsync("/staff/insights")).Contains("/heroin/cravings", StringComparison.Ordinal))
            await Task.Delay(50, patience.Token);
        await PastAsync(site);
        return (site, ana);
    }

    /// <summary>What stays of some months: more on some days, in some hours and from some articles than others.</summary>
    private static Task PastAsync(TestSite site) =>
        ((ContactsStore)site.Services.GetService(typeof(ContactsStore))!).WriteAsync(
            async db =>
            {
                string[] pages = ["/heroin/cravings", "/heroin/overdose", "/treatment/what-it-costs", "", "/family/how-to-talk-about-it", "/withdrawal/opioids"];
                for (var i = 0; i < 400; i++)
                {
                    var day = new DateOnly(2026, 11, 23).AddDays(-(i * i % 85));
                    var page = pages[i % (1 + i % pages.Length)];
                    var past = PastRequest.Of(day, 8 + (i * 7 % 15), page, i % 13 == 0 ? null : i * i % 19, i % 3 == 0 ? null : 5 + (i * i % 31));
                    if (await db.PastRequests.FindAsync(past.Day, past.Hour, past.Page, past.CalledAfter, past.ReachedAfter) is null)
                        db.Add(past);
                    if (page.Length > 0)
                        await CallTap.AddAsync(db, day, page, i % 2 == 0 ? CallTap.Ask : i % 3 == 0 ? "header" : "bar", 1 + i % 4, default);
                }
            },
            default);

    public static async Task ManyAsync(TestSite site, int people) =>
        await ((ContactsStore)site.Services.GetService(typeof(ContactsStore))!).WriteAsync(
            async db =>
            {
                var words = ConsentText.Of("v1", "You ask us to call.", "Ask");
                for (var i = 0; i < people; i++)
                {
                    var form = new CallForm($"key{i}", PhoneNumber.Parse($"614-555-{i:0000}")!, "", i % 3 == 0 ? null : $"Person {i}", null, i % 2 == 0, null, null, i % 5 == 0 ? "Pacific/Honolulu" : "America/Chicago", null, i % 4 == 0 ? "/heroin/cravings" : null, i % 10 == 9 ? "it was sent within two seconds of opening the form" : null);
                    await Intake.ReceiveAsync(db, form, words, "/request-a-call", site.Clock.Now.AddMinutes(-3 * people + 2 * i), default);
                    await db.SaveChangesAsync();
                }
            },
            default);

    public static IEnumerable<Cookie> ForBrowser(this StaffClient staff) => staff.Cookies.Select(c => new Cookie { Name = c.Name, Value = c.Value, Domain = c.Domain, Path = c.Path, HttpOnly = true, SameSite = SameSiteAttribute.Lax });

    private static async Task ActAsync(StaffClient who, string name, string? then = null, params (string, string)[] fields)
    {
        var queue = await who.Http.GetStringAsync("/staff");
        var id = System.Text.RegularExpressions.Regex.Match(queue, $"/staff/requests/([0-9a-f-]+)\"[^>]*>{name}<").Groups[1].Value;
        await who.PostAsync("/staff", "/staff?handler=Claim", ("id", id));
        if (then is not null)
            Assert.Equal(System.Net.HttpStatusCode.SeeOther, (await who.PostAsync($"/staff/requests/{id}", $"/staff/requests/{id}{then}", fields)).StatusCode);
    }

    private static async Task PasswordAsync(IPage page, string password)
    {
        await page.GotoAsync("/staff/sign-in");
        await page.GetByLabel("E-mail").FillAsync("password@example.org");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
    }

    private static async Task SearchAsync(IPage page, string typed)
    {
        await page.GotoAsync("/staff/requests");
        await page.GetByLabel("Number, last four digits, reference or day").FillAsync(typed);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
    }

    private static async Task OpenAsync(IPage page, string name, Func<IPage, Task>? then = null)
    {
        await page.GotoAsync("/staff");
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = name }).WaitForAsync();
        if (then is not null)
            await then(page);
    }
}
