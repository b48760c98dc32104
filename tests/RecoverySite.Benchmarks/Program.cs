using System.Diagnostics;
using System.Reflection;
using RecoverySite.Benchmarks;
using RecoverySite.Benchmarks.Store;
using RecoverySite.Tests;

const string Usage = """
    dotnet run -c Release --project tests/RecoverySite.Benchmarks -- store [--folder FOLDER] [--write]

      store            durable writes: ours, the framework's and the disk's own
      --folder FOLDER  the disk to measure; without it, the one beside the repository
      --write          also put the figures into tests/RecoverySite.Benchmarks/RESULTS.md
    """;

if (typeof(StoreBenchmark).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true)
{
    Console.Error.WriteLine("A debug build measures nothing. Add -c Release.");
    return 1;
}
var write = args.Contains("--write");
var folder = Array.IndexOf(args, "--folder") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : Path.Combine(Repository.Root, "..");
if (args is not ["store", ..])
{
    Console.Error.WriteLine(Usage);
    return 1;
}

using var disk = new DiskFolder(folder);
if (disk.IsMemory)
{
    Console.Error.WriteLine($"{folder} is on {disk.FileSystem}, which is memory: a write there waits for no disk. Name a folder on a disk with --folder.");
    return 1;
}

#pragma warning disable RS0030 // The clock is taken here and handed on.
var clock = TimeProvider.System;
#pragma warning restore RS0030
var results = await new StoreBenchmark(disk, clock).RunAsync(Console.Error);
Console.WriteLine(results);
if (write)
    await File.WriteAllTextAsync(Path.Combine(Repository.Root, "tests", "RecoverySite.Benchmarks", "RESULTS.md"), results);
return 0;
