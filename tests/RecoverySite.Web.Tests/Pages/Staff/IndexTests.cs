using System.Net;
using AngleSharp.Dom;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff;

public sealed class IndexTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private static List<string> Names(IDocument page, string section = "#queue > .rows") => [.. page.QuerySelectorAll($"{section} .person a").Select(a => a.TextContent)];

    private static string ClaimId(IDocument page, string name) =>
        page.QuerySelectorAll(".row").Single(r => r.QuerySelector(".person a")!.TextContent == name).QuerySelector("[name=id]")!.GetAttribute("value")!;

    [Fact]
    public async Task The_longest_wait_stands_first_with_its_time_and_no_whole_number()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "First"));
        site.Clock.Now += TimeSpan.FromMinutes(20);
        await site.AskAsync("216-555-0102", ("name", "Second"), ("voicemail", "yes"));
        site.Clock.Now += TimeSpan.FromMinutes(25);

        var page = await ana.Http.PageAsync("/staff");

        Assert.Equal(["First", "Second"], Names(page));
        Assert.Equal("2 people are waiting", page.QuerySelector("h1")!.TextContent);
        Assert.Equal(["Waiting 45 min", "Waiting 25 min"], page.QuerySelectorAll(".wait").Select(w => w.TextContent));
        Assert.Contains("216-***-0101", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"216\W{0,2}555|555\W{0,2}010", page.Body.InnerHtml);
        Assert.Contains("No voicemail", page.QuerySelectorAll(".row")[0].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("No voicemail", page.QuerySelectorAll(".row")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_next_is_named_also_behind_a_page_of_people_who_are_asleep()
    {
        for (var i = 0; i < 51; i++)
            await site.AskAsync($"216-555-01{i:00}", ("name", $"Asleep {i}"), ("zone", "Pacific/Honolulu"));
        site.Clock.Now += TimeSpan.FromMinutes(61);
        await site.AskAsync("614-555-0101", ("name", "Awake"));
        using var ana = await StaffClient.SignedInAsync(site);

        Assert.Equal("Awake", (await ana.Http.PageAsync("/staff")).QuerySelector(".next h2")?.TextContent);

        var taken = (await ana.PostAsync("/staff", "/staff?handler=Next")).Headers.Location!.ToString();
        Assert.Equal("Awake", (await ana.Http.PageAsync(taken)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task Fifty_who_claim_one_request_at_once_are_one_winner_and_forty_nine_who_are_told_who_won()
    {
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var staff = await Task.WhenAll(Enumerable.Range(1, 50).Select(i => StaffClient.SignedInAsync(site, $"Caller{i:00}")));
        var id = ClaimId(await staff[0].Http.PageAsync("/staff"), "Sam");
        var tokens = await Task.WhenAll(staff.Select(s => s.TokenAsync("/staff")));

        var answers = await Task.WhenAll(staff.Select((s, i) => s.SendAsync("/staff?handler=Claim", tokens[i], ("id", id))));

        var won = Array.FindIndex(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.SeeOther));
        var lost = answers.Where((_, i) => i != won).ToList();
        Assert.Equal(49, lost.Count);
        foreach (var answer in lost)
        {
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
            Assert.StartsWith($"Caller{won + 1:00} has this one since 10:00 a.m., and nobody is called twice", (await answer.PageAsync()).QuerySelector(".problem p")!.TextContent, StringComparison.Ordinal);
        }
        foreach (var client in staff)
            client.Dispose();
    }

    [Fact]
    public async Task Whoever_takes_the_next_gets_the_longest_wait_and_a_second_press_leads_back_to_it()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        await site.AskAsync("216-555-0101", ("name", "First"));
        await site.AskAsync("216-555-0102", ("name", "Second"));
        var token = await ana.TokenAsync("/staff");

        var twice = await Task.WhenAll(ana.SendAsync("/staff?handler=Next", token), ana.SendAsync("/staff?handler=Next", token));
        var other = await ben.PostAsync("/staff", "/staff?handler=Next");

        Assert.Equal(twice[0].Headers.Location, twice[1].Headers.Location);
        Assert.Contains("First", await ana.Http.GetStringAsync(twice[0].Headers.Location), StringComparison.Ordinal);
        Assert.Contains("Second", await ben.Http.GetStringAsync(other.Headers.Location), StringComparison.Ordinal);
        var queue = await ben.Http.PageAsync("/staff");
        Assert.Contains("Ana has it since 10:00 a.m.", queue.QuerySelector(".row.taken")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Go on with your request", queue.QuerySelector(".next.mine")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_is_night_nobody_is_taken_by_the_next_unless_they_asked_a_moment_ago()
    {
        await site.AskAsync("216-555-0101", ("name", "Early"), ("zone", "Pacific/Honolulu"));
        site.Clock.Now += TimeSpan.FromHours(2);
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0102", ("name", "Awake"));

        var next = await ana.PostAsync("/staff", "/staff?handler=Next");

        Assert.Contains("Awake", await ana.Http.GetStringAsync(next.Headers.Location), StringComparison.Ordinal);
        Assert.Contains("7:00 a.m. Hawaii there", (await ana.Http.PageAsync("/staff")).QuerySelectorAll(".row")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_for_a_chosen_time_stands_apart_until_then()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "Tomorrow"), ("when", "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z"));

        var today = await ana.Http.PageAsync("/staff");
        Assert.Equal("Nobody is waiting", today.QuerySelector("h1")!.TextContent);
        Assert.Equal("Due tomorrow, 8:00 a.m.", today.QuerySelector(".row.later .wait")!.TextContent);

        site.Clock.Now = new DateTimeOffset(2026, 11, 25, 13, 5, 0, TimeSpan.Zero);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");
        var tomorrow = await ben.Http.PageAsync("/staff");
        Assert.Equal(["Tomorrow"], Names(tomorrow));
        Assert.Equal("Waiting 5 min", tomorrow.QuerySelector(".wait")!.TextContent);
    }

    [Fact]
    public async Task Held_requests_are_a_count_and_not_in_the_queue()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "Robot"), ("reserved", "filled in"));

        var page = await ana.Http.PageAsync("/staff");

        Assert.Empty(Names(page));
        Assert.Contains("1 request is held", page.QuerySelector("#queue .aside")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_hundred_requests_are_ten_pages_and_each_of_them_is_on_one()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        var store = (Contacts.Store.ContactsStore)site.Services.GetService(typeof(Contacts.Store.ContactsStore))!;
        await store.WriteAsync(
            async db =>
            {
                var consent = db.ConsentTexts.First();
                for (var i = 0; i < 500; i++)
                {
                    var form = new CallForm($"key{i}", PhoneNumber.Parse($"216-555-{i:0000}")!, "", $"Person {i:000}", null, true, null, null, "America/New_York", null, null, null);
                    // Some ask in the same moment.
                    await Intake.ReceiveAsync(db, form, consent, "/request-a-call", site.Clock.Now.AddMinutes(i / 3), default);
                    await db.SaveChangesAsync();
                }
            },
            default);
        site.Clock.Now += TimeSpan.FromHours(5);
        using var ben = await StaffClient.SignedInAsync(site, "Ben");

        var seen = new List<string>();
        var pages = 0;
        for (var url = "/staff"; url is not null; pages++)
        {
            var page = await ben.Http.PageAsync(url);
            Assert.Equal("500 people are waiting", page.QuerySelector("h1")!.TextContent);
            seen.AddRange(Names(page));
            url = page.QuerySelectorAll("a.button").SingleOrDefault(a => a.TextContent == "The next 50")?.GetAttribute("href");
        }

        Assert.Equal(10, pages);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"Person {i:000}"), seen.Order());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1.00000000-0000-0000-0000-000000000000")]
    [InlineData("99999999999999999999.x")]
    [InlineData("9223372036854775807.00000000-0000-0000-0000-000000000000")]
    public async Task A_position_that_is_none_shows_the_queue_from_its_start(string after)
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "First"));

        Assert.Equal(["First"], Names(await ana.Http.PageAsync("/staff?after=" + after)));
    }

    [Fact]
    public async Task Without_script_the_queue_loads_itself_again_and_can_be_told_not_to()
    {
        using var ana = await StaffClient.SignedInAsync(site);

        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"30;url=/staff?auto\"></noscript>", await ana.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", await ana.Http.GetStringAsync("/staff?still=1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_named_like_a_script_is_shown_as_text()
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "<script>alert(1)</script>"), ("note", "<img src=x onerror=alert(1)>"));

        var queue = await ana.Http.PageAsync("/staff");
        var request = await ana.Http.PageAsync(queue.QuerySelector(".person a")!.GetAttribute("href")!);

        Assert.Equal(["<script>alert(1)</script>"], Names(queue));
        Assert.Equal("<img src=x onerror=alert(1)>", request.QuerySelector(".said blockquote")!.TextContent);
        Assert.All(request.QuerySelectorAll("script"), s => Assert.NotNull(s.GetAttribute("src")));
    }

    [Theory]
    [InlineData("AskedNotToBeCalled", "Read first: asked before not to be called")]
    [InlineData("WrongNumber", "Read first: it was a wrong number before")]
    public async Task Whoever_was_not_to_be_called_before_is_read_before_a_tap_dials(string outcome, string tag)
    {
        using var ana = await StaffClient.SignedInAsync(site);
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        var url = (await ana.PostAsync("/staff", "/staff?handler=Next")).Headers.Location!.ToString();
        await ana.PostAsync(url, url + "?handler=Record", ("outcome", outcome), ("again", "never"));
        await site.AskAsync("216-555-0101", ("name", "Sam"));
        await site.AskAsync("216-555-0102", ("name", "Other"));

        var page = await ana.Http.PageAsync("/staff");

        Assert.Equal([tag, tag], page.QuerySelectorAll(".tag.warn").Select(t => t.TextContent));
        Assert.Equal("/staff?handler=Claim", page.QuerySelector(".next .on-phone button")!.GetAttribute("formaction"));
        Assert.Equal([null, "/staff?handler=Call"], page.QuerySelectorAll(".rows button.on-phone").Select(b => b.GetAttribute("formaction")));
    }
}
