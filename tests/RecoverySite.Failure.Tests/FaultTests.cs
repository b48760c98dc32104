using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>The disk refuses one call in the middle of anything: no receipt without a request, and the site stands.</summary>
public sealed class FaultTests(ITestOutputHelper figures) : IDisposable
{
    private const int LastCall = 200;

    // strace counts the calls of each thread by itself: with one worker the n-th call of the thread is the n-th of the store.
    private static readonly (string, string)[] OneWorker = [("DOTNET_ThreadPool_ForceMinWorkerThreads", "1"), ("DOTNET_ThreadPool_ForceMaxWorkerThreads", "1")];

    private readonly TemporaryFolder scratch = new();
    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly List<string> receipts = [];
    private int faults;
    private int refused;

    public void Dispose()
    {
        scratch.Dispose();
        browser.Dispose();
    }

    /// <param name="apart">Calls from one fault of a run to the next; the runs of the long form begin one call later each, until every call has failed.</param>
    [Theory]
    [InlineData("fsync", "EIO", 13)]
    [InlineData("pwrite64", "EIO", 53)]
    [InlineData("pwrite64", "ENOSPC", 53)]
    public async Task Whichever_call_fails_nothing_acknowledged_is_missing_and_the_site_stands(string call, string error, int apart)
    {
        Strace.Require();
        int[] firsts = Scale.IsLong ? [.. Enumerable.Range(1, apart)] : [apart / 2];

        foreach (var first in firsts)
        {
            using var data = new TemporaryFolder();
            receipts.Clear();
            // First while the store is being made, then when it is there.
            for (var life = 0; life < 2; life++)
            {
                await LiveAsync(data.Path, call, error, first, apart);
                using var left = new StoreOnDisk(data.Path);
                Assert.Equal(0, left.Missing(receipts));
                left.AssertWhole();
            }
        }

        figures.WriteLine($"{call} {error}: {2 * firsts.Length} runs, {faults} faults, {refused} forms refused, 0 receipts missing");
        Assert.NotEqual(0, refused);
    }

    /// <summary>Sends forms until all faults have passed and what comes is accepted again, by the same process.</summary>
    private async Task LiveAsync(string data, string call, string error, int first, int apart)
    {
        const int MostForms = 500;
        var trace = scratch.File("trace");
        var under = Strace.Into(trace, [.. Strace.OnlyTheStore(data), "-s", "0", "-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={first}..{LastCall}+{apart}"]);
        using var site = await PublishedSite.StartAsync(data, under: under, settings: OneWorker);
        var page = await SentForm.OpenAsync(site.Url);
        var form = page.Another();
        var (planned, happened) = ((LastCall - first) / apart + 1, 0);
        for (var (forms, isAccepted) = (0, false); happened < planned || !isAccepted; forms++)
        {
            Assert.True(forms < MostForms, $"After {happened} of {planned} faults, the first at call {first}, no form is accepted.");
            var answer = await form.SendAsync(browser, site.Url);
            isAccepted = answer.Receipt is not null;
            if (isAccepted)
            {
                receipts.Add(answer.Receipt!);
                form = page.Another();
            }
            else
            {
                form.AssertRefused(answer);
                refused++;
            }
            await ClosedForm.AssertArticlesStandAsync(browser, site.Url);
            happened = File.ReadLines(trace).Count(line => line.EndsWith("(INJECTED)", StringComparison.Ordinal));
        }
        faults += happened;
        await site.KillAsync();
    }
}
