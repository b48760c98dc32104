using System.Net;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff;

/// <summary>What is held: a supervisor tells a person from a program by what was written. The clock stands at 10:00 in New York.</summary>
public sealed class HeldTests : IAsyncLifetime
{
    private readonly TestSite site = TestSite.Start();
    private StaffClient sue = null!;

    public async ValueTask InitializeAsync() => sue = await StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);

    public ValueTask DisposeAsync()
    {
        sue.Dispose();
        return site.DisposeAsync();
    }

    private Task<string> AskAsync(string number, string name, string note = "") => site.AskAsync(number, ("name", name), ("note", note), ("reserved", "filled in"));

    private long Looks() => new Store(site.DataFolder).Count("AuditEntries WHERE Action = 'saw it'");

    [Fact]
    public async Task What_they_wrote_stands_in_the_list_and_is_entered_as_one_look_at_each_of_them()
    {
        await AskAsync("216-555-0101", "Sam", "My brother needs help. <b>Please</b> call after six.");
        await AskAsync("216-555-0102", "Robot");

        var page = await sue.Http.PageAsync("/staff/held");
        await sue.Http.GetAsync("/staff/held?auto");
        await sue.Http.GetAsync("/staff/held");

        Assert.Equal(["My brother needs help. <b>Please</b> call after six."], page.QuerySelectorAll(".said blockquote").Select(b => b.TextContent));
        Assert.Equal(1, Looks());
        var url = page.QuerySelector(".person a")!.GetAttribute("href")!;
        Assert.StartsWith("Seen by Sue", (await sue.Http.PageAsync(url)).QuerySelector(".beside-request summary")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_supervisor_who_reads_it_is_entered_too_and_a_caller_reads_nothing()
    {
        await AskAsync("216-555-0101", "Sam", "My brother needs help.");
        using var tom = await StaffClient.SignedInAsync(site, "Tom", StaffRole.Supervisor);
        using var ana = await StaffClient.SignedInAsync(site);

        await sue.Http.GetAsync("/staff/held");
        await tom.Http.GetAsync("/staff/held");

        Assert.Equal(2, Looks());
        Assert.Equal(HttpStatusCode.Redirect, (await ana.Http.GetAsync("/staff/held")).StatusCode);
        Assert.DoesNotContain("My brother", await ana.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Spam", "Closed as spam: Sam.")]
    [InlineData("NotSpam", "In the queue now, with the wait since they asked: Sam.")]
    public async Task What_was_decided_is_said_with_the_name_and_a_way_back(string decision, string said)
    {
        await AskAsync("216-555-0101", "Sam");
        await AskAsync("216-555-0102", "Robot");
        var url = (await sue.Http.PageAsync("/staff/held")).QuerySelector(".person a")!.GetAttribute("href")!;

        var done = await sue.PostAsync("/staff/held", $"/staff/held?handler={decision}", ("id", url[^36..]));
        var page = await sue.Http.PageAsync(done.Headers.Location!.ToString());

        Assert.StartsWith(said, page.QuerySelector(".done")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(url, page.QuerySelector(".done a")!.GetAttribute("href"));
        Assert.Equal(["Robot"], page.QuerySelectorAll(".rows .person a").Select(a => a.TextContent));
    }
}
