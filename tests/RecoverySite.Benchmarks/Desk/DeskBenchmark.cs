using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks.Desk;

/// <summary>
/// Pages of the desk over a full store, asked of the published program by one administrator, one page after another: the first page, the
/// deepest, every filter and every kind of search.
/// </summary>
internal sealed partial class DeskBenchmark(string folder, int requests, TimeProvider clock)
{
    private const int Rounds = 60, FewRounds = 5, Pages = 40;

    /// <summary>As often as three open pages of the queue ask within twenty minutes: the program compiles what is asked often while it runs.</summary>
    private const int WarmUp = 200;

    private string Data => Path.Combine(folder, "data");

    public async Task<string> RunAsync(TextWriter progress)
    {
        // As the site wants its folder: nobody else's.
        Directory.CreateDirectory(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await SeedAsync(progress);
        var program = new PublishedProgram(folder, Repository.Content, Data);
        using var site = program.Start(out var url);
        try
        {
            using var browser = new Browser(url);
            await browser.GetAsync("/health/ready");
            await browser.JoinAsync(program, clock);
            var rows = new List<(string Name, double[] Milliseconds, double Processor)>();
            // The figures look at every request of three months, and take their time.
            static bool IsLong(string name) => name.StartsWith("insights", StringComparison.Ordinal);
            var questions = await QuestionsAsync(browser, progress);
            await progress.WriteLineAsync("Warming up");
            foreach (var (name, ask) in questions)
            {
                for (var i = 0; i < (IsLong(name) ? 1 : WarmUp); i++)
                    await ask(i);
            }
            foreach (var (name, ask) in questions)
            {
                await progress.WriteLineAsync(name);
                var isLong = IsLong(name);
                var times = new double[isLong ? FewRounds : Rounds];
                site.Refresh();
                var busy = site.TotalProcessorTime;
                for (var i = 0; i < times.Length; i++)
                {
                    var start = clock.GetTimestamp();
                    await ask(i + WarmUp);
                    times[i] = clock.GetElapsedTime(start).TotalMilliseconds;
                }
                site.Refresh();
                rows.Add((name, [.. times.Order()], (site.TotalProcessorTime - busy).TotalMilliseconds / times.Length));
            }
            return Table(rows);
        }
        finally
        {
            site.Kill();
            await site.WaitForExitAsync();
        }
    }

    private async Task SeedAsync(TextWriter progress)
    {
        using var store = new ContactsStore(Path.Combine(Data, "recoverysite.db"), new KeyRingFile(Path.Combine(Data, "keys", "ring.json")), clock, NullLogger<ContactsStore>.Instance);
        await new Seed(store, clock.GetUtcNow()).RunAsync(requests, progress);
    }

    /// <summary>What is asked, by a name. Each asks for something else each time where it can.</summary>
    private async Task<List<(string, Func<int, Task>)>> QuestionsAsync(Browser browser, TextWriter progress)
    {
        await progress.WriteLineAsync("Walking to the deepest pages");
        var deepQueue = await DeepestAsync(browser, "/staff", "/staff\\?after=[^\"]+");
        var deepList = await DeepestAsync(browser, "/staff/requests", "/staff/requests\\?after=[^\"]+");
        var first = clock.GetUtcNow().AddDays(-89).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var list = await browser.GetAsync("/staff/requests");
        var staff = Option().Matches(list).Select(m => m.Groups["id"].Value).ToList();
        var (token, reference) = (await browser.TokenAsync("/staff/requests"), "");
        var opened = await browser.GetAsync(RequestLink().Match(list).Value);
        reference = Reference().Match(opened).Value;
        Task Get(string path) => browser.GetAsync(path);
        Task Find(string typed) => browser.PostAsync(token, "/staff/requests?handler=Find", ("find", typed));
        string Typed(int i) => Seed.NumberOf(i * 7919 % requests) is var n ? $"({n[2..5]}) {n[5..8]}-{n[8..]}" : "";
        return
        [
            ("queue, first page", _ => Get("/staff")),
            ("queue, deepest page", _ => Get(deepQueue)),
            ("hand-over", _ => Get("/staff/hand-over")),
            ("all requests, first page", _ => Get("/staff/requests")),
            ("all requests, deepest page", _ => Get(deepList)),
            ("filter: waiting", _ => Get("/staff/requests?state=waiting")),
            ("filter: later", _ => Get("/staff/requests?state=later")),
            ("filter: held", _ => Get("/staff/requests?state=held")),
            ("filter: reached", _ => Get("/staff/requests?state=reached")),
            ("filter: spam", _ => Get("/staff/requests?state=spam")),
            ("filter: one person's", i => Get($"/staff/requests?by={staff[i % staff.Count]}")),
            ("filter: one article's", i => Get($"/staff/requests?page={Seed.PageOf(i % 23 == 0 ? 1 : i % 9 + 1)}")),
            ("filter: one day, the first", _ => Get($"/staff/requests?from={first}&to={first}")),
            ("filter: person, article and state", i => Get($"/staff/requests?by={staff[i % staff.Count]}&page=/topic-1/article-5&state=wrongnumber")),
            ("filter: what nobody has", i => Get($"/staff/requests?by={staff[i % staff.Count]}&page=/topic-3/article-7&state=spam&to={first}")),
            ("search: whole number", i => Find(Typed(i))),
            ("search: last four digits", i => Find($"{(i * 37) % 10_000:0000}")),
            ("search: reference", _ => Find(reference)),
            ("one request", _ => Get(RequestLink().Match(list).Value)),
            ("held", _ => Get("/staff/held")),
            ("insights, 90 days", _ => Get("/staff/insights?days=90")),
            ("audit, first page", _ => Get("/staff/audit")),
            ("audit, one day", _ => Get($"/staff/audit?from={first}&to={first}")),
            ("what an open page asks every two seconds", _ => Get("/staff/changes?auto")),
        ];
    }

    /// <summary>Jumps towards the end by the place in the address, as no person would, and then follows the link until there is none.</summary>
    private static async Task<string> DeepestAsync(Browser browser, string path, string next)
    {
        var (deepest, html) = (path, await browser.GetAsync(path));
        for (var i = 0; i < Pages && Regex.Match(html, next) is { Success: true } link; i++)
        {
            var after = AfterTicks().Match(link.Value);
            deepest = link.Value.Replace("&amp;", "&", StringComparison.Ordinal);
            // Every jump goes half of what is left of 90 days.
            var ticks = long.Parse(after.Groups["ticks"].Value, CultureInfo.InvariantCulture);
            var isQueue = path == "/staff";
            var end = isQueue ? ticks + TimeSpan.FromDays(45 / (i + 1.0)).Ticks : ticks - TimeSpan.FromDays(45 / (i + 1.0)).Ticks;
            var jumped = deepest.Replace(after.Groups["ticks"].Value, end.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            var there = await browser.GetAsync(jumped);
            (deepest, html) = Regex.IsMatch(there, next) ? (jumped, there) : (deepest, await browser.GetAsync(deepest));
        }
        return deepest;
    }

    private string Table(List<(string Name, double[] Milliseconds, double Processor)> rows)
    {
        double Of(string name) => rows.Single(r => r.Name == name).Milliseconds[Rounds / 2];
        var size = new FileInfo(Path.Combine(Data, "recoverysite.db")).Length / 1_000_000;
        var table = new StringBuilder($"""
            ## The desk over a full store

            {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {requests:N0} requests of 90 days through the verbs of the desk ({size:N0} MB), one in twenty of them open

            ```
            dotnet run -c Release --project tests/RecoverySite.Benchmarks -- desk --write
            ```

            The published program answers one administrator, {Rounds} times each after {WarmUp} to warm up, the figures {FewRounds} times; milliseconds from asking until the whole page has come, so more than the server's own time. The last column is what the program kept the processors busy for, whatever else ran. **The deepest page over the first: queue {Of("queue, deepest page") / Of("queue, first page"):0.00}, all requests {Of("all requests, deepest page") / Of("all requests, first page"):0.00}.**

            | | median | p95 | worst | processor |
            |---|---|---|---|---|

            """);
        foreach (var (name, times, processor) in rows)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {times[times.Length / 2]:0.0} | {times[(int)Math.Ceiling(times.Length * 0.95) - 1]:0.0} | {times[^1]:0.0} | {processor:0.0} |");
        return table.ToString();
    }

    [GeneratedRegex("<option value=\"(?<id>[0-9a-f-]{36})\"")]
    private static partial Regex Option();

    [GeneratedRegex("/staff/requests/[0-9a-f-]{36}")]
    private static partial Regex RequestLink();

    [GeneratedRegex("(?<=References?: )[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Reference();

    [GeneratedRegex("after=(?<ticks>[0-9]+)")]
    private static partial Regex AfterTicks();
}
