using System.Globalization;
using System.Runtime.InteropServices;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class SchedulingTests
{
    private const int SliceAt = 24, Size = 48;

    [Fact]
    public async Task The_threads_that_send_pages_have_a_shorter_slice_than_those_that_do_other_work()
    {
        var number = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 315, Architecture.Arm64 => 275, _ => 0 };
        Assert.SkipWhen(!OperatingSystem.IsLinux() || number == 0, "The number of the system call is known for Linux on two architectures alone.");
        var usual = Slice(number, Environment.ProcessId);
        Assert.SkipWhen(usual == 0, "This Linux knows no slices of threads: they came with its version 6.12.");
        using var data = new TemporaryFolder();
        using var site = await PublishedSite.StartAsync(data.Path);

        // Many at once, so that threads are started.
        using var visitor = site.Client();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => visitor.GetAsync("/search?q=craving")));
        // A thread that waits for a part of the connections is as it should be from the first of them that it heard of.
        await Eventually.TrueAsync(
            async () =>
            {
                using var reader = site.Client();
                for (var page = 0; page < 3; page++)
                    (await reader.GetAsync("/heroin/cravings")).EnsureSuccessStatusCode();
                return Slices(number, site.ProcessId)[true].All(slice => slice == 100_000);
            },
            "all that send pages have the shortest slice");

        var threads = Slices(number, site.ProcessId);
        Assert.NotEmpty(threads[true]);
        Assert.NotEmpty(threads[false]);
        Assert.All(threads[false], slice => Assert.Equal(usual, slice));
    }

    /// <summary>Of those that wait for sockets, and of the others.</summary>
    private static ILookup<bool, ulong> Slices(int number, int process)
    {
        var slices = new List<(bool SendsPages, ulong Slice)>();
        foreach (var task in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            try
            {
                slices.Add((File.ReadAllText(Path.Combine(task, "comm")).Trim() == ".NET Sockets", Slice(number, int.Parse(Path.GetFileName(task), CultureInfo.InvariantCulture))));
            }
            catch (IOException)
            {
                // The thread has ended meanwhile.
            }
        }
        return slices.ToLookup(thread => thread.SendsPages, thread => thread.Slice);
    }

    /// <summary>In nanoseconds, as sched_getattr(2) says; nothing where the slice is everybody's.</summary>
    private static ulong Slice(int number, int thread)
    {
        var attributes = new byte[Size];
        if (Call(number, thread, attributes, Size, 0) != 0)
            throw new IOException($"sched_getattr({thread}) failed.");
        return BitConverter.ToUInt64(attributes, SliceAt);
    }

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(nint number, nint thread, byte[] attributes, nuint size, nuint flags);
}
