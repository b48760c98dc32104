using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Tests.Pages.Staff;

public sealed class HealthTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    [Fact]
    public async Task It_says_in_words_how_each_part_is_and_what_to_do()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.Services.GetRequiredService<StoreUpkeep>().RunDueAsync(default);
        site.Clock.Now += TimeSpan.FromMinutes(14);

        var page = await ana.Http.PageAsync("/staff/health");

        string Row(string title) => string.Join(' ', page.QuerySelectorAll(".row").Single(r => r.QuerySelector("h2")!.TextContent == title).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("No e-mail is sent when somebody asks for a call", Row("Telling staff"), StringComparison.Ordinal);
        Assert.Equal("3 things to look at", page.QuerySelector("h1")!.TextContent);
        Assert.StartsWith("Good Store It takes requests.", Row("Store"), StringComparison.Ordinal);
        Assert.StartsWith("Good The store's file SQLite finds the file whole. Last done: 10:00 a.m.", Row("The store's file"), StringComparison.Ordinal);
        Assert.Contains("Here all writes pass one gate", Row("SQLite"), StringComparison.Ordinal);
        Assert.Contains("sealed with the key k1", Row("Key ring"), StringComparison.Ordinal);
        Assert.Contains("Set Keys:Folder to a folder elsewhere", Row("Key ring"), StringComparison.Ordinal);
        Assert.Contains("The last one was made and verified 14 min ago", Row("Backups"), StringComparison.Ordinal);
        Assert.Contains("Set Backup:Folder to another disk", Row("Backups"), StringComparison.Ordinal);
        Assert.Contains("Closed requests go after 90 days, held ones 14 days after somebody looked. None is due now.", Row("Deleting"), StringComparison.Ordinal);
        Assert.Contains("GB are free", Row("Disk"), StringComparison.Ordinal);

        site.Clock.Now += TimeSpan.FromMinutes(55);
        await ana.Http.PageAsync("/staff/health");
        site.Clock.Now += TimeSpan.FromMinutes(55);
        page = await ana.Http.PageAsync("/staff/health");
        Assert.Contains("The last backup is older than two hours.", Row("Backups"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_backup_it_says_that_there_is_none()
    {
        using var ana = await StaffClient.SignedInAsync(site);

        var page = await ana.Http.GetStringAsync("/staff/health");

        Assert.Contains("There is none yet. The first is made a minute after the start.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_nobody_can_open_is_said_here_and_closes_no_list()
    {
        await site.AskAsync("216-555-0123", ("name", "Samantha"));
        await site.AskAsync("216-555-0199", ("name", "Robin"));
        using var ana = await StaffClient.SignedInAsync(site);
        new Store(site.DataFolder).Text("UPDATE CallRequests SET Number = 'v1|k1|AAAA|AAAA|AAAA' WHERE rowid = 1 RETURNING 'done'");

        var queue = await ana.Http.GetStringAsync("/staff");

        Assert.Contains("Robin", queue, StringComparison.Ordinal);
        Assert.Contains("(cannot be opened)", queue, StringComparison.Ordinal);
        Assert.Contains("1 of its rows cannot be opened", await ana.Http.GetStringAsync("/staff/health"), StringComparison.Ordinal);
        Assert.Contains("cannot be opened: it was changed past this program", Logs.Read(site.DataFolder), StringComparison.Ordinal);
        Assert.DoesNotContain("0123", Logs.Read(site.DataFolder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_number_is_not_dialed_and_whoever_holds_the_request_reads_what_was_typed()
    {
        await site.AskAsync("216 555.0123", ("name", "Samantha"));
        using var ana = await StaffClient.SignedInAsync(site);
        var request = new Store(site.DataFolder).Text("UPDATE CallRequests SET Number = 'v1|k1|AAAA|AAAA|AAAA' RETURNING Id");
        await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", request));

        var page = await ana.Http.GetStringAsync($"/staff/requests/{request}");

        Assert.Contains("The number of this request cannot be opened", page, StringComparison.Ordinal);
        Assert.Contains("What was typed in the form: 216 555.0123.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Dial", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"tel:(", page, StringComparison.Ordinal);
    }
}
