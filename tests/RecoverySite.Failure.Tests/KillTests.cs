using System.Diagnostics;
using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>SIGKILL at any moment under load: what was acknowledged is in the store, whole and in its place.</summary>
public sealed class KillTests(ITestOutputHelper figures) : IDisposable
{
    private const int Sample = 100;

    private static readonly TimeSpan LongestRestart = TimeSpan.FromSeconds(3);

    private readonly TemporaryFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Killed_again_and_again_under_load_nothing_acknowledged_is_missing()
    {
        var (kills, atLeast) = (Scale.Of(3, 50), Scale.Of(1_000, 100_000));
        var (articles, requests, given) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        IReadOnlyList<string> queue = [];
        await using var crowd = new Crowd(Scale.Of(24, 64));

        for (var kill = 0; kill <= kills; kill++)
        {
            var (sinceStart, kept) = (Stopwatch.StartNew(), HostTime.Kept());
            using var site = await PublishedSite.StartAsync(data.Path);
            using var reader = site.Client();
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/heroin/cravings")).StatusCode);
            articles.Add(sinceStart.Elapsed);
            given.Add(articles[^1] - (HostTime.Kept() - kept));
            await crowd.AskOnceAsync(site.Url);
            requests.Add(sinceStart.Elapsed);

            crowd.Go(site.Url);
            var soFar = crowd.Receipts.Count;
            await crowd.ReceivedAsync(kill == kills ? atLeast : soFar + Random.Shared.Next(1, 2 * atLeast / kills));
            await site.KillAsync();
            crowd.Wait();
            if (kill == 0)
                queue = StoreOnDisk.ReadCopy(data.Path, store => store.Queue(Sample));
        }
        await crowd.LeaveAsync();

        using var left = new StoreOnDisk(data.Path);
        var missing = left.Missing(crowd.Receipts);
        figures.WriteLine($"{kills + 1} kills, {crowd.Receipts.Count} acknowledged, {missing} missing, {left.Submissions} stored, {crowd.Refused} refused");
        figures.WriteLine($"From the start to the first article {Spread(articles)}, to the first request accepted {Spread(requests)}");
        figures.WriteLine($"Without what the host of this machine kept of its processors meanwhile, the first article came after {Spread(given)}");
        Assert.Equal(0, missing);
        left.AssertWhole();
        Assert.Equal(crowd.Receipts.Count, crowd.Receipts.Distinct().Count());
        Assert.InRange(left.Submissions, crowd.Receipts.Count, crowd.Forms);
        Assert.NotEmpty(queue);
        Assert.Equal(queue, left.Queue(queue.Count));
        if (Scale.IsLong)
            Assert.All(given, time => Assert.True(time <= LongestRestart, $"A start took {time.TotalSeconds:0.0} s to the first article."));
    }

    [Fact]
    public async Task One_form_sent_a_hundred_times_at_once_with_a_kill_in_between_is_one_request_with_one_receipt()
    {
        const int Times = 100;
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        await using var crowd = new Crowd(visitors: 0);
        using var site = await PublishedSite.StartAsync(data.Path);
        await crowd.AskOnceAsync(site.Url);
        var form = (await SentForm.OpenAsync(site.Url)).Another();

        var sent = Enumerable.Range(0, Times).Select(_ => form.SendAsync(browser, site.Url)).ToList();
        await Task.WhenAny(sent);
        await site.KillAsync();
        using var again = await PublishedSite.StartAsync(data.Path);
        await crowd.AskOnceAsync(again.Url);
        var answers = new List<Answer>();
        var cut = 0;
        foreach (var sending in sent)
        {
            try
            {
                answers.Add(await sending);
            }
            catch (HttpRequestException)
            {
                cut++;
            }
        }
        answers.AddRange(await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => form.SendAsync(browser, again.Url))));
        await again.KillAsync();

        figures.WriteLine($"{answers.Count} answers, {cut} cut off by the kill, {answers.Select(a => a.Receipt).Distinct().Count()} receipt");
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        var receipts = answers.Select(a => a.Receipt!).Distinct().ToList();
        Assert.True(receipts is [_], $"One form got {receipts.Count} receipts.");
        using var left = new StoreOnDisk(data.Path);
        Assert.Equal(0, left.Missing(receipts));
        Assert.Equal(1 + crowd.Receipts.Count, left.Submissions);
        left.AssertWhole();
    }

    [Fact]
    public async Task Were_a_row_gone_the_comparison_would_say_so()
    {
        await using var crowd = new Crowd(visitors: 0);
        using (var site = await PublishedSite.StartAsync(data.Path))
        {
            for (var i = 0; i < 3; i++)
                await crowd.AskOnceAsync(site.Url);
            await site.KillAsync();
        }

        (int Missing, long Partial) After(string accident) => StoreOnDisk.ReadCopy(data.Path, store =>
        {
            store.Execute($"PRAGMA foreign_keys=OFF; {accident}");
            return (store.Missing(crowd.Receipts), store.Partial());
        });
        Assert.Equal((0, 0), After(""));
        Assert.Equal((1, 0), After("DELETE FROM Submissions WHERE rowid = (SELECT min(rowid) FROM Submissions)"));
        Assert.Equal((0, 1), After("DELETE FROM CallRequests WHERE rowid = (SELECT min(rowid) FROM CallRequests)"));
        Assert.Equal((0, 1), After("DELETE FROM Consents WHERE rowid = (SELECT min(rowid) FROM Consents)"));
        Assert.Equal((0, 3), After("DROP TRIGGER AuditEntries_refuse_DELETE; DELETE FROM AuditEntries WHERE SubmissionId IS NOT NULL"));
    }

    private static string Spread(List<TimeSpan> times) =>
        $"median {times.Order().ElementAt(times.Count / 2).TotalSeconds:0.00} s, worst {times.Max().TotalSeconds:0.00} s";
}
