using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Tests.Upkeep;

public sealed class StoreUpkeepTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private StoreUpkeep Upkeep => site.Services.GetRequiredService<StoreUpkeep>();

    private List<string?> Backups => [.. Directory.GetFiles(Folder).Select(Path.GetFileName).Order()];

    private string Folder => Path.Combine(site.DataFolder, "backups");

    [Fact]
    public async Task The_store_is_backed_up_every_hour()
    {
        await Upkeep.RunDueAsync(default);
        Assert.Null(Upkeep.Backing.Failure);
        site.Clock.Now += TimeSpan.FromMinutes(59);
        await Upkeep.RunDueAsync(default);
        Assert.Equal(["recoverysite-20261124T150000Z.backup"], Backups);

        site.Clock.Now += TimeSpan.FromMinutes(1);
        await Upkeep.RunDueAsync(default);

        Assert.Equal(["recoverysite-20261124T150000Z.backup", "recoverysite-20261124T160000Z.backup"], Backups);
    }

    [Fact]
    public async Task What_fails_is_tried_again_a_minute_later_stops_nothing_else_and_is_said_to_staff()
    {
        File.WriteAllText(Folder, "in the way");
        await Upkeep.RunDueAsync(default);
        Assert.Equal($"No backup could be made in {Folder} (IOException).", Upkeep.Backing.Failure);
        Assert.NotNull(Upkeep.Purging.LastDone);
        using (var ana = await StaffClient.SignedInAsync(site))
        {
            var health = await ana.Http.GetStringAsync("/staff/health");
            Assert.Contains("No backup could be made in", health, StringComparison.Ordinal);
        }

        File.Delete(Folder);
        site.Clock.Now += TimeSpan.FromMinutes(1);
        await Upkeep.RunDueAsync(default);

        Assert.Null(Upkeep.Backing.Failure);
        Assert.Single(Backups);
    }

    [Fact]
    public async Task A_hundred_failures_in_a_row_leave_the_site_standing()
    {
        using var client = site.Client();
        foreach (var file in Directory.GetFiles(site.DataFolder, "recoverysite.db*"))
            File.Move(file, file + ".away");

        for (var i = 0; i < 100; i++)
        {
            site.Clock.Now += TimeSpan.FromMinutes(1);
            await Upkeep.RunDueAsync(default);
        }

        Assert.Equal("The store's file cannot be opened.", Upkeep.Backing.Failure);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/heroin/cravings")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Contains("The store's file cannot be opened.", await (await client.GetAsync("/health/ready")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_puts_no_backup_off()
    {
        await Upkeep.RunDueAsync(default);
        site.Clock.Now -= TimeSpan.FromDays(2);

        await Upkeep.RunDueAsync(default);

        Assert.Equal(2, Backups.Count);
    }

    [Fact]
    public async Task Closed_requests_are_deleted_after_ninety_days_by_the_site_itself()
    {
        var receipt = await site.AskAsync("216-555-0123");
        await site.Services.GetRequiredService<ContactsStore>().WriteAsync(db => Intake.WithdrawAsync(db, receipt[(receipt.LastIndexOf('/') + 1)..], site.Clock.Now, default), default);
        await Upkeep.RunDueAsync(default);
        site.Clock.Now += TimeSpan.FromDays(91);

        // A clock that jumps is believed at the second look.
        await Upkeep.RunDueAsync(default);
        site.Clock.Now += TimeSpan.FromHours(1);
        await Upkeep.RunDueAsync(default);

        Assert.Equal("1 request was deleted.", Upkeep.Purging.Outcome);
        Assert.Equal(0, new Store(site.DataFolder).Count("Submissions"));
    }
}
