using System.Collections.Concurrent;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>What a visit leaves behind and whom it tells: nothing and nobody.</summary>
public sealed class PrivacyTests(Chromium chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_page_asks_another_host_or_leaves_a_cookie_or_anything_stored(bool javaScript)
    {
        using var site = TestSite.Start();
        await using var visitor = await chromium.VisitorAsync(site, javaScript: javaScript);
        var requests = new ConcurrentQueue<string>();
        var complaints = new ConcurrentQueue<string>();
        visitor.Request += (_, request) => requests.Enqueue(request.Url);
        visitor.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue(message.Text);
        };

        foreach (var name in Pages.All.Keys)
        {
            var page = await visitor.OpenAsync(name);
            if (javaScript)
                Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));
            await page.CloseAsync();
        }

        Assert.True(requests.Count >= Pages.All.Count);
        Assert.All(requests, url => Assert.StartsWith(site.Url + "/", url, StringComparison.Ordinal));
        Assert.Empty(await visitor.CookiesAsync());
        // A browser notes each 4xx and 5xx; a refused style or script would be noted here too.
        Assert.DoesNotContain(complaints, c => !c.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_response_is_enough_to_read_an_article()
    {
        using var site = TestSite.Start();
        await using var visitor = await chromium.VisitorAsync(site);
        var requests = new ConcurrentQueue<string>();
        visitor.Request += (_, request) => requests.Enqueue(request.Url);

        await visitor.OpenAsync("article-cravings");

        // The script for the hours and the taps comes afterwards, and reading does not wait for it.
        Assert.Equal(site.Url + "/heroin/cravings", Assert.Single(requests, url => !url.Contains("/favicon.", StringComparison.Ordinal) && !url.Contains("/calling.", StringComparison.Ordinal)));
    }
}
