using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace RecoverySite.Tests.Sites;

/// <summary>The published program in a process of its own, in Production, as a provider would run it.</summary>
public sealed partial class PublishedSite : IDisposable
{
    private static readonly Lazy<string> Published = new(Publish);

    private readonly Process process;
    private readonly StringBuilder output = new();

    private PublishedSite(Process process) => this.process = process;

    public string Url { get; private set; } = "";

    public int ProcessId => process.Id;

    public int ExitCode => process.ExitCode;

    /// <summary>Where the program lies.</summary>
    public static string Program => Published.Value;

    /// <summary>Everything that the program has printed.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Starts the program and waits until it listens or has ended.</summary>
    /// <param name="program">A changed copy of the program to start in its place.</param>
    /// <param name="under">A command with its options that starts the program given behind them and becomes it, as a tracer does.</param>
    /// <param name="url">Where it listens; a port that is free when null.</param>
    public static async Task<PublishedSite> StartAsync(
        string data, string? content = null, string? workingDirectory = null, string? program = null, IReadOnlyList<string>? under = null, string? url = null, params (string Key, string Value)[] settings)
    {
        var start = Start(data, content, workingDirectory, program, under);
        start.ArgumentList.Add("--urls=" + (url ?? "http://127.0.0.1:0"));
        foreach (var (key, value) in settings)
            start.Environment[key] = value;

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var site = new PublishedSite(process);
        var listens = new TaskCompletionSource();
        void Note(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
                return;
            lock (site.output)
                site.output.AppendLine(line.Data);
            if (Listening().Match(line.Data) is { Success: true } match)
            {
                site.Url = match.Groups["url"].Value;
                listens.TrySetResult();
            }
        }
        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Task.WhenAny(listens.Task, process.WaitForExitAsync()).WaitAsync(TimeSpan.FromSeconds(60));
        return site;
    }

    public HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Url) };

    /// <summary>Returns when the store has proved that it takes requests. On a crowded machine that can take longer than a form waits for it.</summary>
    public async Task ReadyAsync()
    {
        using var client = Client();
        HttpResponseMessage answer;
        var asked = 0;
        do
        {
            answer = await client.GetAsync("/health/ready");
        }
        while (!answer.IsSuccessStatusCode && ++asked < 10);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>SIGKILL: nothing in the program gets to tidy up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: the program is asked to end and may finish what it does.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Runs one command of the published program to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string data, params string[] words) => RunOnAsync(data, null, words);

    /// <param name="content">The content folder that the program is set to.</param>
    public static async Task<(int ExitCode, string Output)> RunOnAsync(string data, string? content, params string[] words)
    {
        var start = Start(data, content, workingDirectory: null);
        foreach (var word in words)
            start.ArgumentList.Add(word);
        using var command = Process.Start(start)!;
        var output = await Task.WhenAll(command.StandardOutput.ReadToEndAsync(), command.StandardError.ReadToEndAsync());
        await command.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (command.ExitCode, string.Concat(output));
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }
        process.Dispose();
    }

    private static ProcessStartInfo Start(string data, string? content, string? workingDirectory, string? program = null, IReadOnlyList<string>? under = null)
    {
        string[] words = [.. under ?? [], "dotnet", Path.Combine(program ?? Program, "RecoverySite.Web.dll")];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Content__Folder"] = content ?? Repository.Content;
        start.Environment["Data__Folder"] = data;
        return start;
    }

    private static string Publish()
    {
        if (Environment.GetEnvironmentVariable("RECOVERYSITE_PUBLISHED") is { Length: > 0 } ready)
            return ready;
        var folder = Path.Combine(AppContext.BaseDirectory, "published");
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", "src/RecoverySite.Web", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", folder, "--nologo", "-v", "quiet"]) { WorkingDirectory = Repository.Root })!;
        publish.WaitForExit();
        return publish.ExitCode == 0 ? folder : throw new InvalidOperationException("dotnet publish failed.");
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
