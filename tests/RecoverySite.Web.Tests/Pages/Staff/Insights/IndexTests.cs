using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Tests.Pages.Staff.Insights;

public sealed class IndexTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private DateOnly Today => DateOnly.FromDateTime(site.Clock.Now.UtcDateTime);

    private async Task<IDocument> InsightsAsync(StaffRole role, string query = "")
    {
        // A session ends; whoever looks later has signed in again.
        using var somebody = await StaffClient.SignedInAsync(site, $"Looking{Guid.NewGuid():N}", role);
        return await somebody.Http.PageAsync("/staff/insights" + query);
    }

    private static List<string> Rows(IDocument page, string section) =>
        [.. page.QuerySelectorAll($"section[aria-labelledby={section}] tbody tr").Select(r => string.Join('|', r.Children.Select(c => c.TextContent.Trim())))];

    private static string Headline(IDocument page) => string.Join(' ', page.QuerySelector(".headline")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task TapAsync(DateOnly day, string page, string place, int count) =>
        site.Services.GetRequiredService<ContactsStore>().WriteAsync(db => CallTap.AddAsync(db, day, page, place, count, default), default);

    private async Task AskAsync(int from, int count, string page)
    {
        for (var i = from; i < from + count; i++)
            await site.AskAsync($"216-555-{i:0100}", ("name", $"Person {i}"), ("from", page));
    }

    private static async Task CallAsync(StaffClient staff, string name, string outcome)
    {
        var path = (await staff.Http.PageAsync("/staff")).QuerySelectorAll(".row h3 a").Single(a => a.TextContent == name).GetAttribute("href")!;
        await staff.PostAsync("/staff", "/staff?handler=Claim", ("id", path[^36..]));
        Assert.Equal(HttpStatusCode.SeeOther, (await staff.PostAsync(path, path + "?handler=Record", ("outcome", outcome), ("again", "never"))).StatusCode);
    }

    [Fact]
    public async Task The_first_lines_say_how_soon_people_were_called_and_spoken_with()
    {
        await AskAsync(1, 4, "heroin/cravings");
        using var ana = await StaffClient.SignedInAsync(site);
        site.Clock.Now += TimeSpan.FromMinutes(4);
        await CallAsync(ana, "Person 1", "NoAnswer");
        await CallAsync(ana, "Person 2", "Reached");
        site.Clock.Now += TimeSpan.FromMinutes(20);
        await CallAsync(ana, "Person 3", "Reached");
        await CallAsync(ana, "Person 4", "NoAnswer");

        var page = await InsightsAsync(StaffRole.Administrator);

        Assert.Equal(
            "Half of the people were called within 4 minutes, nine of ten within 24 minutes. Half of the people were spoken with within 24 minutes. Fewer than nine of ten have been spoken with at all. "
            + "In the last 30 days, 4 people asked. Only minutes in which we were open are counted. What is held, or was spam, is in the lists behind the figures and not in the figures.",
            Headline(page));
        Assert.Equal(["10:00 a.m.|4|4 min|24 min|24 min|not yet"], Rows(page, "hours"));
    }

    [Fact]
    public async Task A_night_in_which_nobody_answers_is_no_wait()
    {
        // We close at 9 in the evening, which is 2 in the morning UTC, and open at 8.
        site.Clock.Now = new DateTimeOffset(2026, 11, 25, 1, 50, 0, TimeSpan.Zero);
        await AskAsync(1, 1, "");
        site.Clock.Now = new DateTimeOffset(2026, 11, 25, 13, 5, 10, TimeSpan.Zero);
        using var ana = await StaffClient.SignedInAsync(site);
        await CallAsync(ana, "Person 1", "Reached");

        var page = await InsightsAsync(StaffRole.Administrator);

        Assert.StartsWith("Half of the people were called within 15 minutes, nine of ten within 15 minutes.", Headline(page), StringComparison.Ordinal);
        Assert.Equal(["8:00 p.m.|1|15 min|15 min|15 min|15 min"], Rows(page, "hours"));
        Assert.Equal(["November 24|0|0|1"], Rows(page, "days"));
    }

    [Fact]
    public async Task Taps_and_requests_stand_by_article_and_by_day_with_the_way_to_the_requests_behind_them()
    {
        await TapAsync(Today, "/heroin/cravings", "bar", 6);
        await TapAsync(Today, "/heroin/cravings", "ask", 4);
        await TapAsync(Today.AddDays(-1), "/", "hero", 2);
        await AskAsync(1, 2, "heroin/cravings");
        await AskAsync(3, 1, "");

        var page = await InsightsAsync(StaffRole.Administrator, "?days=7");

        Assert.Equal(["/heroin/cravings|6|4|2|50 %", "no article|0|0|1|too few to say", "/|2|0|0|too few to say"], Rows(page, "pages"));
        Assert.Equal(["November 24|6|4|3", "November 23|2|0|0"], Rows(page, "days"));
        Assert.Equal(["bar|6", "hero|2"], Rows(page, "places"));
        Assert.Equal(
            ["/staff/requests?page=/heroin/cravings&from=2026-11-18&to=2026-11-24", "/staff/requests?from=2026-11-24&to=2026-11-24"],
            page.QuerySelectorAll("tbody a").Select(a => a.GetAttribute("href")));
        Assert.Equal(["Most requests came from /heroin/cravings: 2.", "Most people asked on November 24: 3.", "Too few people were called to compare the hours."], page.QuerySelectorAll("svg[role=img] > title").Select(t => t.TextContent));
    }

    [Fact]
    public async Task What_looks_like_spam_is_not_counted_and_who_took_it_back_is()
    {
        await site.AskAsync("216-555-0101", ("reserved", "a program"));
        var receipt = await site.AskAsync("216-555-0102");
        await site.Services.GetRequiredService<ContactsStore>().WriteAsync(db => Intake.WithdrawAsync(db, receipt.Split('/')[^1], site.Clock.Now, default), default);

        Assert.Contains("1 person asked", Headline(await InsightsAsync(StaffRole.Administrator)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("?days=7", 7)]
    [InlineData("?days=90", 90)]
    [InlineData("?days=8", 30)]
    [InlineData("?days=-1", 30)]
    [InlineData("?days=all", 30)]
    public async Task The_page_looks_back_over_a_week_a_month_or_three(string query, int days)
    {
        await TapAsync(Today.AddDays(1 - days), "/heroin", "bar", 3);
        await TapAsync(Today.AddDays(-days), "/heroin", "bar", 100);

        var page = await InsightsAsync(StaffRole.Administrator, query);

        Assert.Equal(["/heroin|3|0|0|too few to say"], Rows(page, "pages"));
        Assert.Equal($"{days} days", page.QuerySelector(".insights nav [aria-current]")!.TextContent);
        Assert.Equal(2 * days, page.QuerySelectorAll("section[aria-labelledby=days] svg rect").Length);
    }

    [Fact]
    public async Task Small_numbers_of_taps_are_for_administrators_alone_and_no_sum_bar_or_order_gives_them_away()
    {
        await TapAsync(Today, "/heroin/cravings", "bar", 9);
        await TapAsync(Today, "/heroin", "bar", 3);
        await TapAsync(Today.AddDays(-1), "/opioids", "bar", 7);
        await AskAsync(1, 6, "heroin/cravings");
        await AskAsync(7, 2, "heroin");

        var sue = await InsightsAsync(StaffRole.Supervisor);
        var adam = await InsightsAsync(StaffRole.Administrator);

        Assert.Equal(["/heroin/cravings|9|0|6|too few to say", "/heroin|3|0|2|too few to say", "/opioids|7|0|0|too few to say"], Rows(adam, "pages"));
        // With the sum of the day known, seven would tell that the other article had three. The requests a supervisor can look at one by one.
        Assert.Equal(["/heroin/cravings|9|fewer than 5|6|too few to say", "/heroin|fewer than 5|fewer than 5|2|too few to say", "/opioids|not shown|fewer than 5|0|too few to say"], Rows(sue, "pages"));
        Assert.Equal(["November 24|not shown|fewer than 5|8", "November 23|not shown|fewer than 5|0"], Rows(sue, "days"));
        Assert.Equal(["bar|not shown"], Rows(sue, "places"));
        Assert.Contains("8 people asked", Headline(sue), StringComparison.Ordinal);
        var bars = sue.QuerySelectorAll("svg.bars rect.few").Select(r => r.GetAttribute("width"));
        Assert.Equal(["4%"], bars.Distinct());
        Assert.Equal(2, bars.Count());
    }

    [Fact]
    public async Task The_figures_are_the_same_before_and_after_the_requests_were_deleted_and_only_the_way_to_them_is_gone()
    {
        await AskAsync(1, 3, "heroin/cravings");
        using (var ana = await StaffClient.SignedInAsync(site))
        {
            site.Clock.Now += TimeSpan.FromMinutes(7);
            await CallAsync(ana, "Person 1", "Reached");
            await CallAsync(ana, "Person 2", "WrongNumber");
            await CallAsync(ana, "Person 3", "AskedNotToBeCalled");
        }
        var before = await InsightsAsync(StaffRole.Administrator, "?days=90");

        // As if they had been closed long ago.
        new Store(site.DataFolder).Do("UPDATE CallRequests SET ClosedAt = 1");
        var upkeep = site.Services.GetRequiredService<StoreUpkeep>();
        await upkeep.RunDueAsync(default);
        site.Clock.Now += TimeSpan.FromHours(1);
        await upkeep.RunDueAsync(default);

        var after = await InsightsAsync(StaffRole.Administrator, "?days=90");
        Assert.Equal("3 requests were deleted.", upkeep.Purging.Outcome);
        Assert.Equal("Half of the people were called within 7 minutes, nine of ten within 7 minutes. Half of the people were spoken with within 7 minutes. Fewer than nine of ten have been spoken with at all. In the last 90 days, 3 people asked. Only minutes in which we were open are counted. What is held, or was spam, is in the lists behind the figures and not in the figures.", Headline(after));
        Assert.Equal(Headline(before), Headline(after));
        foreach (var section in new[] { "pages", "days", "hours" })
            Assert.Equal(Rows(before, section), Rows(after, section));
        Assert.Equal(2, before.QuerySelectorAll("tbody a").Length);
        Assert.Empty(after.QuerySelectorAll("tbody a"));
    }

    [Fact]
    public async Task The_page_is_for_supervisors_and_the_old_address_of_the_taps_leads_to_it()
    {
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        using var sue = await StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);

        Assert.Contains("/staff/not-allowed", (await ben.Http.GetAsync("/staff/insights")).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/staff/insights", await ben.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
        var moved = await sue.Http.GetAsync("/staff/call-taps");
        Assert.Equal((HttpStatusCode.MovedPermanently, "/staff/insights"), (moved.StatusCode, moved.Headers.Location!.ToString()));
    }
}
