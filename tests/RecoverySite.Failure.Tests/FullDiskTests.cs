using System.Diagnostics;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>A disk that fills up under the running site and is freed again.</summary>
public sealed class FullDiskTests(ITestOutputHelper figures) : IDisposable
{
    /// <summary>A form takes some thirty pages of the log's four hundred.</summary>
    private const int MostInTheLog = 40;

    private readonly TemporaryFolder disk = new();
    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private bool isMounted;

    public void Dispose()
    {
        browser.Dispose();
        if (isMounted)
            Run("umount", disk.Path);
        disk.Dispose();
    }

    [Fact]
    public async Task While_the_disk_is_full_the_form_says_so_with_all_that_was_typed_and_afterwards_it_takes_it()
    {
        isMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs", disk.Path);
        Assert.SkipUnless(isMounted, "A small disk of its own needs Linux and the right to mount.");
        await using var crowd = new Crowd(visitors: 0);
        var (refused, takenWhileFull) = (0, new List<string>());
        using (var site = await PublishedSite.StartAsync(disk.File("data")))
        {
            var page = await SentForm.OpenAsync(site.Url);
            await crowd.AskOnceAsync(site.Url);
            for (var round = 0; round < Scale.Of(2, 20); round++)
            {
                var form = page.Another();
                Fill(disk.File("ballast"));
                for (var i = 0; i < 5; i++, refused++)
                {
                    using var patience = new CancellationTokenSource(Scale.IsLong ? TimeSpan.FromSeconds(3) : TimeSpan.FromMinutes(1));
                    var answer = await form.SendAsync(browser, site.Url, patience.Token);
                    // Where the log begins anew it has the room that it had before, whatever else is full.
                    for (var room = MostInTheLog; answer.Receipt is { } receipt && room > 0; room--)
                    {
                        takenWhileFull.Add(receipt);
                        answer = await (form = page.Another()).SendAsync(browser, site.Url, patience.Token);
                    }
                    form.AssertRefused(answer);
                    await ClosedForm.AssertArticlesStandAsync(browser, site.Url);
                }

                File.Delete(disk.File("ballast"));
                await crowd.AskOnceAsync(site.Url, form);
            }
            await site.KillAsync();
        }

        using var left = new StoreOnDisk(disk.File("data"));
        string[] receipts = [.. crowd.Receipts, .. takenWhileFull];
        figures.WriteLine($"While the disk was full {refused} forms were refused and {takenWhileFull.Count} had room in the log; {receipts.Length} acknowledged, {left.Missing(receipts)} missing");
        Assert.Equal(0, left.Missing(receipts));
        Assert.Equal(receipts.Length, left.Submissions);
        left.AssertWhole();
    }

    private static void Fill(string ballast)
    {
        using var file = File.Create(ballast);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static bool Run(string command, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
