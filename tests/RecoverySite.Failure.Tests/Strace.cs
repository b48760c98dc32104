using System.Diagnostics;
using RecoverySite.Tests;

namespace RecoverySite.Failure.Tests;

/// <summary>The published program under strace, which notes its system calls and can make chosen ones fail.</summary>
internal static class Strace
{
    private static readonly Lazy<string?> Reason = new(WhyNot);

    /// <summary>Skips a test where the program cannot be traced.</summary>
    public static void Require() => Assert.SkipWhen(Reason.Value is not null, Reason.Value ?? "");

    /// <summary>A tracer that stands aside, so that the process is the program itself and signals reach it.</summary>
    /// <param name="trace">The file that the trace is written to.</param>
    public static string[] Into(string trace, params string[] options) => ["strace", "-D", "-f", "--seccomp-bpf", "-y", "-o", trace, .. options];

    /// <summary>Options that leave all files alone but the store's own.</summary>
    public static string[] OnlyTheStore(string dataFolder) =>
        [.. new[] { "", "-wal", "-shm", "-journal" }.SelectMany(suffix => new[] { "-P", Path.Combine(dataFolder, StoreOnDisk.FileName + suffix) })];

    private static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux())
            return "System calls are traced on Linux alone.";
        using var folder = new TemporaryFolder();
        var trace = folder.File("trace");
        var words = Into(trace, "true");
        try
        {
            using var strace = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true })!;
            // Ends when both have closed it, the program and its tracer.
            var complaint = strace.StandardError.ReadToEnd();
            return File.Exists(trace) && File.ReadAllText(trace).Contains("exited with 0", StringComparison.Ordinal)
                ? null
                : $"strace may not trace here: {complaint.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "strace is not installed (Debian: apt-get install strace; Fedora: dnf install strace).";
        }
    }
}
