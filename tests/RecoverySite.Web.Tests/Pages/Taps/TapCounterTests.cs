using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Taps;

public sealed class TapCounterTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();
    private readonly HttpClient client;

    public TapCounterTests() => client = site.Client();

    public void Dispose()
    {
        client.Dispose();
        site.Dispose();
    }

    private Task<HttpResponseMessage> TapAsync(string said, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/call-taps") { Content = new StringContent(said) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    private long Stored(string where = "1=1") => long.Parse(new Store(site.DataFolder).Text($"SELECT coalesce(sum(Count), 0) FROM CallTaps WHERE {where}"));

    private async Task StoredAsync(long count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Stored() < count)
            await Task.Delay(50, patience.Token);
        Assert.Equal(count, Stored());
    }

    [Fact]
    public async Task Taps_are_counted_by_day_page_and_place()
    {
        await TapAsync("/heroin/cravings\nbar");
        await TapAsync("/heroin/cravings\nbar");
        await TapAsync("/\nhero");
        await TapAsync("/\nask");
        site.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal(HttpStatusCode.NoContent, (await TapAsync("/heroin/cravings\nbar")).StatusCode);

        await StoredAsync(5);
        Assert.Equal(2, Stored("Day = '2026-11-24' AND Page = '/heroin/cravings' AND Placement = 'bar'"));
        Assert.Equal(1, Stored("Day = '2026-11-25' AND Page = '/heroin/cravings'"));
        Assert.Equal(1, Stored("Page = '/' AND Placement = 'hero'"));
        Assert.Equal(1, Stored("Page = '/' AND Placement = 'ask'"));
        Assert.Equal("Day,Page,Placement,Count", new Store(site.DataFolder).Text("SELECT group_concat(name) FROM pragma_table_info('CallTaps')"));
    }

    [Theory]
    [InlineData("Sec-GPC")]
    [InlineData("DNT")]
    public async Task Whoever_asks_not_to_be_tracked_is_not_counted(string header)
    {
        Assert.Equal(HttpStatusCode.NoContent, (await TapAsync("/\nbar", (header, "1"))).StatusCode);
        await TapAsync("/\nhero");

        await StoredAsync(1);
    }

    [Fact]
    public async Task Nonsense_and_a_flood_of_it_take_no_room()
    {
        foreach (var said in new[] { "", "\n", "/\n", "/no-such-page\nbar", "/\nelsewhere", "heroin/cravings\nbar", "/heroin/cravings\nbar\n", "/../etc/passwd\nbar", new string('x', 100_000), "/\nbar\0", "/\uFFFD\nbar" })
            Assert.Equal(HttpStatusCode.NoContent, (await TapAsync(said)).StatusCode);
        for (var i = 0; i < 500; i++)
            await TapAsync($"/page-{i}\nbar");
        await TapAsync("other\nfooter");

        await StoredAsync(1);
        Assert.Equal(1L, new Store(site.DataFolder).Count("CallTaps"));
    }

    [Fact]
    public async Task A_tap_leaves_no_line_in_the_log_because_the_moment_would_be_one()
    {
        await TapAsync("/\nbar");
        await client.GetAsync("/heroin/cravings");

        // A line is written after its answer.
        await Eventually.TrueAsync(() => Task.FromResult(Logs.Read(site.DataFolder).Contains("/{topic}/{article}", StringComparison.Ordinal)), "the page is in the log");
        Assert.DoesNotContain("call-taps", Logs.Read(site.DataFolder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_methods_and_other_sites_are_refused()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/call-taps")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await TapAsync("/\nbar", ("Sec-Fetch-Site", "cross-site"))).StatusCode);
    }

    [Fact]
    public async Task Taps_that_the_store_cannot_take_wait_until_it_can()
    {
        using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(site.DataFolder, "recoverysite.db")};Pooling=False");
        await other.OpenAsync();
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await TapAsync("/\nbar");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!Logs.Read(site.DataFolder).Contains("The store is not available", StringComparison.Ordinal))
                await Task.Delay(50, patience.Token);
        }

        await TapAsync("/\nbar");
        await StoredAsync(2);
    }

    [Fact]
    public async Task What_was_stored_survives_a_kill_and_a_stop_stores_the_rest()
    {
        using var data = new TemporaryFolder();
        async Task TapsAsync(PublishedSite running, int count)
        {
            using var visitor = running.Client();
            for (var i = 0; i < count; i++)
                await visitor.PostAsync("/call-taps", new StringContent("/\nbar"));
        }
        long InStore() => long.Parse(new Store(data.Path).Text("SELECT coalesce(sum(Count), 0) FROM CallTaps"));

        using (var running = await PublishedSite.StartAsync(data.Path))
        {
            // A form waits for the store to be ready; from then on there is one to look into.
            using (var visitor = running.Client())
                await (await RequestForm.OpenAsync(visitor)).SendAsync();
            await TapsAsync(running, 40);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (InStore() < 40)
                await Task.Delay(50, patience.Token);
            await running.KillAsync();
        }
        Assert.Equal(40, InStore());

        using (var running = await PublishedSite.StartAsync(data.Path))
        {
            await TapsAsync(running, 7);
            await running.StopAsync();
        }
        Assert.Equal(47, InStore());
    }
}
