using System.Text.Json;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class RequestLogTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private List<JsonElement> Requests() =>
        Logs.Read(site.DataFolder).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Properties"))
            .Where(p => p.TryGetProperty("Route", out _))
            .ToList();

    [Fact]
    public async Task A_request_is_one_line_with_method_route_status_and_milliseconds()
    {
        using var client = site.Client();
        await client.GetAsync("/heroin/cravings");
        await client.GetAsync("/nothing-here/at-all/really");
        await client.SendAsync(new HttpRequestMessage(new HttpMethod("SECRET"), "/"));

        var lines = Requests();

        Assert.Equal(3, lines.Count);
        Assert.Equal(
            [("GET", "/{topic}/{article}/{reader:regex(^family\\z)?}", 200), ("GET", "(none)", 404), ("(other)", "(none)", 405)],
            lines.Select(l => (l.GetProperty("Method").GetString(), l.GetProperty("Route").GetString(), l.GetProperty("Status").GetInt32())));
        Assert.All(lines, l => Assert.True(l.GetProperty("Milliseconds").GetDouble() >= 0));
    }

    [Fact]
    public async Task What_visitors_read_type_and_are_never_reaches_the_log()
    {
        using var client = site.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "canary-agent");
        client.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.77");
        client.DefaultRequestHeaders.TryAddWithoutValidation("traceparent", "00-0000000000000000000000ca4a4a7ace-00000000ca4a4a7a-01");
        client.DefaultRequestHeaders.TryAddWithoutValidation("Referer", "https://canary-referrer.example/");
        await client.GetAsync("/heroin/cravings?canary=query");
        var form = await RequestForm.OpenAsync(client, "?from=heroin/brain");
        form.Fields["phone"] = "216-555-0188";
        form.Fields["name"] = "Canaryname";
        form.Fields["note"] = "canary-note";
        var receipt = (await form.SendAsync()).Headers.Location!.ToString();
        await client.GetAsync(receipt);
        form.Fields["phone"] = "canary-bad-number";
        await form.SendAsync();
        File.WriteAllText(Path.Combine(site.DataFolder, "recoverysite.db"), "garbage in place of the store");
        form.Fields["phone"] = "216-555-0188";
        await form.SendAsync();
        await client.GetAsync(receipt);
        using var bad = new StringContent("--canary-body");
        bad.Headers.Remove("Content-Type");
        bad.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=canary-boundary");
        await client.PostAsync("/request-a-call?canary-query", bad);

        var log = Logs.Read(site.DataFolder);

        Assert.Contains("The store is not available", log, StringComparison.Ordinal);
        foreach (var canary in new[] { "canary", "ca4a4a7a", "5550188", "555-0188", "203.0.113.77", "RequestId", "ConnectionId", "127.0.0.1", "cravings", "brain", receipt[^22..] })
            Assert.DoesNotContain(canary, log.Replace(site.Url, "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }
}
