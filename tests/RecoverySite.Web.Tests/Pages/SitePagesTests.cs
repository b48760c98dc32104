using System.Net;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages;

/// <summary>What a machine asks of the site.</summary>
public sealed class SitePagesTests
{
    [Fact]
    public async Task Ready_follows_the_store_down_and_up_again_and_live_does_not()
    {
        using var site = TestSite.Start();
        using var client = site.Client();
        var file = Path.Combine(site.DataFolder, "recoverysite.db");
        var ready = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("no-store", ready.Headers.CacheControl!.ToString());
        foreach (var kept in Directory.GetFiles(site.DataFolder, "recoverysite.db*"))
            File.Move(kept, kept + ".away");

        var down = await client.GetAsync("/health/ready");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, down.StatusCode);
        Assert.Contains("articles stand, the form and the desk are closed", await down.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/heroin/cravings")).StatusCode);
        File.Move(file + ".away", file);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
    }
}
