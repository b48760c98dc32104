using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.RequestACall;

public sealed class ReceivedTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();
    private readonly HttpClient client;

    public ReceivedTests() => client = site.Client();

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
    }

    private Store Store => new(site.DataFolder);

    [Fact]
    public async Task A_request_can_be_withdrawn_from_its_receipt()
    {
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();

        var response = await client.PostAsync(receipt + "?handler=Withdraw", new FormUrlEncodedContent([]));

        Assert.Equal((HttpStatusCode.SeeOther, receipt), (response.StatusCode, response.Headers.Location!.ToString()));
        Assert.Equal("You have withdrawn your request", (await client.PageAsync(receipt)).QuerySelector("h1")!.TextContent);
        Assert.Equal("withdrew", Store.Text("SELECT Action FROM AuditEntries ORDER BY Id DESC"));
    }

    [Fact]
    public async Task A_withdrawal_on_the_second_day_is_confirmed_all_the_same()
    {
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
        site.Clock.Now += TimeSpan.FromHours(25);

        await client.PostAsync(receipt + "?handler=Withdraw", new FormUrlEncodedContent([]));

        Assert.Equal("You have withdrawn your request", (await client.PageAsync(receipt)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task After_a_day_a_receipt_says_no_more_than_an_address_that_never_was()
    {
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
        site.Clock.Now += TimeSpan.FromHours(24);

        var old = await client.GetAsync(receipt);
        var never = await client.GetAsync("/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        Assert.Equal(await never.Content.ReadAsStringAsync(), await old.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task When_nobody_answers_the_receipt_says_when_calling_starts()
    {
        site.Clock.Now = TestClock.Closed().Now;
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();

        Assert.Contains("We are closed now and start calling Monday at 8:00 a.m. ET.", (await client.PageAsync(receipt)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-25T15:00:00Z", "We are here now. Open until 9:00 p.m. ET. We call people in the order in which they asked, starting with whoever has waited longest. If we have not called you when we close, we go on Friday at 8:00 a.m. ET.")]
    [InlineData("2026-11-26T15:00:00Z", "We are closed now and start calling tomorrow at 8:00 a.m. ET. We call people in the order in which they asked, starting with whoever has waited longest.")]
    public async Task The_receipt_says_when_the_call_comes_at_the_latest_and_what_the_phone_will_show(string now, string words)
    {
        site.Clock.Now = DateTimeOffset.Parse(now, null);
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();

        Assert.Equal($"{words} When we call, your phone shows 844-438-8689.", (await client.PageAsync(receipt)).QuerySelector(".receipt + h2 + p")!.TextContent.Trim());
    }

    [Fact]
    public async Task A_chosen_time_is_repeated_on_the_clock_of_whoever_chose_it()
    {
        var form = await RequestForm.OpenAsync(client);
        form.Fields["when"] = "2026-11-24T22:00:00Z/2026-11-25T02:00:00Z";
        form.Fields["zone"] = "America/Los_Angeles";
        var receipt = (await form.SendAsync()).Headers.Location!.ToString();

        Assert.StartsWith("You asked us to call on Tuesday, November 24, 5:00 p.m. to 9:00 p.m. ET (2:00 p.m. to 6:00 p.m. Pacific", (await client.PageAsync(receipt)).QuerySelector(".receipt + h2 + p")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_forms_pages_are_stored_nowhere_and_not_indexed()
    {
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
        foreach (var url in new[] { "/request-a-call", receipt })
        {
            var response = await client.GetAsync(url);
            Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("noindex", (await response.PageAsync()).QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        }
    }
}
