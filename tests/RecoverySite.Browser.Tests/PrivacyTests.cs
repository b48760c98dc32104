using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.Playwright;
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

        var seen = new HashSet<string> { "/" };
        var waiting = new Queue<string>(seen);
        async Task LookAtAsync(IPage page)
        {
            if (javaScript)
                Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));
            foreach (var address in (await page.EvaluateAsync<string[]>(OurPages)).Where(seen.Add))
                waiting.Enqueue(address);
        }

        foreach (var name in Pages.All.Keys)
        {
            var page = await visitor.OpenAsync(name);
            await LookAtAsync(page);
            await page.CloseAsync();
        }
        var reader = await visitor.NewPageAsync();
        while (waiting.TryDequeue(out var address))
        {
            await reader.GotoAsync(address);
            await LookAtAsync(reader);
        }

        using var client = new HttpClient();
        var addresses = XDocument.Parse(await client.GetStringAsync($"{site.Url}/sitemap.xml")).Descendants().Where(e => e.Name.LocalName == "loc").Select(e => new Uri(e.Value).AbsolutePath);
        Assert.Equal([], addresses.Except(seen));
        Assert.True(requests.Count >= seen.Count);
        Assert.All(requests, url => Assert.StartsWith(site.Url + "/", url, StringComparison.Ordinal));
        Assert.Empty(await visitor.CookiesAsync());
        // A browser notes each 4xx and 5xx; a refused style or script would be noted here too.
        Assert.DoesNotContain(complaints, c => !c.StartsWith("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal));
    }

    // A downloaded file is no page: it is looked at in tests of its own. The desk is not for visitors.
    private const string OurPages = """
        () => [...document.querySelectorAll('a[href]')].map(link => new URL(link.href))
          .filter(url => url.origin === location.origin && !/^\/(download|staff)(\/|$)/.test(url.pathname) && !/\.\w+$/.test(url.pathname))
          .map(url => url.pathname + url.search)
        """;

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
