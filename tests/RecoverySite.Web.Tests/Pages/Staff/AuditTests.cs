using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;
using RecoverySite.Tests.Store;

namespace RecoverySite.Web.Tests.Pages.Staff;

public sealed class AuditTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private Task<StaffClient> AdamAsync() => StaffClient.SignedInAsync(site, "Adam", StaffRole.Administrator);

    private static List<string> Rows(IDocument page) =>
        [.. page.QuerySelectorAll(".entries > li").Select(r => string.Join('|', r.Children.Select(c => string.Join(' ', c.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))))];

    private Task WriteAsync(Func<ContactsDbContext, Task> work) => site.Services.GetRequiredService<ContactsStore>().WriteAsync(work, default);

    [Fact]
    public async Task An_administrator_reads_who_did_what_the_latest_first_with_the_way_to_the_request()
    {
        await site.AskAsync("216-555-0123", ("name", "Samantha"), ("note", "Please ask for my sister"));
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        site.Clock.Now += TimeSpan.FromMinutes(5);
        var path = (await ben.Http.PageAsync("/staff")).QuerySelector(".row h3 a")!.GetAttribute("href")!;
        await ben.PostAsync("/staff", "/staff?handler=Claim", ("id", path[^36..]));
        await StaffClient.CommandAsync(site, "staff", "reset", "ben@example.org");
        using var adam = await AdamAsync();

        var page = await adam.Http.PageAsync("/staff/audit");

        var rows = Rows(page);
        Assert.Matches(@"^November 24, 2026, 10:05 a\.m\. no\. \d+\|A command on the server\|.+\|Ben$", rows[0]);
        Assert.Matches(@"^November 24, 2026, 10:05 a\.m\. no\. \d+\|Ben\|claimed it\|The request of entry \d+$", rows[1]);
        Assert.Matches(@"^November 24, 2026, 10:00 a\.m\. no\. \d+\|The visitor\|asked\|The request of entry \d+$", rows[^1]);
        Assert.Equal(path, page.QuerySelector(".entries a")!.GetAttribute("href"));
        foreach (var word in new[] { "Samantha", "sister", "0123" })
            Assert.DoesNotContain(word, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_whose_request_is_gone_stays_and_says_so()
    {
        await site.AskAsync("216-555-0123");
        new Store(site.DataFolder).Do("PRAGMA foreign_keys = ON; DELETE FROM CallRequests");
        using var adam = await AdamAsync();

        var page = await adam.Http.PageAsync("/staff/audit");

        Assert.EndsWith("|The visitor|asked|A request that is gone", Assert.Single(Rows(page)), StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".entries a"));
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_go_on_to_earlier_entries()
    {
        var ben = StaffMember.Add("ben@example.org", StaffRole.Caller, site.Clock.Now);
        ben.Join("Ben");
        await WriteAsync(db =>
        {
            db.Add(ben);
            // One an hour from noon in New York on the 20th, and the site's own between them.
            for (var i = 0; i < 250; i++)
            {
                var at = new DateTimeOffset(2026, 11, 20, 17, 0, 0, TimeSpan.Zero).AddHours(i);
                db.Add(AuditEntry.OfAccount(ben.Id, $"did thing {i}", at));
                db.Add(AuditEntry.OfAccount(ben.Id, by: null, "did something else", at));
            }
            return Task.CompletedTask;
        });
        using var adam = await AdamAsync();

        var first = await adam.Http.PageAsync($"/staff/audit?by={ben.Id}&from=2026-11-21&to=2026-11-25");
        var next = first.QuerySelectorAll("a.button").Single(a => a.TextContent == "Earlier entries").GetAttribute("href")!;
        var second = await adam.Http.PageAsync(next);

        // Twelve hours of the first day are not asked for, and five days have 120.
        Assert.Equal(Enumerable.Range(12, 120).Reverse().Select(i => $"Ben|did thing {i}|"), Rows(first).Concat(Rows(second)).Select(r => r[(r.IndexOf('|', StringComparison.Ordinal) + 1)..]));
        Assert.StartsWith("November 25, 2026, 11:00 p.m.", Rows(first)[0], StringComparison.Ordinal);
        Assert.StartsWith("November 21, 2026, midnight", Rows(second)[^1], StringComparison.Ordinal);
        Assert.StartsWith($"/staff/audit?by={ben.Id}&from=2026-11-21&to=2026-11-25&before=", next, StringComparison.Ordinal);
        Assert.Equal((ben.Id.ToString(), "2026-11-21", "2026-11-25"), (second.QuerySelector("#by option[selected]")!.GetAttribute("value"), second.QuerySelector("#from")!.GetAttribute("value"), second.QuerySelector("#to")!.GetAttribute("value")));
        Assert.DoesNotContain(second.QuerySelectorAll("a.button"), a => a.TextContent == "Earlier entries");
    }

    [Fact]
    public async Task Entries_of_one_moment_come_once_each_across_the_pages_and_a_clock_that_was_wrong_does_not_mix_the_days()
    {
        await WriteAsync(db =>
        {
            // What was stored last happened first.
            foreach (var day in new[] { 22, 21 })
            {
                for (var i = 0; i < 150; i++)
                    db.Add(AuditEntry.OfAccount(Guid.NewGuid(), by: null, $"did thing {day}.{i:000}", new DateTimeOffset(2026, 11, day, 17, 0, 0, TimeSpan.Zero)));
            }
            return Task.CompletedTask;
        });
        using var adam = await AdamAsync();

        var rows = new List<string>();
        for (var next = "/staff/audit?by=command"; next is not null;)
        {
            var page = await adam.Http.PageAsync(next);
            rows.AddRange(Rows(page).Select(r => r.Split('|')[2]));
            next = page.QuerySelectorAll("a.button").SingleOrDefault(a => a.TextContent == "Earlier entries")?.GetAttribute("href");
        }

        Assert.Equal(new[] { 22, 21 }.SelectMany(day => Enumerable.Range(0, 150).Reverse().Select(i => $"did thing {day}.{i:000}")), rows);
    }

    [Theory]
    [InlineData("?from=2026-11-01&to=2026-11-01")]
    [InlineData("?by=command&from=2026-11-01&to=2026-11-01")]
    [InlineData("?before=639000000000000000.7")]
    [InlineData("?by=command&before=639000000000000000.7")]
    public async Task Of_the_audit_no_more_is_read_than_was_asked_for(string query)
    {
        using var adam = await AdamAsync();
        using var plans = new QueryPlans(Path.Combine(site.DataFolder, "recoverysite.db"));

        await adam.Http.PageAsync("/staff/audit" + query);

        var steps = plans.Steps.Where(s => s.Sql.Contains("\"AuditEntries\"", StringComparison.Ordinal)).Select(s => s.Step).ToList();
        Assert.StartsWith("SEARCH a USING INDEX IX_AuditEntries_" + (query.Contains("by", StringComparison.Ordinal) ? "Actor_At (Actor=? AND At" : "At (At"), Assert.Single(steps), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("visitor", "The visitor")]
    [InlineData("command", "A command on the server")]
    [InlineData("site", "The site itself")]
    public async Task What_nobody_at_the_desk_did_can_be_asked_for_too(string by, string name)
    {
        await site.AskAsync("216-555-0123");
        await StaffClient.InviteAsync(site, "new@example.org");
        new Store(site.DataFolder).Do("INSERT INTO AuditEntries (At, Actor, Action) VALUES (639000000000000000, 'site', 'deleted 1 request whose time had come')");
        using var adam = await AdamAsync();

        Assert.Equal([name], Rows(await adam.Http.PageAsync($"/staff/audit?by={by}")).Select(r => r.Split('|')[1]).Distinct());
    }

    [Theory]
    [InlineData("?by=nobody&from=yesterday&to=9999-12-31&before=x")]
    [InlineData("?before=99999999999999999999")]
    [InlineData("?before=9999999999999999999.1")]
    [InlineData("?before=1.x")]
    [InlineData("?from=0001-01-01")]
    public async Task A_filter_that_means_nothing_filters_nothing(string query)
    {
        await site.AskAsync("216-555-0123");
        using var adam = await AdamAsync();

        Assert.Single(Rows(await adam.Http.PageAsync("/staff/audit" + query)));
    }

    [Fact]
    public async Task The_audit_is_for_administrators()
    {
        using var sue = await StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);

        var answer = await sue.Http.GetAsync("/staff/audit");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/staff/not-allowed", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/staff/audit", await sue.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
    }
}
