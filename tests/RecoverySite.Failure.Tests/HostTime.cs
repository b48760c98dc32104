using System.Globalization;

namespace RecoverySite.Failure.Tests;

/// <summary>What the host of a virtual machine keeps of its processors for others.</summary>
internal static class HostTime
{
    private const int TicksASecond = 100;

    /// <summary>Since the machine started, on the average processor: "steal" in proc_stat(5). Zero where nobody counts it.</summary>
    public static TimeSpan Kept()
    {
        if (!File.Exists("/proc/stat"))
            return TimeSpan.Zero;
        var all = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return TimeSpan.FromSeconds(double.Parse(all[8], CultureInfo.InvariantCulture) / TicksASecond / Environment.ProcessorCount);
    }
}
