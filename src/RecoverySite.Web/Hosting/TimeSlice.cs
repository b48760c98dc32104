using System.Runtime.InteropServices;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// How long a thread may run before Linux lets another one (sched(7), EEVDF). Who asks for less waits less: it takes the processor from a
/// thread with the usual slice as soon as it has something to do, and over time gets no more than before.
/// </summary>
internal static class TimeSlice
{
    /// <summary>The least that Linux accepts.</summary>
    private const ulong Shortest = 100_000;

    private const int Thread = 0, NoFlags = 0;

    /// <summary>A thread that this one starts has the usual slice.</summary>
    private const ulong ResetOnFork = 1;

    [ThreadStatic]
    private static bool isShort;

    /// <summary>Of the thread that calls. Before Linux 6.12, and elsewhere, nothing changes.</summary>
    public static void Shorten()
    {
        if (isShort)
            return;
        isShort = true;
        // The C library has had functions for these two since its version 2.41 only; their numbers never change.
        var (get, set) = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => (315, 314),
            Architecture.Arm64 => (275, 274),
            _ => default,
        };
        if (!OperatingSystem.IsLinux() || get == 0)
            return;
        var attributes = new Attributes();
        var size = (uint)Marshal.SizeOf<Attributes>();
        if (Call(get, Thread, ref attributes, size, NoFlags) != 0)
            return;
        attributes.Flags |= ResetOnFork;
        attributes.Slice = Shortest;
        _ = Call(set, Thread, ref attributes, NoFlags, NoFlags);
    }

    /// <summary>The struct sched_attr of sched_setattr(2), first version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size, Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        /// <summary>Nanoseconds; the runtime of a deadline in other policies.</summary>
        public ulong Slice;
        public ulong Deadline, Period;
    }

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(nint number, nint thread, ref Attributes attributes, nuint size, nuint flags);
}
