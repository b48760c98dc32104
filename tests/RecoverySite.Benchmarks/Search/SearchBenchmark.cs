using System.Globalization;
using System.Text;
using NodaTime;
using RecoverySite.Content.Loading;
using RecoverySite.Content.Search;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks.Search;

/// <summary>
/// The search over thousands of articles that are made of the paragraphs of our own, asked the judged queries and others: one to four
/// words of the articles, half of them with a letter wrong.
/// </summary>
internal sealed class SearchBenchmark(string folder, int articles, TimeProvider clock)
{
    private const int OtherQueries = 2000, Rounds = 5, Shown = 10;

    private readonly Random random = new(9);

    public string Run(TextWriter progress)
    {
        progress.WriteLine("Writing articles");
        var words = MadeArticles.Write(folder, articles, random);
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        progress.WriteLine("Loading them");
        var library = new ContentLoader(folder).Load(now);
        var found = library.Articles(now).Count();
        if (found != articles)
            throw new InvalidOperationException($"{found} articles were loaded where {articles} were written.");

        progress.WriteLine("Making the index");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = clock.GetTimestamp();
        var index = new SearchIndex(library, default);
        var built = clock.GetElapsedTime(start);
        var size = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1_000_000;

        var judged = File.ReadAllLines(Path.Combine(Repository.Root, "tests/RecoverySite.Content.Tests/Search/JudgedQueries.tsv")).Select(l => l.Split('\t')[0]).ToList();
        var others = Enumerable.Range(0, OtherQueries).Select(i => Query(words, isMisspelt: i % 2 == 1)).ToList();
        var rows = new List<(string Name, double[] Times)>();
        foreach (var (name, queries) in new[] { ("the hundred judged queries", judged), ("words of the articles", [.. others.Where((_, i) => i % 2 == 0)]), ("the same, one of them misspelt", others.Where((_, i) => i % 2 == 1).ToList()) })
        {
            progress.WriteLine(name);
            var times = new List<double>();
            for (var round = 0; round <= Rounds; round++)
            {
                foreach (var query in queries)
                {
                    start = clock.GetTimestamp();
                    var answer = index.Search(query, now);
                    foreach (var hit in answer.Hits.Take(Shown))
                        _ = Excerpt.Of(hit.Version, answer.Words).Count;
                    // The first round warms up.
                    if (round > 0)
                        times.Add(clock.GetElapsedTime(start).TotalMilliseconds);
                }
            }
            rows.Add((name, [.. times.Order()]));
        }
        return Table(rows, built, size);
    }

    private string Query(List<string> words, bool isMisspelt)
    {
        var query = Enumerable.Range(0, random.Next(1, 5)).Select(_ => words[random.Next(words.Count)]).ToList();
        var at = random.Next(query.Count);
        if (isMisspelt && query[at] is { Length: > 4 } word && random.Next(1, word.Length - 1) is var i)
            query[at] = random.Next(3) switch { 0 => word.Remove(i, 1), 1 => word.Insert(i, "e"), _ => word[..i] + word[i + 1] + word[i] + word[(i + 2)..] };
        return string.Join(' ', query);
    }

    private string Table(List<(string Name, double[] Times)> rows, TimeSpan built, long size)
    {
        var table = new StringBuilder($"""
            ## Search

            {clock.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores, .NET {Environment.Version}, {articles:N0} articles made of the paragraphs of our own

            ```
            dotnet run -c Release --project tests/RecoverySite.Benchmarks -- search --write
            ```

            Milliseconds from a query to its ranked pages with the excerpts of the first {Shown}, in one thread, {Rounds} rounds after one to warm up. Made beside the requests, the index took {built.TotalSeconds:0.0} s and {size:N0} MB.

            | | queries | median | p95 | p99 | worst |
            |---|---|---|---|---|---|

            """);
        foreach (var (name, times) in rows)
            table.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {times.Length} | {At(times, 0.5):0.00} | {At(times, 0.95):0.00} | {At(times, 0.99):0.00} | {times[^1]:0.00} |");
        return table.ToString();
    }

    private static double At(double[] sorted, double share) => sorted[(int)Math.Ceiling(sorted.Length * share) - 1];
}
