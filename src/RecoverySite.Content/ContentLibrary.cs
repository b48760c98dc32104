using System.Text;
using NodaTime;
using RecoverySite.Content.Calling;
using RecoverySite.Content.Checks;
using RecoverySite.Content.Loading;
using RecoverySite.Content.Search;

namespace RecoverySite.Content;

/// <summary>What stands at an address.</summary>
public enum AddressKind
{
    /// <summary>Nothing, or nothing yet: the two look the same.</summary>
    Unknown,
    Page,

    /// <summary>The page stands at another address, or is asked for in another spelling.</summary>
    Moved,

    /// <summary>There was a page, and it will not come back.</summary>
    Gone,
}

/// <param name="Url">Where what was asked for stands; null when it stands nowhere.</param>
public sealed record Address(AddressKind Kind, Article? Page = null, string? Url = null);

/// <summary>One Markdown file, for those who look after the content.</summary>
/// <param name="Article">The version that is shown; null when there never was a whole one.</param>
/// <param name="LastGoodSince">When the file was changed for the worse and an earlier version stayed up; null when the file is shown as it is.</param>
public sealed record ContentFile(string File, Article? Article, Instant? LastGoodSince);

/// <summary>Everything the site says, whole and unchanging: a change makes a new library.</summary>
public sealed class ContentLibrary
{
    private readonly Dictionary<string, Article> byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Article>> byAlias = new(StringComparer.Ordinal);
    private readonly HashSet<string> claimed;
    private readonly HashSet<string> everPublic;
    private readonly List<Finding> clashes = [];
    private readonly IReadOnlyList<Article> articles;
    private readonly Lazy<RelatedArticles> related;
    private readonly Lazy<string> fingerprint;

    /// <param name="wasOwner">Whether a file had its address before: it keeps it when another file claims it too.</param>
    /// <param name="before">The library that was shown until now.</param>
    internal ContentLibrary(IReadOnlyDictionary<string, LoadedFile> files, IReadOnlyDictionary<string, FileStamp> media, IReadOnlyList<string> links, IEnumerable<string> removed, Func<string, bool> wasOwner, ContentLibrary? before = null)
    {
        LoadedFile[] all = [.. files.Values];
        Array.Sort(all, (one, other) => string.CompareOrdinal(one.File, other.File));
        Loaded = all;
        Media = media;
        Links = links;
        var shown = Loaded.Select(f => f.Shown?.Value).ToList();
        IsWhole = shown.OfType<Site>().Any();
        Site = shown.OfType<Site>().SingleOrDefault() ?? Site.Placeholder;
        Videos = shown.OfType<VideoList>().SingleOrDefault()?.Videos ?? [];
        SearchHelp = shown.OfType<SearchHelp>().SingleOrDefault() ?? SearchHelp.None;
        People = shown.OfType<Person>().DistinctBy(p => p.Id).ToDictionary(p => p.Id, StringComparer.Ordinal);
        Ledger = shown.OfType<Ledger>().SingleOrDefault();

        claimed = Loaded.Where(f => f.File.EndsWith(".md", StringComparison.Ordinal)).Select(f => (f.Shown?.Value as Article)?.Path.Value ?? ArticlePath.FromFile(f.File, out _)?.Value).OfType<string>().ToHashSet(StringComparer.Ordinal);

        var contested = shown.OfType<Article>().Where(a => !byPath.TryAdd(a.Path.Value, a)).Select(a => a.Path.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var claims in shown.OfType<Article>().Where(a => contested.Contains(a.Path.Value)).GroupBy(a => a.Path.Value))
        {
            var owner = claims.OrderByDescending(a => wasOwner(a.File)).First();
            byPath[claims.Key] = owner;
            foreach (var other in claims.Where(a => a != owner))
                clashes.Add(new Finding(other.File, 1, 1, Rules.NoAddress, Severity.Error, $"{other.Path} is also the address of {owner.File}. Rename one of the two."));
        }
        foreach (var article in Pages)
        {
            foreach (var alias in article.Front.Aliases)
            {
                if (WhyNotAlias(alias.Text, article) is { } why)
                    clashes.Add(new Finding(article.File, alias.Line, alias.Column, Rules.Alias, Severity.Error, why));
            }
        }
        Article[] newest = [.. Pages.Where(a => a.Kind == ArticleKind.Article)];
        Array.Sort(newest, (one, other) => other.Front.PublicFrom.CompareTo(one.Front.PublicFrom) is var order and not 0 ? order : string.CompareOrdinal(one.Path.Value, other.Path.Value));
        articles = newest;
        // Not the library itself: each would keep all before it.
        var relatedBefore = before?.related is { IsValueCreated: true } made ? made.Value : null;
        related = new(() => new RelatedArticles(articles, relatedBefore));
        fingerprint = new(MakeFingerprint);
        everPublic = (Ledger?.Addresses.Select(a => AddressKey.Of(a.Text)) ?? [])
            .Concat(removed.Select(file => ArticlePath.FromFile(file, out _)).OfType<ArticlePath>().Select(p => AddressKey.Of(p.Url)))
            .ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Changes with every file that anything is made of, and with which version of it is shown.</summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>False when there is no <c>site.yml</c> to show anything with; then the library is good for a check only.</summary>
    public bool IsWhole { get; }

    public Site Site { get; }

    /// <summary>Films, in the order of <c>videos.yml</c>.</summary>
    public IReadOnlyList<Video> Videos { get; }

    public SearchHelp SearchHelp { get; }

    /// <summary>Authors and reviewers by id.</summary>
    public IReadOnlyDictionary<string, Person> People { get; }

    /// <summary>Each Markdown file that is or should be a page, by path.</summary>
    public IEnumerable<ContentFile> Files =>
        Loaded.Where(f => f.File.EndsWith(".md", StringComparison.Ordinal) && f.Shown?.Value is not Person)
            .Select(f => new ContentFile(f.File, f.Shown?.Value as Article, f.IsLastGood ? Instant.FromDateTimeUtc(new DateTime(f.Stamp.Modified, DateTimeKind.Utc)) : null));

    internal IReadOnlyList<LoadedFile> Loaded { get; }

    /// <summary>Files that are served as they are, and papers: everything that no page is made of.</summary>
    internal IReadOnlyDictionary<string, FileStamp> Media { get; }

    internal IReadOnlyList<string> Links { get; }

    internal Ledger? Ledger { get; }

    /// <summary>All pages, public or not.</summary>
    internal IEnumerable<Article> Pages => byPath.Values;

    /// <summary>True for a picture, a video or captions in the content folder itself.</summary>
    /// <param name="path">Without a leading slash.</param>
    public bool HasMedia(string path) => Media.ContainsKey(path);

    /// <param name="path">Without a leading slash; <c>""</c> is home.</param>
    /// <returns>The page, or null when there is none or it is not public at <paramref name="now"/>.</returns>
    public Article? Find(string path, Instant now) =>
        byPath.TryGetValue(path, out var article) && article.IsPublic(now) ? article : null;

    /// <summary>The page whatever its state, for those who may see drafts.</summary>
    public Article? FindUnpublished(string path) => byPath.GetValueOrDefault(path);

    /// <summary>What stands at a path as it was asked for: in any spelling, under an old address, or no longer.</summary>
    /// <param name="path">Decoded, with its leading slash.</param>
    public Address Resolve(string path, Instant now)
    {
        var key = AddressKey.Of(path);
        var pages = PagesAt(key).Concat(AddressKey.WithoutHtml(key) is { } named ? PagesAt(named) : []).ToList();
        var plain = WithoutFamily(AddressKey.WithoutHtml(key) ?? key);
        if (plain is not null && byPath.GetValueOrDefault(plain[1..]) is { ForFamily: { } version } article && article.IsPublic(now))
            return At(article, version);
        // What is hidden neither takes an address from what is public nor changes what readers were told of it.
        if (pages.Find(p => p.IsPublic(now)) is { } page)
            return At(page, page.Own);
        if (plain is not null && pages.Count == 0 && Resolve(plain, now) is { Page: { Kind: ArticleKind.Article } or null, Kind: not AddressKind.Unknown } there)
            return there.Page is { } its ? At(its, its.ForFamily ?? its.Own) : there;
        var isGone = pages.Exists(p => p.StateAt(now) is PublicState.Gone or PublicState.Expired) || (everPublic.Contains(key) && !pages.Exists(p => p.Path.Url == key));
        return new Address(isGone ? AddressKind.Gone : AddressKind.Unknown);

        Address At(Article page, ArticleVersion version) => new(version.Url == path ? AddressKind.Page : AddressKind.Moved, page, version.Url);
    }

    /// <summary>Public articles, newest first.</summary>
    public IEnumerable<Article> Articles(Instant now) => articles.Where(a => a.IsPublic(now));

    /// <summary>Public articles that may be put forward, newest first: none whose review is overdue.</summary>
    public IEnumerable<Article> Latest(Instant now) => Articles(now).Where(a => !a.IsReviewOverdue(now.InZone(Site.Zone).Date));

    /// <summary>Public articles that go on where this one ends, the nearest first: none whose review is overdue.</summary>
    public IEnumerable<Article> Related(Article article, Instant now) => related.Value.To(article).Where(a => a.IsPublic(now) && !a.IsReviewOverdue(now.InZone(Site.Zone).Date));

    /// <summary>Public articles of one topic, newest first, then those of others that belong to it too.</summary>
    public IEnumerable<Article> ArticlesIn(ArticlePath topic, Instant now) =>
        Articles(now).Where(a => a.Path.FirstSegment == topic.Value || a.Front.Topics.Any(t => t.Text == topic.Value)).OrderBy(a => a.Path.FirstSegment != topic.Value);

    /// <summary>Every public page, by address.</summary>
    public IEnumerable<Article> PublicPages(Instant now) => Pages.Where(p => p.IsPublic(now)).OrderBy(p => p.Path.Value, StringComparer.Ordinal);

    /// <summary>Public topic pages by title.</summary>
    public IEnumerable<Article> Topics(Instant now) =>
        byPath.Values.Where(a => a.Kind == ArticleKind.Topic && a.IsPublic(now)).OrderBy(a => a.Front.Title, StringComparer.Ordinal);

    /// <summary>The first instant after <paramref name="now"/> at which a page may read differently without a change of any file: a line's words change, a day begins there, or a page becomes public or ceases to be.</summary>
    public Instant NextChange(Instant now) =>
        Site.PhoneLines.Select(line => CallingWords.NextChange(line.Hours, now))
            .Concat(Pages.SelectMany(p => new[] { p.Front.PublicFrom, p.Front.PublicUntil ?? Instant.MaxValue }).Where(moment => moment > now))
            .Min();

    /// <summary>Public pages that a mistyped path may have meant, the nearest first: at most three.</summary>
    public IReadOnlyList<Article> Near(string path, Instant now)
    {
        var asked = AddressKey.Of(path)[1..].Split('/');
        return Pages.Where(a => a.IsPublic(now) && a.Path.Depth > 0)
            .Select(a => (Page: a, Distance: Distance(asked, a.Path.Value.Split('/'))))
            .Where(near => near.Distance <= 3)
            .OrderBy(near => near.Distance).ThenBy(near => near.Page.Path.Value, StringComparer.Ordinal)
            .Select(near => near.Page)
            .Take(3)
            .ToList();
    }

    /// <summary>The file that somebody means by a path, however much of it they typed: <c>heroin/cravings.md</c> or a longer path that ends so.</summary>
    public ContentFile? FileNamed(string typed)
    {
        var path = "/" + typed.Replace('\\', '/').TrimStart('.', '/');
        return Files.Where(f => path.EndsWith("/" + f.File, StringComparison.Ordinal)).MaxBy(f => f.File.Length);
    }

    /// <summary>Adds what is public at <paramref name="now"/> and not in the ledger yet to the ledger of <paramref name="folder"/>.</summary>
    /// <returns>The addresses that were added.</returns>
    public IReadOnlyList<string> Record(string folder, Instant now)
    {
        var known = Ledger?.Addresses.Select(a => AddressKey.Of(a.Text)).ToHashSet(StringComparer.Ordinal) ?? [];
        var added = Pages.Where(p => p.IsPublic(now) && !known.Contains(AddressKey.Of(p.Path.Url))).Select(p => p.Path.Url).Order(StringComparer.Ordinal).ToList();
        if (added.Count > 0)
            Ledger.Append(Path.Combine(folder, FileReader.LedgerFile), added);
        return added;
    }

    /// <summary>Everything that is wrong or worth knowing at <paramref name="now"/>, by file and place.</summary>
    /// <param name="isLaunch">Also what only the provider can supply, and overdue reviews as errors.</param>
    public IReadOnlyList<Finding> Findings(Instant now, bool isLaunch = false)
    {
        // Where nobody has asked yet, each file is looked at now, and many at once.
        Parallel.ForEach(Loaded.Where(f => !f.Remarks.AreReady), ContentLoader.Processors, file => file.Remarks.Get());
        return LibraryChecks.Run(this, clashes, now, isLaunch);
    }

    /// <summary>Makes now what the first reader of an article would wait for.</summary>
    internal void Prepare() => _ = related.Value;

    /// <summary>True when a file claims the path, though it may be broken: then that is what is wrong, not what leads there.</summary>
    internal bool HasFile(string path) => claimed.Contains(path);

    internal bool HasAlias(string path) => byAlias.ContainsKey(AddressKey.Of(path));

    /// <summary>The page whose version for families stands at a path, or would if it had one.</summary>
    /// <param name="path">With its leading slash.</param>
    internal static string? WithoutFamily(string path) =>
        AddressKey.Of(path) is var key && key.EndsWith(Article.FamilyEnding, StringComparison.Ordinal) && key.Length > Article.FamilyEnding.Length ? key[..^Article.FamilyEnding.Length] : null;

    /// <summary>True when the page at the file's address comes from this file.</summary>
    internal bool Shows(string file) =>
        ArticlePath.FromFile(file, out _) is { } path && byPath.TryGetValue(path.Value, out var article) && article.File == file;

    private string MakeFingerprint()
    {
        var all = new StringBuilder();
        foreach (var file in Loaded)
            all.Append(file.File).Append('\t').Append(file.Stamp.Length).Append('\t').Append(file.Stamp.Modified).Append('\t').Append((file.Shown?.Value as Article)?.TextHash).Append('\n');
        foreach (var (file, stamp) in Media.OrderBy(m => m.Key, StringComparer.Ordinal))
            all.Append(file).Append('\t').Append(stamp.Length).Append('\t').Append(stamp.Modified).Append('\n');
        return FrontMatterText.Hash(all.Append(Site.TextHash).AppendJoin('\n', everPublic.Order(StringComparer.Ordinal)).ToString());
    }

    private IEnumerable<Article> PagesAt(string key) =>
        new[] { byPath.GetValueOrDefault(key[1..]), AddressKey.WithoutIndex(key) is { } folder ? byPath.GetValueOrDefault(folder[1..]) : null }
            .OfType<Article>().Concat(byAlias.GetValueOrDefault(key, []));

    private static int Distance(string[] asked, string[] path) =>
        // The last segment says most: a right article under a wrong topic is one step away.
        Spelling.Distance(asked[^1], path[^1]) <= 2
            ? Spelling.Distance(asked[^1], path[^1]) + (asked.Length == path.Length && asked[0] == path[0] ? 0 : 1)
            : asked.Length > 1 && Spelling.Distance(asked[0], path[0]) <= 1 && path.Length == 1 ? 3 : int.MaxValue;

    private string? WhyNotAlias(string alias, Article article)
    {
        if (!AddressKey.IsAddress(alias))
            return $"\"{alias}\" is not an address of this site. An alias begins with a slash, as in /old-topic/old-name, and has no ? and no #.";
        var key = AddressKey.Of(alias);
        if (ArticlePath.Reserved.Contains(key[1..].Split('/')[0]))
            return $"\"{alias}\" belongs to the site itself.";
        // Written ahead of a move, so that the old address is never without a page.
        if (byPath.TryGetValue(key[1..], out var there) && there == article)
            return null;
        if (WithoutFamily(key) is { } plain && byPath.GetValueOrDefault(plain[1..]) is { ForFamily: not null } own)
            return $"\"{alias}\" is the version for families of {own.File}. Choose another.";
        var claims = byAlias.TryGetValue(key, out var others) ? others : byAlias[key] = [];
        claims.Add(article);
        if (there is not null)
            return $"\"{alias}\" is the address of {there.File}, so it cannot lead here. Remove one of the two.";
        return claims is [var first, _, ..] ? $"\"{alias}\" is an alias of {first.File} too. Remove one of the two." : null;
    }
}
