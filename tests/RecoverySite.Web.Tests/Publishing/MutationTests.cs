using System.Diagnostics;
using System.Globalization;
using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Tests.Pages;

namespace RecoverySite.Web.Tests.Publishing;

/// <summary>
/// Fifty articles are broken at random while the site serves them: none ever goes down, each fault is named at its file and line,
/// and none outlives its repair. <c>CONTENT_MUTATIONS=1000</c> sets how many.
/// </summary>
public sealed class MutationTests : IDisposable
{
    private const int ArticleCount = 50, AtOnce = 10;

    private static readonly int Mutations = int.Parse(Environment.GetEnvironmentVariable("CONTENT_MUTATIONS") ?? "40", CultureInfo.InvariantCulture);

    /// <summary>Each makes an article one that cannot be shown, and says on which line.</summary>
    private static readonly (string Name, int Line, Func<string[], string[]> Break)[] Kinds =
    [
        ("the front matter never ends", 1, lines => [.. lines[..4], .. lines[5..]]),
        ("there is no front matter", 1, lines => lines[5..]),
        ("the file is empty", 1, _ => [""]),
        ("the file ends in the front matter", 1, lines => lines[..3]),
        ("a key is misspelt", 2, lines => Replace(lines, 2, lines[1].Replace("title", "titel", StringComparison.Ordinal))),
        ("a key is there twice", 3, lines => Insert(lines, 3, "title: Again")),
        ("a key is unknown", 4, lines => Insert(lines, 4, "colour: blue")),
        ("a key is missing", 2, lines => [.. lines[..2], .. lines[3..]]),
        ("a date is none", 4, lines => Replace(lines, 4, "publish: soon")),
        ("a date contradicts another", 5, lines => Insert(lines, 5, "expires: 2020-01-01")),
        ("a tab indents", 6, lines => Insert(lines, 5, "sources:\n\t- title: T")),
        ("an anchor is used", 2, lines => Replace(lines, 2, "title: &a Words")),
        ("a second title", 7, lines => Replace(lines, 7, "# What helps?")),
        ("an unknown short code", 9, lines => Replace(lines, 9, "Call {{fone}}.")),
        ("a short code that does not end", 9, lines => Replace(lines, 9, "Call {{phone.")),
        ("a dangerous link", 9, lines => Replace(lines, 9, "Click [this thing](javascript:alert(1)).")),
        ("a wrong number behind a right one", 9, lines => Replace(lines, 9, "Call [216-555-0123](tel:+12165550199).")),
        ("a block without an end", 11, lines => [.. lines[..12], .. lines[13..]]),
        ("an unknown block", 11, lines => Replace(lines, 11, "::: panic Now")),
        ("a comment without an end", 9, lines => Replace(lines, 9, "<!-- what is this")),
        ("another encoding", 9, lines => Replace(lines, 9, "Caf\uFFFF.")),
        ("too large", 1, lines => Replace(lines, 9, new string('x', 1024 * 1024 + 1))),
    ];

    private readonly TemporaryFolder content = SampleContent.Folder();

    public void Dispose() => content.Dispose();

    [Fact]
    public async Task No_article_goes_down_each_fault_is_named_and_none_outlives_its_repair()
    {
        var files = Enumerable.Range(0, ArticleCount).Select(i => $"topic/article-{i}.md").ToList();
        foreach (var file in files)
            content.Write(file, Whole(file));
        using var site = TestSite.Start(content: content.Path);
        using var desk = (await StaffClient.SignedInAsync(site)).Http;
        using var reading = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadAsync(site, files, reading.Token))).ToList();
        var random = new Random(4);
        var slowest = TimeSpan.Zero;

        for (var done = 0; done < Mutations; done += AtOnce)
        {
            var broken = files.OrderBy(_ => random.Next()).Take(AtOnce).Select(file => (File: file, Kind: Kinds[random.Next(Kinds.Length)])).ToList();
            foreach (var (file, kind) in broken)
                Write(file, kind.Break(Whole(file).Split('\n')));
            var watch = Stopwatch.StartNew();
            await Eventually.TrueAsync(
                async () => await FindingsAsync(desk) is var found && broken.TrueForAll(b => found.Exists(f => f.StartsWith($"{b.File}:{b.Kind.Line}:", StringComparison.Ordinal))),
                string.Join("; ", broken.Select(b => $"{b.File}: {b.Kind.Name}, line {b.Kind.Line}")));
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;

            foreach (var (file, _) in broken)
                content.Write(file, Whole(file));
            await Eventually.TrueAsync(async () => (await FindingsAsync(desk)).Count == 0, "all is repaired");
        }

        await reading.CancelAsync();
        var read = (await Task.WhenAll(readers)).Sum();
        Assert.True(read > Mutations);
        TestContext.Current.TestOutputHelper!.WriteLine($"{Mutations} mutations, {read} pages read meanwhile, slowest to be reported {slowest.TotalMilliseconds:0} ms");
    }

    private static async Task<int> ReadAsync(TestSite site, List<string> files, CancellationToken stop)
    {
        using var client = site.Client();
        var read = 0;
        for (; !stop.IsCancellationRequested; read++)
        {
            var response = await client.GetAsync("/" + files[read % files.Count][..^".md".Length], CancellationToken.None);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("Words of article", await response.Content.ReadAsStringAsync(CancellationToken.None), StringComparison.Ordinal);
        }
        return read;
    }

    private static async Task<List<string>> FindingsAsync(HttpClient desk) =>
        (await desk.PageAsync("/staff/content")).QuerySelectorAll(".findings .error").Select(f => f.TextContent).ToList();

    private static string Whole(string file) =>
        $"""
        ---
        title: Article {file[14..^3]}
        summary: A sentence that is long enough to be a summary of what stands on the page.
        publish: 2026-11-01
        ---

        ## What helps?

        Words of article {file[14..^3]}. Call {"{{phone}}"}.

        ::: urgent Act today
        Text.
        :::

        """;

    private void Write(string file, string[] lines)
    {
        if (Array.Exists(lines, l => l.Contains('\uFFFF')))
            File.WriteAllBytes(content.File(file), System.Text.Encoding.Latin1.GetBytes(string.Join('\n', lines).Replace('\uFFFF', '\u00e9')));
        else
            content.Write(file, string.Join('\n', lines));
    }

    private static string[] Replace(string[] lines, int line, string text) => [.. lines[..(line - 1)], text, .. lines[line..]];

    private static string[] Insert(string[] lines, int line, string text) => [.. lines[..(line - 1)], text, .. lines[(line - 1)..]];
}
