using System.Text;
using RecoverySite.Content.Markdown;
using RecoverySite.Content.Yaml;

namespace RecoverySite.Content;

/// <param name="Library">Null when <c>site.yml</c> cannot be used; otherwise all pages that are whole.</param>
/// <param name="Problems">Every fault found, by file and line.</param>
public sealed record ContentLoad(ContentLibrary? Library, IReadOnlyList<ContentProblem> Problems);

/// <summary>Reads a content folder. One broken article is reported and left out; the others stand.</summary>
public static class ContentLoader
{
    private const string SiteFile = "site.yml";
    private const int MaxBytes = 1024 * 1024;

    public static ContentLoad Load(string folder)
    {
        var problems = new List<ContentProblem>();
        var site = Read(folder, SiteFile, problems) is { } text ? Site.Read(SiteFile, text, problems) : null;
        if (site is null)
            return new ContentLoad(null, problems);

        var markdown = new ArticleMarkdown(site);
        var articles = new Dictionary<string, Article>(StringComparer.Ordinal);
        foreach (var file in MarkdownFiles(folder))
        {
            if (LoadArticle(folder, file, site, markdown, problems) is not { } article)
                continue;
            if (!articles.TryAdd(article.Path.Value, article))
                problems.Add(new ContentProblem(file, 1, 1, $"{article.Path} is also the address of {articles[article.Path.Value].File}. Rename one of the two."));
        }

        foreach (var orphan in articles.Values.Where(a => a.Kind == ArticleKind.Article && !File.Exists(Path.Combine(folder, a.Path.FirstSegment, "index.md"))))
            problems.Add(new ContentProblem(orphan.File, 1, 1, $"The topic has no page of its own. Write {orphan.Path.FirstSegment}/index.md."));

        var ordered = problems.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column).ToList();
        return new ContentLoad(new ContentLibrary(site, articles.Values), ordered);
    }

    private static IEnumerable<string> MarkdownFiles(string folder) =>
        Directory.EnumerateFiles(folder, "*.md", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            .Where(f => Path.GetFileName(f) != "README.md" && !f.StartsWith("people/", StringComparison.Ordinal) && !f.Split('/').Any(s => s.StartsWith('.')))
            .Order(StringComparer.Ordinal);

    private static Article? LoadArticle(string folder, string file, Site site, ArticleMarkdown markdown, List<ContentProblem> problems)
    {
        var before = problems.Count;
        var path = ArticlePath.FromFile(file, out var whyNot);
        if (path is null)
        {
            problems.Add(new ContentProblem(file, 1, 1, $"This file {whyNot}"));
            return null;
        }
        if (Read(folder, file, problems) is not { } text || Split(file, text, problems) is not var (yaml, body, bodyLine))
            return null;

        FrontMatter? front;
        string html;
        IReadOnlyList<Heading> headings;
        try
        {
            var map = YamlMap.Parse(file, yaml, lineOffset: 1, problems);
            front = map is null ? null : FrontMatter.Read(map, site, problems);
            (html, headings) = markdown.Render(file, body, bodyLine - 1, problems);
        }
        // The parsers' own limits, such as a thousand nested quotations. Whatever it is, it must not take the other pages along.
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or OverflowException or IndexOutOfRangeException or NullReferenceException)
        {
            problems.Add(new ContentProblem(file, 1, 1, $"The page cannot be read: {e.Message}"));
            return null;
        }
        if (front is null || problems.Count > before)
            return null;

        var kind = path.Depth switch
        {
            0 => ArticleKind.Home,
            2 => ArticleKind.Article,
            _ => file.EndsWith("/index.md", StringComparison.Ordinal) ? ArticleKind.Topic : ArticleKind.Page,
        };
        return new Article(path, kind, file, front, html, headings);
    }

    /// <summary>Takes a page apart at its two <c>---</c> lines. The YAML starts on line 2 of the file, the body on <c>BodyLine</c>.</summary>
    private static (string Yaml, string Body, int BodyLine)? Split(string file, string text, List<ContentProblem> problems)
    {
        var lines = text.Split('\n');
        if (lines[0].TrimEnd() != "---")
        {
            problems.Add(new ContentProblem(file, 1, 1, "A page starts with its front matter: a line of three hyphens (---), then title, summary and publish, then --- again."));
            return null;
        }
        var end = Array.FindIndex(lines, 1, l => l.TrimEnd() == "---");
        if (end < 0)
        {
            problems.Add(new ContentProblem(file, 1, 1, "The front matter never ends. Put a line of three hyphens (---) below its last key."));
            return null;
        }
        return (string.Join('\n', lines[1..end]), string.Join('\n', lines[(end + 1)..]), end + 2);
    }

    private static string? Read(string folder, string file, List<ContentProblem> problems)
    {
        var path = Path.Combine(folder, file);
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
            {
                problems.Add(new ContentProblem(file, 1, 1, "The file is larger than 1 MB. Split it."));
                return null;
            }
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path));
            return text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new ContentProblem(file, 1, 1, "The file is not UTF-8. Save it with the encoding UTF-8."));
        }
        catch (FileNotFoundException)
        {
            problems.Add(new ContentProblem(file, 1, 1, "The file does not exist."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ContentProblem(file, 1, 1, $"The file cannot be read ({e.GetType().Name})."));
        }
        return null;
    }
}
