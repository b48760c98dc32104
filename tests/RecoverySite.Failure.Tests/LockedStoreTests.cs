using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>Another program has the store locked for longer than any visitor waits.</summary>
public sealed class LockedStoreTests(ITestOutputHelper figures) : IDisposable
{
    private const int MostThreads = 100;

    private readonly TemporaryFolder data = new();
    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public void Dispose()
    {
        data.Dispose();
        browser.Dispose();
    }

    [Fact]
    public async Task While_it_is_locked_the_form_says_so_no_threads_pile_up_and_afterwards_it_takes_the_form()
    {
        await using var crowd = new Crowd(visitors: 0);
        var forms = new List<SentForm>();
        using (var site = await PublishedSite.StartAsync(data.Path))
        {
            await crowd.AskOnceAsync(site.Url);
            var page = await SentForm.OpenAsync(site.Url);
            forms.AddRange(Enumerable.Range(0, Scale.Of(50, 200)).Select(_ => page.Another()));
            var (rounds, threads) = (Scale.Of(1, 15), 0);
            using (var other = new StoreOnDisk(data.Path))
            {
                other.Execute("BEGIN EXCLUSIVE");
                for (var round = 0; round < rounds; round++)
                {
                    var answers = Task.WhenAll(forms.Select(form => form.SendAsync(browser, site.Url)));
                    do
                    {
                        await ClosedForm.AssertArticlesStandAsync(browser, site.Url);
                        threads = Math.Max(threads, Threads(site.ProcessId));
                    }
                    while (!answers.IsCompleted);
                    foreach (var (form, answer) in forms.Zip(await answers))
                        form.AssertRefused(answer);
                }
                other.Execute("ROLLBACK");
            }

            await Task.WhenAll(forms.Select(form => crowd.AskOnceAsync(site.Url, form)));
            figures.WriteLine($"{rounds * forms.Count} forms refused while it was locked, at most {threads} threads, then {forms.Count} accepted");
            Assert.InRange(threads, 0, MostThreads);
            await site.KillAsync();
        }

        using var left = new StoreOnDisk(data.Path);
        Assert.Equal(0, left.Missing(crowd.Receipts));
        Assert.Equal(1 + forms.Count, left.Submissions);
        left.AssertWhole();
    }

    /// <summary>How many the process has; nought on systems that do not say.</summary>
    private static int Threads(int process)
    {
        var status = $"/proc/{process}/status";
        return File.Exists(status) ? int.Parse(File.ReadLines(status).First(line => line.StartsWith("Threads:", StringComparison.Ordinal))["Threads:".Length..]) : 0;
    }
}
