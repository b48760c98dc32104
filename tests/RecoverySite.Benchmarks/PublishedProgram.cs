using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks;

/// <summary>The site as a provider would run it: published, compiled ahead, in Production, in a process of its own.</summary>
/// <param name="folder">Where it is published to.</param>
internal sealed partial class PublishedProgram(string folder, string content, string data)
{
    private readonly Lazy<string> published = new(() =>
    {
        var program = Path.Combine(folder, "program");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", "src/RecoverySite.Web", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", program, "--nologo", "-v", "quiet"]) { WorkingDirectory = Repository.Root })!;
        publish.WaitForExit();
        return publish.ExitCode == 0 ? Path.Combine(program, "RecoverySite.Web.dll") : throw new InvalidOperationException("dotnet publish failed.");
    });

    /// <summary>Runs a command to its end and returns what it printed.</summary>
    public string Command(params string[] words)
    {
        using var command = Process.Start(With([published.Value, .. words]))!;
        var output = command.StandardOutput.ReadToEnd();
        command.WaitForExit();
        return command.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }

    /// <summary>Starts the site and returns when it listens.</summary>
    /// <param name="core">The processor that it keeps to; any when null.</param>
    public Process Start(out Uri url, int? core = null)
    {
        var site = Process.Start(With([published.Value, "--urls=http://127.0.0.1:0"], core))!;
        while (site.StandardOutput.ReadLine() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                url = new Uri(match.Groups["url"].Value);
                _ = site.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return site;
            }
        }
        throw new InvalidOperationException("The site did not start.");
    }

    /// <summary>Starts the site without waiting for it.</summary>
    public Process StartAt(Uri url)
    {
        var site = Process.Start(With([published.Value, "--urls=" + url.GetLeftPart(UriPartial.Authority)]))!;
        _ = site.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return site;
    }

    /// <summary>What a process has in memory now, in MiB.</summary>
    public static long Memory(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / (1024 * 1024);
    }

    private ProcessStartInfo With(string[] words, int? core = null)
    {
        var start = core is null ? new ProcessStartInfo("dotnet", words) : new ProcessStartInfo("taskset", ["-c", $"{core}", "dotnet", .. words]);
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = folder;
        start.Environment["Content__Folder"] = content;
        start.Environment["Data__Folder"] = data;
        start.Environment["Site__BaseUrl"] = "http://localhost";
        // All visitors of a measurement come from one address.
        start.Environment["Form__MostAnHour"] = "1000000";
        return start;
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
