using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RecoverySite.Benchmarks.Pages;

/// <summary>What a server did under load.</summary>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="Processor">Microseconds that it kept a processor busy for each.</param>
internal sealed partial record Load(double PerSecond, double Processor)
{
    private const double TicksASecond = 100;

    /// <summary>Asks for one page, from a processor of its own, over so many connections at once, each with its next request as soon as the last is answered.</summary>
    /// <param name="isHead">Asks for the head alone.</param>
    public static async Task<Load> MeasureAsync(Process server, Uri page, int connections, TimeSpan time, IReadOnlyList<string> headers, bool isHead)
    {
        var before = BusySeconds(server.Id);
        string[] asked = ["Host: localhost", .. headers];
        string[] load = isHead
            ? ["dotnet", typeof(HeadLoad).Assembly.Location, "heads", page.ToString(), $"{connections}", $"{time.TotalSeconds}", .. asked]
            : ["wrk", "-t1", $"-c{connections}", $"-d{time.TotalSeconds}s", .. asked.SelectMany(h => new[] { "-H", h }), page.ToString()];
        using var readers = Process.Start(new ProcessStartInfo("taskset", ["-c", "1", .. load]) { RedirectStandardOutput = true })!;
        var output = await readers.StandardOutput.ReadToEndAsync();
        await readers.WaitForExitAsync();
        var busy = BusySeconds(server.Id) - before;
        var answers = Answers().Match(output);
        if (!answers.Success || output.Contains("Non-2xx or 3xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException(output);
        var count = double.Parse(answers.Groups["count"].Value, CultureInfo.InvariantCulture);
        return new(double.Parse(PerSecondLine().Match(output).Groups["rate"].Value, CultureInfo.InvariantCulture), busy * 1_000_000 / count);
    }

    /// <summary>Of a process and its children: nginx works in one.</summary>
    private static double BusySeconds(int process) =>
        Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0).Sum(id =>
        {
            try
            {
                var fields = File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ');
                // proc(5): the parent, and the ticks in user and system mode.
                return id == process || fields[1] == process.ToString(CultureInfo.InvariantCulture) ? (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksASecond : 0;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        });

    [GeneratedRegex("(?<count>[0-9]+) requests in")]
    private static partial Regex Answers();

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[0-9.]+)")]
    private static partial Regex PerSecondLine();
}
