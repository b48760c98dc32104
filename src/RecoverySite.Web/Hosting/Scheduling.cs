using System.Runtime.InteropServices;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// When Linux lets a thread have a processor (sched(7), EEVDF). .NET's own priorities of threads do nothing there.
/// </summary>
internal static class Scheduling
{
    /// <summary>Nanoseconds: the least that Linux accepts.</summary>
    private const ulong ShortestSlice = 100_000;

    /// <summary>A tenth of the processor while others want it (nice).</summary>
    private const int Aside = 10;

    private const int ThisThread = 0, NoFlags = 0;

    /// <summary>A thread that this one starts has the usual slice.</summary>
    private const ulong ResetOnFork = 1;

    [ThreadStatic]
    private static bool isPrompt;

    /// <summary>
    /// From now on this thread may run for a shorter time before another is let: so it takes the processor from one with the usual slice
    /// as soon as it has something to do, and over time gets no more than before. Nothing changes before Linux 6.12, and elsewhere.
    /// </summary>
    public static void BePrompt()
    {
        if (isPrompt)
            return;
        isPrompt = true;
        Set((ref Attributes attributes) => (attributes.Flags, attributes.Slice) = (attributes.Flags | ResetOnFork, ShortestSlice));
    }

    /// <summary>From now on this thread, which has to be its caller's own, leaves the processor to others. Nothing changes where there is no Linux.</summary>
    public static void StandAside() => Set((ref Attributes attributes) => attributes.Nice = Math.Max(attributes.Nice, Aside));

    private static void Set(Change change)
    {
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
        if (Call(get, ThisThread, ref attributes, (nuint)Marshal.SizeOf<Attributes>(), NoFlags) != 0)
            return;
        change(ref attributes);
        _ = Call(set, ThisThread, ref attributes, NoFlags, NoFlags);
    }

    [DllImport("libc", EntryPoint = "syscall", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Call(nint number, nint thread, ref Attributes attributes, nuint size, nuint flags);

    private delegate void Change(ref Attributes attributes);

    /// <summary>The struct sched_attr of sched_setattr(2), first version.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size, Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;

        /// <summary>Nanoseconds; with policies of real time it means something else.</summary>
        public ulong Slice;
        public ulong Deadline, Period;
    }
}
