// The scenarios measure the machine, kill processes and fill disks: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace RecoverySite.Failure.Tests;

/// <summary>How much of each scenario: a little with every test run, all of it by <c>bash tests/failures</c>.</summary>
internal static class Scale
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("RECOVERYSITE_FAILURES") == "long";

    public static int Of(int brief, int @long) => IsLong ? @long : brief;
}
