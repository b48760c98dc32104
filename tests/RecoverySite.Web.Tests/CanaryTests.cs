using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Tests.Pages;
using RecoverySite.Web.Upkeep;

namespace RecoverySite.Web.Tests;

/// <summary>
/// Words that stand nowhere else are put into every field by visitors and staff, everything is done with them that can be
/// done, and then everything that the site has written or sent is searched for them, in many spellings.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    private readonly SmtpSink mail = new();
    private readonly WebhookSink hook = new();
    private readonly TestSite site;

    /// <summary>What must be found nowhere.</summary>
    private readonly List<string> canaries = ["jbswy3dpehpk3pxp"];

    /// <summary>Every address that was asked for or led to.</summary>
    private readonly List<string> addresses = [];

    public CanaryTests() =>
        site = TestSite.Start(settings: new Dictionary<string, string>
        {
            ["Notices:Recipients"] = "ana@example.org",
            ["Notices:From"] = "site@recoverysite.example",
            ["Notices:Smtp:Host"] = "127.0.0.1",
            ["Notices:Smtp:Port"] = $"{mail.Port}",
            ["Notices:Smtp:Security"] = "none",
            ["Notices:Webhook:Url"] = hook.Url.ToString(),
            ["Notices:Webhook:Secret"] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLjww",
        });

    public void Dispose()
    {
        mail.Dispose();
        hook.Dispose();
        site.Dispose();
    }

    private string Canary(string field)
    {
        var canary = $"Qanary{canaries.Count}{field}";
        canaries.Add(canary);
        return canary;
    }

    private async Task AskAsync(int i, params (string Field, string Value)[] more)
    {
        var number = $"216-555-{7700 + i}";
        canaries.AddRange([number, $"216555{7700 + i}", $"(216) 555 {7700 + i}"]);
        addresses.Add(await site.AskAsync($"(216) 555 {7700 + i} x{9_148_800 + i}", [("name", Canary("Name")), ("note", Canary("Note") + "\nBcc: x@example.org"), .. more]));
        canaries.Add($"{9_148_800 + i}");
        canaries.Add(addresses[^1].Split('/')[^1]);
    }

    [Fact]
    public async Task What_people_typed_is_found_in_no_file_no_message_and_no_address()
    {
        for (var i = 0; i < 12; i++)
            await AskAsync(i, i % 4 == 3 ? [("reserved", "a program")] : []);
        await mail.NextAsync();
        await hook.NextAsync();
        await BadFormsAsync();
        await AtTheDeskAsync();
        await site.Services.GetRequiredService<StoreUpkeep>().RunDueAsync(default);
        var store = site.Services.GetRequiredService<ContactsStore>();
        await store.AddKeyAsync(default);
        await KeyRotation.RewriteAsync(store, default);
        await Unsealed(store);

        var needles = canaries.Distinct().SelectMany(c => Spellings.InBytes(c).Select(bytes => (c, bytes))).ToList();
        foreach (var (where, bytes) in Written().Concat(Sent()))
        {
            foreach (var (canary, needle) in needles)
                Assert.False(bytes.AsSpan().IndexOf(needle) >= 0, $"Canary {canaries.IndexOf(canary)} stands in {where}.");
        }
        Assert.True(needles.Count > 1000);
    }

    [Fact]
    public async Task A_canary_that_got_out_would_be_found()
    {
        await AskAsync(0);
        File.WriteAllText(Path.Combine(site.DataFolder, "leak"), "xx" + Convert.ToBase64String(Encoding.UTF8.GetBytes($"My name is {canaries.First(c => c.EndsWith("Name", StringComparison.Ordinal))}.")));

        Assert.Contains(Written(), file => canaries.SelectMany(Spellings.InBytes).Any(needle => file.Bytes.AsSpan().IndexOf(needle) >= 0));
    }

    /// <summary>What is refused must not stay anywhere either.</summary>
    private async Task BadFormsAsync()
    {
        using var client = site.Client();
        var form = await RequestForm.OpenAsync(client, $"?from={Canary("From")}");
        form.Fields["phone"] = Canary("Phone");
        form.Fields["zone"] = Canary("Zone");
        form.Fields["when"] = Canary("When");
        await form.SendAsync();
        form.Fields["note"] = Canary("Long") + new string('x', 300_000);
        await form.SendAsync();
        await client.PostAsync("/request-a-call", new StringContent($"phone={Canary("Charset")}", Encoding.UTF8, "application/x-www-form-urlencoded") { Headers = { ContentType = new("application/x-www-form-urlencoded") { CharSet = "utf-7" } } });
        await client.PostAsync("/request-a-call/received/" + Canary("Token"), null);
        await client.GetAsync("/" + Canary("Path") + "?q=" + Canary("Query"));
    }

    private async Task AtTheDeskAsync()
    {
        using var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Supervisor);
        var outcomes = new[] { "NoAnswer", "Voicemail", "WrongNumber", "AskedNotToBeCalled", "Reached" };
        foreach (var outcome in outcomes)
        {
            var path = (await ana.Http.PageAsync("/staff")).QuerySelectorAll(".row h3 a").Select(a => a.GetAttribute("href")!).First();
            addresses.Add(path);
            await ana.PostAsync("/staff", "/staff?handler=Claim", ("id", path[^36..]));
            await ana.PostAsync(path, path + "?handler=Dial");
            await ana.PostAsync(path, path + "?handler=Note", ("note", Canary("StaffNote")));
            // A reason is refused first for being too long, and comes back with what else was typed.
            await ana.PostAsync(path, path + "?handler=Record", ("outcome", "NoAnswer"), ("again", "other"), ("day", "2026-11-25"), ("time", "04:00"), ("why", Canary("Why") + new string('x', 300)), ("note", Canary("Refused")));
            var done = await ana.PostAsync(path, path + "?handler=Record", ("outcome", outcome), ("again", "never"), ("note", Canary("Outcome")));
            addresses.Add(done.Headers.Location?.ToString() ?? "");
        }
        await WithoutACallAsync(ana);
        var held = (await ana.Http.PageAsync("/staff/held")).QuerySelector("input[name=id]")!.GetAttribute("value")!;
        await ana.PostAsync("/staff/held", "/staff/held?handler=NotSpam", ("id", held));
        await ana.PostAsync("/staff/erase", "/staff/erase?handler=Find", ("person", Canary("Person")));
        var found = await (await ana.PostAsync("/staff/erase", "/staff/erase?handler=Find", ("person", "216-555-7700"))).PageAsync();
        var erased = await ana.PostAsync("/staff/erase", "/staff/erase?handler=Erase", ("person", "216-555-7700"), ("fingerprint", found.QuerySelector("input[name=fingerprint]")!.GetAttribute("value")!));
        addresses.Add(erased.Headers.Location!.ToString());
        using var stranger = site.Client();
        await stranger.PostAsync("/staff/sign-in", new FormUrlEncodedContent([new("email", Canary("Email")), new("password", Canary("Password"))]));
    }

    private async Task WithoutACallAsync(StaffClient ana)
    {
        async Task<string> ActAsync(string then, params (string, string)[] fields)
        {
            var path = (await ana.Http.PageAsync("/staff")).QuerySelectorAll(".row:not(.later) h3 a").Select(a => a.GetAttribute("href")!).Last();
            var done = await ana.PostAsync(path, path + then, fields);
            Assert.Equal(System.Net.HttpStatusCode.SeeOther, done.StatusCode);
            addresses.Add(done.Headers.Location!.ToString());
            return path;
        }

        await ActAsync("?handler=Later", ("again", "other"), ("day", "2026-11-25"), ("time", "04:00"), ("why", Canary("WhyLater")), ("note", Canary("Later")));
        await ActAsync("?handler=Close", ("reason", "NotNeeded"), ("note", Canary("Close")));
        var path = await ActAsync("?handler=Note", ("note", Canary("Other")));
        foreach (var typed in new[] { "(216) 555 7703", "7703", Canary("Sought") })
            addresses.Add((await ana.PostAsync("/staff/requests", "/staff/requests?handler=Find", ("find", typed))).Headers.Location?.ToString() ?? "");
        addresses.Add((await ana.PostAsync("/staff/requests", "/staff/requests?handler=Close", ("id", path[^36..] + ".free.1"), ("reason", "Spam"))).Headers.Location!.ToString());
        foreach (var page in new[] { "/staff/hand-over", "/staff/insights", "/staff/requests?page=" + Canary("Filter"), "/staff/changes?looking=" + Canary("Looking") })
            await ana.Http.GetAsync(page);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await ana.PostAsync("/staff/export", ("from", "2026-11-01"), ("to", "2026-11-24"), ("reason", "A quarterly review"))).StatusCode);
    }

    /// <summary>A backup as it is once somebody has opened its seal.</summary>
    private async Task Unsealed(ContactsStore store)
    {
        var backup = Directory.GetFiles(Path.Combine(site.DataFolder, "backups")).Single();
        await using var source = File.OpenRead(backup);
        await using var target = File.Create(Path.Combine(site.DataFolder, "unsealed"));
        await SealedFile.OpenAsync(source, target, store.Keys!, default);
    }

    private IEnumerable<(string Where, byte[] Bytes)> Written()
    {
        // A socket keeps nothing, and the lock that the site holds is empty.
        foreach (var file in Directory.EnumerateFiles(site.DataFolder, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) is not ("in-use" or "commands.sock")))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            yield return (Path.GetRelativePath(site.DataFolder, file), memory.ToArray());
        }
    }

    private IEnumerable<(string Where, byte[] Bytes)> Sent()
    {
        yield return ("an e-mail", Encoding.UTF8.GetBytes(mail.Heard));
        yield return ("the webhook", Encoding.UTF8.GetBytes(string.Join('\n', hook.Taken.Select(p => p.Head + p.Body))));
        // The token of a receipt is its address, and stands nowhere else.
        yield return ("an address", Encoding.UTF8.GetBytes(string.Join('\n', addresses.Select(a => a.StartsWith("/request-a-call/received/", StringComparison.Ordinal) ? "" : a))));
    }
}
