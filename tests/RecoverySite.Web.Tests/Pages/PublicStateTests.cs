using System.Globalization;
using System.Text.RegularExpressions;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages;

/// <summary>Nothing of a page that is not public stands anywhere that a visitor can reach.</summary>
public sealed partial class PublicStateTests : IDisposable
{
    private const int Pages = 24;

    private readonly TemporaryFolder content = SampleContent.Folder();

    public void Dispose() => content.Dispose();

    private sealed record Sample(int Number, bool Draft, bool Gone, DateTimeOffset From, DateTimeOffset? Until)
    {
        public string Path => $"topic/page-{Number}";

        public string Title => $"Title number {Number}x";

        public string Words => $"these words of page {Number}x stand here alone";

        public bool IsPublic(DateTimeOffset now) => !Draft && !Gone && now >= From && !(now >= Until);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_surface_shows_a_word_of_what_is_not_public(int seed)
    {
        var random = new Random(seed);
        var clock = TestClock.Open();
        var start = clock.Now;
        var samples = Enumerable.Range(0, Pages).Select(i =>
        {
            var from = start.AddHours(random.Next(-6, 7));
            return new Sample(i, random.Next(5) == 0, random.Next(6) == 0, from, random.Next(2) == 0 ? null : from.AddHours(random.Next(1, 7)));
        }).ToList();
        foreach (var sample in samples)
        {
            var extra = $"draft: {(sample.Draft ? "true" : "false")}\ngone: {(sample.Gone ? "true" : "false")}{(sample.Until is { } until ? $"\nexpires: {Rfc3339(until)}" : "")}\naliases: [/old-{sample.Number}]\nquestions: [\"{sample.Words}?\"]\ntopics: [other]\nfamily:\n  title: {sample.Title} for families\n  summary: What stands here for those who worry about somebody, in other words.";
            content.Write(sample.Path + ".md", SampleContent.Page(sample.Title, Rfc3339(sample.From), extra, $"## {sample.Words}\n\nHere {sample.Words}.\n\n::: family\nFor families, {sample.Words}.\n:::"));
        }
        content.Write("other/index.md", SampleContent.Page("Other", extra: "audience: family"));
        using var site = TestSite.Start(clock, content.Path);
        using var client = site.Client();

        foreach (var hours in new[] { -7, -3, 0, 2, 6, 12 })
        {
            clock.Now = start.AddHours(hours);
            var surfaces = await CrawlAsync(client, samples);
            foreach (var sample in samples)
            {
                var isPublic = sample.IsPublic(clock.Now);
                Assert.Equal(isPublic, (await client.GetAsync("/" + sample.Path)).IsSuccessStatusCode);
                Assert.Equal(isPublic, (await client.GetAsync("/" + sample.Path + "/family")).IsSuccessStatusCode);
                Assert.Equal(isPublic, surfaces.Any(s => s.Url == "/other" && s.Text.Contains($"href=\"/{sample.Path}/family\"", StringComparison.Ordinal)));
                Assert.Equal(isPublic, surfaces.Any(s => s.Url == "/articles" && s.Text.Contains(sample.Title, StringComparison.Ordinal)) || surfaces.Any(s => s.Url.StartsWith("/articles?", StringComparison.Ordinal) && s.Text.Contains(sample.Title, StringComparison.Ordinal)));
                if (!isPublic)
                    Assert.DoesNotContain(surfaces, s => s.Text.Contains(sample.Path + "\"", StringComparison.Ordinal) || s.Text.Contains(sample.Title, StringComparison.Ordinal) || s.Text.Contains(sample.Words, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Every page that links lead to from the start page, with pages that are missing or mistyped.</summary>
    private static async Task<List<(string Url, string Text)>> CrawlAsync(HttpClient client, List<Sample> samples)
    {
        var found = new List<(string, string)>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(["/", "/articles?page=2", "/articles?page=3", "/request-a-call", "/nowhere", .. samples.Select(s => $"/{s.Path}x"), .. samples.Select(s => $"/{s.Path}/famly"), .. samples.Select(s => $"/request-a-call?from={s.Path}"), "/topic/page-"]);
        while (open.TryDequeue(out var url))
        {
            if (!asked.Add(url))
                continue;
            var text = await (await client.GetAsync(url)).Content.ReadAsStringAsync();
            // What was asked for is no secret to whoever asked.
            found.Add((url, text.Replace(url, "", StringComparison.Ordinal)));
            foreach (Match link in Link().Matches(text))
                open.Enqueue(link.Groups["url"].Value);
        }
        return found;
    }

    private static string Rfc3339(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);

    [GeneratedRegex("href=\"(?<url>/[^\"#]*)")]
    private static partial Regex Link();
}
