using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using RecoverySite.Benchmarks;
using RecoverySite.Benchmarks.Crowd;
using RecoverySite.Benchmarks.Desk;
using RecoverySite.Benchmarks.Pages;
using RecoverySite.Benchmarks.Search;
using RecoverySite.Benchmarks.Start;
using RecoverySite.Benchmarks.Store;
using RecoverySite.Tests;

const string Usage = """
    dotnet run -c Release --project tests/RecoverySite.Benchmarks -- store|pages|crowd|start|desk|search [--folder FOLDER] [--requests N] [--articles N] [--write]

      store            durable writes: ours, the framework's and the disk's own
      pages            an article: ours, nginx, the framework's output cache, Razor each time; needs Linux, nginx and wrk
      crowd            an article while others tap, send forms and work at the desk, and beside two thousand slow connections;
                       needs Linux and wrk
      start            the first page after a start, with our content and with ten thousand articles
      desk             pages of the desk over a store of a million requests
      search           the search over ten thousand articles
      --folder FOLDER  the disk to measure; without it, the one beside the repository. With desk, a folder that is kept: the
                       store in it is filled once, which takes a while, and used again
      --requests N     for desk: another number of requests
      --articles N     for search: another number of articles
      --write          also put the figures into tests/RecoverySite.Benchmarks/RESULTS.md
    """;

if (typeof(StoreBenchmark).Assembly.GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled == true)
{
    Console.Error.WriteLine("A debug build measures nothing. Add -c Release.");
    return 1;
}
string? After(string option) => Array.IndexOf(args, option) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
#pragma warning disable RS0030 // The clock is taken here and handed on.
var clock = TimeProvider.System;
#pragma warning restore RS0030

string section;
if (args is ["store", ..])
{
    using var disk = new DiskFolder(After("--folder") ?? Path.Combine(Repository.Root, ".."));
    if (disk.IsMemory)
    {
        Console.Error.WriteLine($"{disk.Path} is on {disk.FileSystem}, which is memory: a write there waits for no disk. Name a folder on a disk with --folder.");
        return 1;
    }
    section = await new StoreBenchmark(disk, clock).RunAsync(Console.Error);
}
else if (args is ["desk", ..])
{
    var requests = int.TryParse(After("--requests"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1_000_000;
    if (After("--folder") is { } kept)
    {
        section = await new DeskBenchmark(Path.GetFullPath(kept), requests, clock).RunAsync(Console.Error);
    }
    else
    {
        using var disk = new DiskFolder(Path.Combine(Repository.Root, ".."));
        section = await new DeskBenchmark(disk.Path, requests, clock).RunAsync(Console.Error);
    }
}
else if (args is ["pages", ..])
{
    using var disk = new DiskFolder(After("--folder") ?? Path.GetTempPath());
    section = await new PageBenchmark(disk.Path, clock).RunAsync(Console.Error);
}
else if (args is ["crowd", ..])
{
    using var disk = new DiskFolder(After("--folder") ?? Path.GetTempPath());
    section = await new CrowdBenchmark(disk.Path, clock).RunAsync(Console.Error);
}
else if (args is ["start", ..])
{
    using var disk = new DiskFolder(After("--folder") ?? Path.GetTempPath());
    section = await new StartBenchmark(disk.Path, clock).RunAsync(Console.Error);
}
else if (args is ["empty", var url])
{
    await using var app = WebApplication.CreateSlimBuilder().Build();
    app.MapGet("/", () => "");
    await app.RunAsync(url);
    return 0;
}
else if (args is ["output-cache", var page, var at, .. var headers])
{
    PageBenchmark.TakeHeaders(headers);
    return await OutputCacheServer.RunAsync(page, at);
}
else if (args is ["heads", var asked, var connections, var seconds, .. var asking])
{
    return await HeadLoad.RunAsync(new Uri(asked), int.Parse(connections, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), asking);
}
else if (args is ["search", ..])
{
    using var disk = new DiskFolder(After("--folder") ?? Path.GetTempPath());
    section = new SearchBenchmark(disk.Path, int.TryParse(After("--articles"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 10_000, clock).Run(Console.Error);
}
else
{
    Console.Error.WriteLine(Usage);
    return 1;
}

Console.WriteLine(section);
if (args.Contains("--write"))
    Results.Put(section);
return 0;
