using System.Text;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>
/// A kill leaves to the system what was written and not synced; a power loss does not. So the trace must show that each
/// receipt was sent after the sync of what it stands for.
/// </summary>
public sealed class PowerLossTests(ITestOutputHelper figures) : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryFolder scratch = new();

    public void Dispose()
    {
        data.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task Each_receipt_is_sent_after_the_sync_of_what_it_stands_for() =>
        Assert.Empty(await RisksAsync(PublishedSite.Program));

    [Fact]
    public async Task A_program_that_does_not_sync_each_commit_is_found_out() =>
        Assert.Contains("It was sent before the log was synced.", await RisksAsync(WithoutSyncs()));

    private async Task<IReadOnlyList<string>> RisksAsync(string program)
    {
        Strace.Require();
        var trace = scratch.File("trace");
        // Each sync takes long, so that an answer which does not wait for it is out before it.
        var under = Strace.Into(trace, "-s", "4096", "-e", "trace=openat,unlink,pwrite64,fsync,fdatasync,sendto,sendmsg,writev", "-e", "inject=fsync,fdatasync:delay_enter=10000");
        await using var crowd = new Crowd(visitors: 8);
        using (var site = await PublishedSite.StartAsync(data.Path, program: program, under: under))
        {
            crowd.Go(site.Url);
            await crowd.ReceivedAsync(Scale.Of(30, 250));
            // Whoever closes the file last brings the log into it, with syncs of its own. With a reader about, nobody does.
            using var reader = new StoreOnDisk(data.Path);
            Assert.NotEqual(0, reader.Submissions);
            await crowd.ReceivedAsync(Scale.Of(60, 500));
            await crowd.LeaveAsync();
            await site.StopAsync();
        }

        var calls = SystemCall.Read(File.ReadLines(trace, Encoding.Latin1));
        var receipts = Durability.Receipts(calls, token => StoreOnDisk.Kept(token).Text);
        var risks = receipts.Select(r => r.Risk).OfType<string>().ToList();
        figures.WriteLine($"{receipts.Count} receipts sent, {calls.Count(Durability.IsSyncOfLog)} syncs of the log, {risks.Count} at risk");
        Assert.True(crowd.Receipts.ToHashSet().IsSubsetOf(receipts.Select(r => r.Receipt)), "The trace does not show every receipt that a visitor has.");
        // Else the check would not know what the store writes of a receipt.
        Assert.DoesNotContain("It was sent before it was written.", risks);
        return risks;
    }

    /// <summary>A copy of the program that asks SQLite for synchronous=1, which is NORMAL, and is content with it.</summary>
    private string WithoutSyncs()
    {
        foreach (var file in Directory.EnumerateFiles(PublishedSite.Program, "*", SearchOption.AllDirectories))
        {
            var copy = scratch.File(Path.Combine("program", Path.GetRelativePath(PublishedSite.Program, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        var library = scratch.File("program/RecoverySite.Contacts.dll");
        var bytes = File.ReadAllBytes(library);
        // The strings "synchronous", "FULL" and "2" as they follow each other in the library: length, UTF-16, end mark.
        var place = bytes.AsSpan().IndexOf([.. Literal("synchronous"), .. Literal("FULL"), .. Literal("2")]);
        Assert.True(place >= 0, "The program does not ask for synchronous=FULL as it did.");
        byte[] normal = [.. Literal("synchronous"), .. Literal("1   "), .. Literal("1")];
        normal.CopyTo(bytes, place);
        File.WriteAllBytes(library, bytes);
        return scratch.File("program");
    }

    private static byte[] Literal(string text) => [(byte)(2 * text.Length + 1), .. Encoding.Unicode.GetBytes(text), 0];
}
