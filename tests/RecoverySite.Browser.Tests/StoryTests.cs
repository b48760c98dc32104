using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

public sealed class StoryTests(Chromium chromium, Sites sites)
{
    [Fact]
    public async Task A_visitor_on_a_phone_without_script_reads_asks_makes_a_mistake_and_loses_nothing_by_it()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 360, 640, javaScript: false);
        var page = await visitor.NewPageAsync();
        page.SetDefaultTimeout(15_000);

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "heroin", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "what a craving is and what helps" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Heroin cravings: what they are and what helps");
        await page.GetByRole(AriaRole.Link, new() { Name = "What can I do about a craving right now?" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What can I do about a craving right now?" })).ToBeInViewportAsync();

        // Halfway down the article the call is still under the thumb.
        var bar = page.Locator(".bar");
        await Assertions.Expect(bar.GetByRole(AriaRole.Link, new() { Name = "Call 844-438-8689" })).ToBeInViewportAsync(new() { Ratio = 1 });
        await bar.GetByRole(AriaRole.Link, new() { Name = "Ask us to call you" }).ClickAsync();

        await page.GetByLabel("Phone number").FillAsync("216 555 012");
        await page.GetByLabel("What should we call you?").FillAsync("Sam");
        await page.GetByLabel("Someone I care about").CheckAsync();
        await page.GetByLabel("No, somebody else might hear it").CheckAsync();
        await page.GetByLabel("When should we call?").SelectOptionAsync(new SelectOptionValue { Label = "Wednesday, November 25, 8:00 a.m. to noon ET" });
        await page.GetByLabel("Your time zone").SelectOptionAsync("America/Chicago");
        await page.GetByLabel("Anything we should know before we call?").FillAsync("My brother, not me.\nMornings are best.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).ClickAsync();

        await Assertions.Expect(page).ToHaveTitleAsync("Error: Ask us to call you - RecoverySite");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a phone number with area code, like 216-555-0123");
        await Assertions.Expect(page.GetByLabel("Phone number")).ToHaveValueAsync("216 555 012");
        await Assertions.Expect(page.GetByLabel("What should we call you?")).ToHaveValueAsync("Sam");
        await Assertions.Expect(page.GetByLabel("Someone I care about")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("No, somebody else might hear it")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("When should we call?").Locator("option:checked")).ToHaveTextAsync("Wednesday, November 25, 8:00 a.m. to noon ET (7:00 a.m. to 11:00 a.m. Central)");
        await Assertions.Expect(page.GetByLabel("Your time zone")).ToHaveValueAsync("America/Chicago");
        await Assertions.Expect(page.GetByLabel("Anything we should know before we call?")).ToHaveValueAsync("My brother, not me.\nMornings are best.");

        await page.GetByLabel("Phone number").FillAsync("216 555 0123");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).ClickAsync();

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("We have your request");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("You asked us to call on Wednesday, November 25, 8:00 a.m. to noon ET (7:00 a.m. to 11:00 a.m. Central).");
        var receipt = page.Url;
        await page.ReloadAsync();
        Assert.Equal(receipt, page.Url);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("We have your request");
    }

    [Theory]
    [InlineData("America/Anchorage", "America/Anchorage")]
    [InlineData("America/Boise", "America/Denver")]
    [InlineData("America/Detroit", "America/New_York")]
    [InlineData("Europe/Berlin", "America/New_York")]
    public async Task With_script_the_form_offers_the_visitors_own_zone_where_it_knows_it(string zone, string chosen)
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, zone: zone);
        var page = await visitor.OpenAsync("form");

        await Assertions.Expect(page.GetByLabel("Your time zone")).ToHaveValueAsync(chosen);
    }

    [Fact]
    public async Task A_double_tap_on_the_button_is_one_request()
    {
        using var site = TestSite.Start();
        await using var visitor = await chromium.VisitorAsync(site, 360, 640);
        var page = await visitor.OpenAsync("form");
        var posts = 0;
        page.Request += (_, request) => posts += request.Method == "POST" ? 1 : 0;

        await page.GetByLabel("Phone number").FillAsync("216-555-0123");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).DblClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("We have your request");

        Assert.True(posts >= 1);
        Assert.Equal(1, await site.Services.GetRequiredService<ContactsStore>().ReadAsync(db => db.Submissions.CountAsync(), default));
    }

    [Fact]
    public async Task Going_back_after_sending_leads_to_a_new_form_and_not_to_the_one_that_was_sent()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 360, 640);
        var page = await visitor.OpenAsync("form");
        var sent = await page.Locator("[name=token]").InputValueAsync();
        await page.GetByLabel("Phone number").FillAsync("216-555-0123");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("We have your request");

        await page.GoBackAsync();

        await Assertions.Expect(page.GetByLabel("Phone number")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator("[name=token]")).Not.ToHaveValueAsync(sent);
    }

    [Fact]
    public async Task After_a_mistake_going_back_keeps_what_was_typed()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 360, 640);
        var page = await visitor.OpenAsync("form");
        await page.GetByLabel("Phone number").FillAsync("216-555-012");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });

        await Assertions.Expect(page.GetByLabel("Phone number")).ToHaveValueAsync("216-555-012");
    }

    [Fact]
    public async Task On_a_bad_line_the_form_says_that_it_is_being_sent_or_that_no_answer_came_and_keeps_what_was_typed()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 360, 640);
        var page = await visitor.OpenAsync("form");
        var (alive, asked, answers) = (false, 0, new TaskCompletionSource());
        await page.RouteAsync("**/request-a-call", async route =>
        {
            asked++;
            await answers.Task;
            await (alive ? route.ContinueAsync() : route.AbortAsync("internetdisconnected"));
        });
        var send = page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" });
        await page.GetByLabel("Phone number").FillAsync("216-555-0123");

        await send.DblClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Sending. On a slow line this can take a minute.");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        answers.SetResult();

        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Press the button again; it counts once, however often you send it. Or call 844-438-8689.");
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToBeEmptyAsync();
        await Assertions.Expect(page.GetByLabel("Phone number")).ToHaveValueAsync("216-555-0123");
        Assert.Equal(1, asked);

        alive = true;
        // A machine that is busy with other tests may take its time to store it, or ask for another press: as the page says, it counts once.
        var receipt = page.GetByRole(AriaRole.Heading, new() { Name = "We have your request" });
        await send.ClickAsync();
        await receipt.Or(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "We could not save" })).WaitForAsync(new() { Timeout = 30_000 });
        if (!await receipt.IsVisibleAsync())
            await send.ClickAsync();
        await Assertions.Expect(receipt).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task Going_away_to_read_something_and_back_keeps_what_was_typed()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 360, 640);
        var page = await visitor.OpenAsync("form");
        await page.GetByLabel("Phone number").FillAsync("216-555-0123");
        await page.GetByRole(AriaRole.Link, new() { Name = "What this site knows about you" }).ClickAsync();
        // Only that it is there: the wait for the address waits for the load event too, and misses one that has come already.
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("What this site knows about you");

        await page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit });

        await Assertions.Expect(page.GetByLabel("Phone number")).ToHaveValueAsync("216-555-0123");
    }

    [Fact]
    public async Task After_a_mistake_the_chosen_zone_is_left_alone_by_the_script()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 360, 640, zone: "America/Chicago");
        var page = await visitor.OpenAsync("form");
        await Assertions.Expect(page.GetByLabel("Your time zone")).ToHaveValueAsync("America/Chicago");
        await page.GetByLabel("Your time zone").SelectOptionAsync("Pacific/Honolulu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask us to call me" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await Assertions.Expect(page.GetByLabel("Your time zone")).ToHaveValueAsync("Pacific/Honolulu");
    }
}
