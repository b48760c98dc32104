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

        // A thread waits for a part of the connections each, and begins with its first.
        for (var reader = 0; reader < 2 * Environment.ProcessorCount; reader++)
        {
            using var client = site.Client();
            (await client.GetAsync("/heroin/cravings")).EnsureSuccessStatusCode();
        }
        // Many at once, so that threads are started.
        using var visitor = site.Client();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => visitor.GetAsync("/search?q=craving")));

        var threads = Directory.EnumerateDirectories($"/proc/{site.ProcessId}/task")
            .Select(task => (Name: File.ReadAllText(Path.Combine(task, "comm")).Trim(), Slice: Slice(number, int.Parse(Path.GetFileName(task), System.Globalization.CultureInfo.InvariantCulture))))
            .ToLookup(thread => thread.Name == ".NET Sockets", thread => thread.Slice);
        Assert.NotEmpty(threads[true]);
        Assert.All(threads[true], slice => Assert.Equal(100_000ul, slice));
        Assert.NotEmpty(threads[false]);
        Assert.All(threads[false], slice => Assert.Equal(usual, slice));
    }

    /// <summary>In nanoseconds, as sched_getattr(2) says; nothing where the slice is everybody's.</summary>
    private static ulong Slice(int number, int thread)
    {
        var attributes = new byte[Size];
        Assert.Equal(0, Call(number, thread, attributes, Size, 0));
        return BitConverter.ToUInt64(attributes, SliceAt);
    }

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(nint number, nint thread, byte[] attributes, nuint size, nuint flags);
}
