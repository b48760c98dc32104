using System.Net;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.RequestACall;

public sealed class FormLimitsTests : IDisposable
{
    private const int Most = 10;

    private readonly TestSite site = TestSite.Start(settings: new Dictionary<string, string> { ["Form:MostAnHour"] = $"{Most}" });

    public void Dispose() => site.Dispose();

    private async Task<HttpResponseMessage> SendAsync(string? from, string note = "")
    {
        var client = site.Client();
        if (from is not null)
            client.DefaultRequestHeaders.Add("X-Forwarded-For", from);
        var form = await RequestForm.OpenAsync(client);
        form.Fields["note"] = note;
        return await form.SendAsync();
    }

    [Fact]
    public async Task Beyond_the_limit_nothing_that_was_typed_is_lost_and_the_number_stands_there()
    {
        for (var i = 0; i < Most; i++)
            Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync("203.0.113.5")).StatusCode);

        var refused = await SendAsync("203.0.113.5", note: "After six, please.");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        // The clock of these tests stands at the full hour.
        Assert.Equal(TimeSpan.FromHours(1), refused.Headers.RetryAfter!.Delta);
        var page = await refused.PageAsync();
        Assert.Contains("Too many requests came from your network", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("[role=alert] a[href='tel:+18444388689']"));
        Assert.Equal("216-555-0123", page.QuerySelector("#phone")!.GetAttribute("value"));
        Assert.Equal("After six, please.", page.QuerySelector("#note")!.TextContent);
        Assert.Equal("Error: Ask us to call you - RecoverySite", page.Title);
    }

    [Fact]
    public async Task The_next_hour_and_other_networks_are_not_touched_by_it()
    {
        for (var i = 0; i <= Most; i++)
            await SendAsync("2001:db8:1:2::5");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync("2001:db8:1:2:ffff::9")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync("2001:db8:1:3::5")).StatusCode);
        site.Clock.Now += TimeSpan.FromHours(1);
        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync("2001:db8:1:2::5")).StatusCode);
    }

    [Fact]
    public async Task Behind_a_proxy_that_tells_no_address_all_visitors_are_not_taken_for_one()
    {
        for (var i = 0; i < 2 * Most; i++)
            Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync(from: null)).StatusCode);
    }

    [Fact]
    public async Task Forms_with_a_mistake_are_not_counted()
    {
        using var client = site.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.6");
        var form = await RequestForm.OpenAsync(client);
        form.Fields["phone"] = "555";
        for (var i = 0; i <= Most; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await form.SendAsync()).StatusCode);

        Assert.Equal(HttpStatusCode.SeeOther, (await SendAsync("203.0.113.6")).StatusCode);
    }
}
