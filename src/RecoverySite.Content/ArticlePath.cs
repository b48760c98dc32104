using System.Text.RegularExpressions;

namespace RecoverySite.Content;

/// <summary>
/// Where a page lives: <c>""</c> is home, <c>"about"</c> a page or a topic, <c>"heroin/cravings"</c> an article.
/// The file's place in the content folder is its address.
/// </summary>
public sealed partial record ArticlePath
{
    /// <summary>First segments that the site itself answers, so no file may claim them.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "articles", "call-taps", "download", "error", "feed", "health", "people", "preview", "request-a-call", "search", "sitemap", "staff",
    };

    /// <summary>Addresses under which the site itself has something to read: links may lead there.</summary>
    public static IReadOnlyList<string> OwnPages { get; } = ["/articles", "/request-a-call", "/search"];

    private ArticlePath(string value) => Value = value;

    public static ArticlePath Home { get; } = new("");

    /// <summary>Without a leading slash, as in <c>heroin/cravings</c>.</summary>
    public string Value { get; }

    /// <summary>The address, as in <c>/heroin/cravings</c>.</summary>
    public string Url => "/" + Value;

    /// <summary>The first segment: an article's topic.</summary>
    public string FirstSegment => Value.Split('/')[0];

    public int Depth => Value.Length == 0 ? 0 : Value.Split('/').Length;

    /// <summary>Reads a file's path in the content folder. <paramref name="whyNot"/> says what to rename when it cannot be an address.</summary>
    public static ArticlePath? FromFile(string file, out string? whyNot)
    {
        whyNot = null;
        var path = file[..^".md".Length];
        if (path == "index")
            return Home;
        if (path.EndsWith("/index", StringComparison.Ordinal))
            path = path[..^"/index".Length];

        var segments = path.Split('/');
        if (segments.Length > 2)
            whyNot = "lies too deep. An article is topic/article.md: move it up.";
        else if (Array.Find(segments, s => s.Length > 80 || !Segment().IsMatch(s)) is { } bad)
            whyNot = $"\"{bad}\" cannot be part of an address. Use a-z, 0-9 and single hyphens between words, at most 80 characters.";
        else if (Reserved.Contains(segments[0]))
            whyNot = $"/{segments[0]} belongs to the site itself. Choose another name.";
        return whyNot is null ? new ArticlePath(path) : null;
    }

    public override string ToString() => Url;

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Segment();
}
