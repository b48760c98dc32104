using System.Globalization;
using System.Text;
using RecoverySite.Tests;

namespace RecoverySite.Benchmarks;

/// <summary>As many articles as a measurement needs, made of the paragraphs of our own.</summary>
internal static class MadeArticles
{
    private const int Topics = 100;

    /// <returns>Words that stand in them.</returns>
    public static List<string> Write(string folder, int articles, Random random)
    {
        foreach (var file in new[] { "site.yml", "search.yml", "index.md" })
            File.Copy(Path.Combine(Repository.Content, file), Path.Combine(folder, file));
        var paragraphs = Directory.GetFiles(Repository.Content, "*.md", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) is not ("README.md" or "index.md"))
            .SelectMany(f => File.ReadAllText(f).Split("---\n", 3)[^1].Split("\n\n"))
            .Where(p => p.Length > 80 && !p.Contains(":::", StringComparison.Ordinal) && !p.Contains("](", StringComparison.Ordinal) && !p.Contains("{{", StringComparison.Ordinal) && !p.Contains("[^", StringComparison.Ordinal))
            .ToList();
        var words = paragraphs.SelectMany(p => p.Split(' ')).Select(w => w.Trim(',', '.', ':', ';', '?', '!', '"', '*').ToLowerInvariant()).Where(w => w.Length > 3 && w != "site" && w.All(char.IsAsciiLetter)).ToList();
        string Word() => words[random.Next(words.Count)];
        for (var i = 0; i < articles; i++)
        {
            var topic = Directory.CreateDirectory(Path.Combine(folder, $"topic-{i % Topics}")).FullName;
            if (i < Topics)
                File.WriteAllText(Path.Combine(topic, "index.md"), $"---\ntitle: Topic {i}\nsummary: A sentence that is long enough to be a summary of what stands on this page.\npublish: 2026-01-01\n---\n\nWords.\n");
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"---\ntitle: \"{Word()} {Word()} {Word()} {i}\"\nsummary: \"{Word()} {Word()} {Word()} and {Word()}: a sentence that is long enough to be a summary of the page.\"\npublish: 2026-01-01\n---\n\n");
            // As long as our own, with a name of its own now and then.
            for (var part = 0; part < 6; part++)
                text.Append(CultureInfo.InvariantCulture, $"## {Word()} {Word()} {part}\n\n{string.Join("\n\n", Enumerable.Range(0, 5).Select(_ => paragraphs[random.Next(paragraphs.Count)]))}\n\nName{random.Next(articles * 3)}x.\n\n");
            File.WriteAllText(Path.Combine(topic, $"article-{i}.md"), text.ToString());
        }
        return words;
    }
}
