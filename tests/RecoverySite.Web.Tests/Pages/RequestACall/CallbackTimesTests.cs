using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Pages.RequestACall;

namespace RecoverySite.Web.Tests.Pages.RequestACall;

public sealed class CallbackTimesTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();
    private readonly StaffMember ana;
    private int numbers;

    public CallbackTimesTests()
    {
        ana = StaffMember.Add("ana@example.org", StaffRole.Caller, site.Clock.Now);
        Store.WriteAsync(db => Task.FromResult(db.Add(ana)), default).GetAwaiter().GetResult();
    }

    private ContactsStore Store => site.Services.GetRequiredService<ContactsStore>();

    public void Dispose() => site.Dispose();

    /// <summary>So many people who asked then and were called so much later, or not yet.</summary>
    private Task PeopleAsync(int count, DateTimeOffset asked, TimeSpan? calledAfter) =>
        Store.WriteAsync(
            async db =>
            {
                var consent = ConsentText.Of("v1", "You ask us to call.", "Ask");
                for (var i = 0; i < count; i++)
                {
                    var form = new CallForm($"key {++numbers}", PhoneNumber.Parse($"216-555-{numbers:0000}")!, "typed", null, null, true, null, null, "America/New_York", null, null, null);
                    var submission = await Intake.ReceiveAsync(db, form, consent, "/request-a-call", asked, default);
                    await db.SaveChangesAsync();
                    if (calledAfter is not { } after)
                        continue;
                    var request = (await Desk.FindAsync(db, submission.CallRequestId, default))!;
                    Desk.Claim(db, request, ana.Id, knowingly: false, asked + after);
                    Desk.Dial(db, request, ana.Id, asked + after);
                    Desk.Record(db, request, ana.Id, CallOutcome.Reached, null, asked + after);
                }
            },
            default);

    private async Task<string?> SaysAsync()
    {
        await site.Services.GetRequiredService<CallbackTimes>().LookAsync(default);
        using var visitor = site.Client();
        var page = await visitor.PageAsync("/heroin/cravings");
        var words = page.QuerySelector(".bar [data-while-open]")?.TextContent;
        Assert.Equal(words, page.QuerySelector(".call-block .actions [data-while-open]")?.TextContent);
        return words;
    }

    [Fact]
    public async Task Twenty_calls_are_needed_before_anything_is_said()
    {
        await PeopleAsync(19, site.Clock.Now.AddHours(-1), TimeSpan.FromMinutes(5));
        Assert.Null(await SaysAsync());

        await PeopleAsync(1, site.Clock.Now.AddHours(-1), TimeSpan.FromMinutes(5));
        Assert.Equal("usually within 10 minutes", await SaysAsync());
    }

    [Theory]
    [InlineData(16, 10, 4, 90, "usually within 10 minutes")]
    [InlineData(15, 10, 5, 25, "usually within 30 minutes")]
    [InlineData(15, 10, 5, 59, "usually within the hour")]
    [InlineData(15, 10, 5, 61, null)]
    public async Task It_is_true_of_four_people_out_of_five(int some, int minutes, int others, int theirMinutes, string? words)
    {
        await PeopleAsync(some, site.Clock.Now.AddHours(-2), TimeSpan.FromMinutes(minutes));
        await PeopleAsync(others, site.Clock.Now.AddHours(-2), TimeSpan.FromMinutes(theirMinutes));

        Assert.Equal(words, await SaysAsync());
    }

    [Fact]
    public async Task The_hours_in_which_nobody_answers_are_not_counted()
    {
        // Asked on Monday five minutes before we close, called on Tuesday four minutes after we open.
        await PeopleAsync(20, new DateTimeOffset(2026, 11, 24, 1, 55, 0, TimeSpan.Zero), TimeSpan.FromMinutes(5 + (11 * 60) + 4));

        Assert.Equal("usually within 10 minutes", await SaysAsync());
    }

    [Fact]
    public async Task While_somebody_waits_for_more_than_half_an_hour_nothing_is_said()
    {
        await PeopleAsync(20, site.Clock.Now.AddHours(-1), TimeSpan.FromMinutes(5));
        await PeopleAsync(1, site.Clock.Now.AddMinutes(-30), null);
        Assert.Equal("usually within 10 minutes", await SaysAsync());

        site.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Null(await SaysAsync());
    }

    [Fact]
    public async Task Without_the_store_nothing_is_said_and_the_page_stands()
    {
        await PeopleAsync(20, site.Clock.Now.AddHours(-1), TimeSpan.FromMinutes(5));
        Assert.NotNull(await SaysAsync());
        foreach (var file in Directory.GetFiles(site.DataFolder, "recoverysite.db*"))
            File.Delete(file);

        Assert.Null(await SaysAsync());
    }

    [Fact]
    public async Task It_gets_worse_at_once_and_better_only_after_two_hours()
    {
        await PeopleAsync(20, site.Clock.Now.AddHours(-1), TimeSpan.FromMinutes(25));
        Assert.Equal("usually within 30 minutes", await SaysAsync());

        await PeopleAsync(100, site.Clock.Now.AddMinutes(-20), TimeSpan.FromMinutes(5));
        Assert.Equal("usually within 30 minutes", await SaysAsync());
        site.Clock.Now += TimeSpan.FromHours(2);
        Assert.Equal("usually within 10 minutes", await SaysAsync());

        await PeopleAsync(30, site.Clock.Now.AddHours(-1), TimeSpan.FromMinutes(50));
        Assert.Equal("usually within the hour", await SaysAsync());
    }

    [Fact]
    public async Task While_we_are_closed_it_is_not_shown()
    {
        await PeopleAsync(20, site.Clock.Now.AddHours(-1), TimeSpan.FromMinutes(5));
        site.Clock.Now = new DateTimeOffset(2026, 11, 25, 3, 0, 0, TimeSpan.Zero);
        await SaysAsync();

        using var visitor = site.Client();
        Assert.True((await visitor.PageAsync("/")).QuerySelector(".bar [data-while-open]")!.HasAttribute("hidden"));
    }
}
