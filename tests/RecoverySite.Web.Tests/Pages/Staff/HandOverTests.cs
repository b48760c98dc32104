using AngleSharp.Dom;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff;

public sealed class HandOverTests : IAsyncLifetime
{
    private readonly TestSite site = TestSite.Start();
    private StaffClient ana = null!, ben = null!;

    public async ValueTask InitializeAsync()
    {
        ana = await StaffClient.SignedInAsync(site);
        ben = await StaffClient.SignedInAsync(site, "Ben");
    }

    public ValueTask DisposeAsync()
    {
        ana.Dispose();
        ben.Dispose();
        return site.DisposeAsync();
    }

    private static List<string> Names(IDocument page, string section) => [.. page.QuerySelectorAll($"section[aria-labelledby={section}] .person a").Select(a => a.TextContent)];

    private static Task<HttpResponseMessage> SwitchAsync(StaffClient who, string way) => who.PostAsync("/staff", $"/staff/hand-over?handler={way}", ("to", "/staff/requests"));

    private static async Task<string> ClaimAsync(StaffClient who, string name, bool dials = false)
    {
        var id = (await who.Http.PageAsync("/staff")).QuerySelectorAll(".rows .row").Single(r => r.QuerySelector(".person a")?.TextContent == name).QuerySelector("[name=id]")!.GetAttribute("value")!;
        await who.PostAsync("/staff", "/staff?handler=Claim", ("id", id), ("knowingly", "true"));
        if (dials)
            await who.PostAsync($"/staff/requests/{id}", $"/staff/requests/{id}?handler=Dial");
        return id;
    }

    [Fact]
    public async Task Whoever_comes_is_on_duty_wherever_they_sign_in_and_whoever_goes_sees_what_they_leave()
    {
        Assert.Contains("Nobody is on duty.", (await ana.Http.PageAsync("/staff/hand-over")).Body!.TextContent, StringComparison.Ordinal);

        Assert.Equal("/staff/requests", (await SwitchAsync(ana, "Come")).Headers.Location!.ToString());
        await SwitchAsync(ana, "Come");
        Assert.Contains("On duty: Ana since 10:00 a.m.", (await ben.Http.PageAsync("/staff/hand-over")).QuerySelector(".lede")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("On duty", (await ana.Http.PageAsync("/staff")).QuerySelector(".duty")!.TextContent, StringComparison.Ordinal);

        Assert.Equal("/staff/hand-over", (await SwitchAsync(ana, "Go")).Headers.Location!.ToString());
        Assert.Equal(1L, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'went on duty'"));
        Assert.Equal(1L, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'went off duty'"));
    }

    [Fact]
    public async Task The_next_shift_sees_what_is_open_what_is_due_today_and_what_people_left_who_have_gone()
    {
        await site.AskAsync("216-555-0101", ("name", "Claimed"));
        await site.AskAsync("216-555-0102", ("name", "Dialed"));
        await site.AskAsync("216-555-0103", ("name", "Hers"));
        await site.AskAsync("216-555-0104", ("name", "Free"));
        await site.AskAsync("216-555-0105", ("name", "Today"), ("when", "2026-11-24T22:00:00Z/2026-11-25T02:00:00Z"));
        await site.AskAsync("216-555-0106", ("name", "Tomorrow"), ("when", "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z"));
        await SwitchAsync(ana, "Come");
        await SwitchAsync(ben, "Come");
        await ClaimAsync(ben, "Claimed");
        await ClaimAsync(ben, "Dialed", dials: true);
        await ClaimAsync(ana, "Hers");

        Assert.Equal([], Names(await ana.Http.PageAsync("/staff/hand-over"), "left"));
        await SwitchAsync(ben, "Go");
        var page = await ana.Http.PageAsync("/staff/hand-over");
        // Whoever goes lets go, but for a moment of whom they have just called.
        Assert.Equal(["Dialed"], Names(page, "left"));
        Assert.Equal(["Claimed", "Hers", "Free"], Names(page, "open"));
        Assert.Equal(["Today"], Names(page, "today"));
        Assert.Contains("1 more is to be called on another day.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ben has it since 10:01 a.m., dialed 10:01 a.m.", page.QuerySelector("section[aria-labelledby=left]")!.TextContent, StringComparison.Ordinal);

        // A claim that has run out is back in the queue; an outcome that is owed is owed, also when a colleague has had the request since.
        site.Clock.Now += TimeSpan.FromMinutes(11);
        Assert.Contains("You dialed at 10:01 a.m. and have not said what came of it", (await ben.Http.PageAsync("/staff/hand-over")).QuerySelector("section[aria-labelledby=left]")!.TextContent, StringComparison.Ordinal);
        site.Clock.Now += TimeSpan.FromMinutes(84);
        using var cy = await StaffClient.SignedInAsync(site, "Cy");
        await SwitchAsync(cy, "Come");
        Assert.Equal(["Dialed"], Names(await cy.Http.PageAsync("/staff/hand-over"), "left"));
        var id = await ClaimAsync(cy, "Dialed");
        Assert.Equal([], Names(await cy.Http.PageAsync("/staff/hand-over"), "left"));
        await cy.PostAsync($"/staff/requests/{id}", $"/staff/requests/{id}?handler=Release");
        Assert.Equal(["Dialed"], Names(await cy.Http.PageAsync("/staff/hand-over"), "left"));

        // It is the last call that is asked about.
        await ClaimAsync(cy, "Dialed", dials: true);
        var time = (await cy.Http.PageAsync($"/staff/requests/{id}")).QuerySelector("#again option")!.GetAttribute("value")!;
        await cy.PostAsync($"/staff/requests/{id}", $"/staff/requests/{id}?handler=Record", ("outcome", "NoAnswer"), ("again", time));
        await SwitchAsync(cy, "Go");
        Assert.Equal([], Names(await cy.Http.PageAsync("/staff/hand-over"), "left"));
    }

    [Fact]
    public async Task Whoever_signs_out_or_is_signed_in_nowhere_is_not_on_duty()
    {
        await SwitchAsync(ana, "Come");
        await SwitchAsync(ben, "Come");
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await ClaimAsync(ben, "Sam");

        await ben.PostAsync("/staff", "/staff/sign-out");

        var page = await ana.Http.PageAsync("/staff/hand-over");
        Assert.Equal("On duty: Ana since 10:00 a.m.", page.QuerySelector(".lede")!.TextContent);
        Assert.Equal(["Sam"], Names(page, "open"));
        Assert.Equal(1L, new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'went off duty'"));

        site.Clock.Now += TimeSpan.FromMinutes(61);
        using var cy = await StaffClient.SignedInAsync(site, "Cy");
        Assert.Equal("Nobody is on duty.", (await cy.Http.PageAsync("/staff/hand-over")).QuerySelector(".lede")!.TextContent);
    }

    [Fact]
    public async Task What_a_supervisor_has_put_back_into_what_is_held_is_shown_to_no_caller()
    {
        using var sue = await StaffClient.SignedInAsync(site, "Sue", RecoverySite.Contacts.StaffRole.Supervisor);
        await site.AskAsync("216-555-0101", ("name", "Held"), ("reserved", "filled in"));
        var id = (await sue.Http.PageAsync("/staff/held")).QuerySelector(".person a")!.GetAttribute("href")![^36..];
        await sue.PostAsync("/staff", "/staff?handler=Claim", ("id", id));
        // As it stood in a store in which a claim did not lift the hold.
        new Store(site.DataFolder).Do($"UPDATE CallRequests SET IsHeld = 1 WHERE Id = '{id}' COLLATE NOCASE");

        Assert.Equal([], Names(await ana.Http.PageAsync("/staff/hand-over"), "left"));
    }
}
