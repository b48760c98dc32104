using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>Killed while every row is sealed anew with another key: all of them can be read, and the next start goes on.</summary>
public sealed class RotationTests(ITestOutputHelper figures) : IDisposable
{
    private readonly TemporaryFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Killed_in_the_middle_of_a_rotation_every_row_can_be_read_and_the_next_start_finishes_it()
    {
        var (rounds, people) = (Scale.Of(1, 20), Scale.Of(300, 5_000));
        using var browser = new HttpClient();
        await using var crowd = new Crowd(Scale.Of(8, 32));
        var halfway = new List<long>();
        for (var round = 0; round < rounds; round++)
        {
            var command = Task.FromResult((ExitCode: 0, Output: ""));
            using (var site = await PublishedSite.StartAsync(data.Path))
            {
                crowd.Go(site.Url);
                await crowd.ReceivedAsync(people);
                crowd.Wait();
                command = PublishedSite.RunAsync(data.Path, "keys", "rotate");
                await Eventually.TrueAsync(() => Task.FromResult(StoreOnDisk.HasKey(data.Path, $"k{round + 2}")), "the first rows are sealed anew");
                await site.KillAsync();
            }
            await command;
            halfway.Add(StoreOnDisk.ReadCopy(data.Path, store => store.Keys()));

            using var again = await PublishedSite.StartAsync(data.Path);
            foreach (var some in crowd.Receipts.Chunk(16))
                await Task.WhenAll(some.Select(async receipt => Assert.Contains("We have your request", await browser.GetStringAsync($"{again.Url}/request-a-call/received/{receipt}"), StringComparison.Ordinal)));
            await Eventually.TrueAsync(async () => (await PublishedSite.RunAsync(data.Path, "keys", "list")).Output.Contains("Every row is sealed with the newest key.", StringComparison.Ordinal), "the rotation is finished");
            await again.KillAsync();
        }
        await crowd.LeaveAsync();

        figures.WriteLine($"{rounds} rotations killed, {halfway.Count(keys => keys > 1)} of them with rows under two keys, {crowd.Receipts.Count} receipts read after each");
        Assert.Contains(2, halfway);
        using var left = new StoreOnDisk(data.Path);
        Assert.Equal(1, left.Keys());
        Assert.Equal(0, left.Missing(crowd.Receipts));
        left.AssertWhole();
    }
}
