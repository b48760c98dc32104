using System.Runtime.InteropServices;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Memory that is free and that the machine could use: the collector keeps some while it has nothing to do, and so does the C library of
/// most servers (glibc), for each thread that ever asked: with compression, SQLite and our many threads a seventh of the whole program.
/// </summary>
internal static class ProcessMemory
{
    /// <summary>Parameters of mallopt(3).</summary>
    private const int TrimThreshold = -1, ArenaMax = -8;

    /// <summary>Before there are threads.</summary>
    public static void Prepare() => AskCLibrary(() =>
    {
        _ = MallOpt(ArenaMax, 2);
        _ = MallOpt(TrimThreshold, 1024 * 1024);
    });

    /// <summary>After a piece of work that is not done again soon: nothing else runs meanwhile, for a tenth of a second with ten thousand articles.</summary>
    public static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        AskCLibrary(() => _ = MallocTrim(0));
    }

    private static void AskCLibrary(Action ask)
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            ask();
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library, which has nothing to set.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);

    [DllImport("libc", EntryPoint = "malloc_trim", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallocTrim(nuint keep);
}
