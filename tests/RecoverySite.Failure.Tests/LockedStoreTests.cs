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
        var receipts = new List<string>();
        using (var site = await PublishedSite.StartAsync(data.Path))
        {
            var page = await SentForm.OpenAsync(site.Url);
            receipts.Add((await page.Another().SendAsync(browser, site.Url)).Receipt!);
            var forms = Enumerable.Range(0, Scale.Of(50, 200)).Select(_ => page.Another()).ToList();
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

            foreach (var answer in await Task.WhenAll(forms.Select(form => form.SendAsync(browser, site.Url))))
                receipts.Add(answer.Receipt!);
            figures.WriteLine($"{rounds * forms.Count} forms refused while it was locked, at most {threads} threads, then {forms.Count} accepted");
            Assert.InRange(threads, 0, MostThreads);
            await site.KillAsync();
        }

        using var left = new StoreOnDisk(data.Path);
        Assert.Equal(0, left.Missing(receipts));
        Assert.Equal(receipts.Count, left.Submissions);
        left.AssertWhole();
    }

    /// <summary>How many the process has; nought on systems that do not say.</summary>
    private static int Threads(int process)
    {
        var status = $"/proc/{process}/status";
        return File.Exists(status) ? int.Parse(File.ReadLines(status).First(line => line.StartsWith("Threads:", StringComparison.Ordinal))["Threads:".Length..]) : 0;
    }
}
