using RecoverySite.Tests;
using RecoverySite.Web.Tests.Pages;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Commands;

/// <summary>Keys, backup and restore as they are typed: the published program, beside a running site and without one.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    public void Dispose() => data.Dispose();

    private string Ring => Path.Combine(data.Path, "keys", "ring.json");

    private async Task<string> AskAsync(string name)
    {
        using var site = await PublishedSite.StartAsync(data.Path);
        using var client = site.Client();
        var form = await RequestForm.OpenAsync(client);
        form.Fields["name"] = name;
        return (await form.SendAsync()).Headers.Location!.ToString();
    }

    private async Task<string> HeadingAsync(string receipt)
    {
        using var site = await PublishedSite.StartAsync(data.Path);
        using var client = site.Client();
        return (await client.PageAsync(receipt)).QuerySelector("h1")!.TextContent;
    }

    [Fact]
    public async Task Keys_are_rotated_while_the_site_serves_and_without_it()
    {
        string receipt;
        using (var site = await PublishedSite.StartAsync(data.Path))
        {
            using var client = site.Client();
            receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
            var beside = await PublishedSite.RunAsync(data.Path, "keys", "rotate");
            Assert.StartsWith("The new key is k2, and 2 rows are sealed anew with it.", beside.Output, StringComparison.Ordinal);
            Assert.Equal("We have your request", (await client.PageAsync(receipt)).QuerySelector("h1")!.TextContent);
            await site.StopAsync();
        }

        var alone = await PublishedSite.RunAsync(data.Path, "keys", "rotate");
        Assert.StartsWith("The new key is k3, and 2 rows are sealed anew with it.", alone.Output, StringComparison.Ordinal);
        var list = await PublishedSite.RunAsync(data.Path, "keys", "list");
        Assert.Matches(@"^k1  made .* UTC\nk2  made .* UTC\nk3  made .* UTC  seals what is new\nEvery row is sealed with the newest key\.\n$", list.Output);
        Assert.Equal("We have your request", await HeadingAsync(receipt));
    }

    [Fact]
    public async Task A_store_that_was_lost_comes_back_from_its_backup_and_its_key_ring()
    {
        var receipt = await AskAsync("Samantha");
        var made = await PublishedSite.RunAsync(data.Path, "backup");
        Assert.Equal(0, made.ExitCode);
        Assert.Matches(@"^Made and verified: .*recoverysite-\d{8}T\d{6}Z\.backup  .* KB\n", made.Output);
        var backup = Directory.GetFiles(Path.Combine(data.Path, "backups")).Single();
        using var newMachine = new TemporaryFolder();
        Directory.CreateDirectory(newMachine.File("keys"));
        File.Copy(Ring, newMachine.File("keys/ring.json"));
        File.WriteAllText(newMachine.File("in-use"), "");

        var restored = await PublishedSite.RunAsync(newMachine.Path, "restore", backup);

        Assert.Equal((0, "Restored: 1 request, checked and whole.\n"), restored);
        using var site = await PublishedSite.StartAsync(newMachine.Path);
        using var client = site.Client();
        Assert.Equal("We have your request", (await client.PageAsync(receipt)).QuerySelector("h1")!.TextContent);
        Assert.Equal((1, "A site runs on this store. Stop it first, then restore.\n"), await PublishedSite.RunAsync(newMachine.Path, "restore", backup));
    }

    [Fact]
    public async Task Without_its_key_ring_the_form_is_closed_articles_stand_and_the_reason_is_said()
    {
        await AskAsync("Samantha");
        File.Move(Ring, Ring + ".away");
        using var site = await PublishedSite.StartAsync(data.Path);
        using var client = site.Client();

        Assert.Equal(System.Net.HttpStatusCode.OK, (await client.GetAsync("/heroin/cravings")).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await (await RequestForm.OpenAsync(client)).SendAsync()).StatusCode);
        Assert.EndsWith("The key ring is missing. Put a copy of it in its place.\n", await (await client.GetAsync("/health/ready")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(Ring, Logs.Read(data.Path), StringComparison.Ordinal);
        Assert.Equal((1, "The key ring is missing. Put a copy of it in its place. What was sealed can be read as before.\n"), await PublishedSite.RunAsync(data.Path, "keys", "list"));

        File.Move(Ring + ".away", Ring);
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, (await (await RequestForm.OpenAsync(client)).SendAsync()).StatusCode);
    }
}
