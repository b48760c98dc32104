using NodaTime;
using RecoverySite.Content.Loading;

namespace RecoverySite.Content.Checks;

/// <summary>LINK: where links lead, and whether every address that ever was public still leads somewhere.</summary>
internal static class Links
{
    public static void Check(ContentLibrary library, Dictionary<string, FileRemarks> remarks, Instant now, List<Finding> findings)
    {
        var linked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in library.Loaded)
        {
            var own = new HashSet<Finding>();
            foreach (var link in remarks[file.File].Links)
            {
                var target = link.Url.StartsWith('#') ? file.Current.Value as Article : Target(library, link.Url)?.Page;
                if ((target ?? library.Resolve(PathOf(link.Url), now).Page) is { } reached && reached.File != file.File)
                    linked.Add(reached.File);
                if (WhyNot(library, link.Url, link.OwnIds, WhenRead(file.Current.Value as Article, now)) is var (rule, message))
                    own.Add(new Finding(file.File, link.Line, link.Column, rule, rule.Severity, message));
            }
            // A link in both versions of a page is one link.
            findings.AddRange(own);
        }
        foreach (var item in library.Site.Menu.Where(_ => library.IsWhole))
        {
            if (WhyNot(library, item.Url, [], now) is var (rule, message))
                findings.Add(new Finding(FileReader.SiteFile, item.Place.Line, item.Place.Column, rule, rule.Severity, message));
        }
        foreach (var lonely in library.Pages.Where(a => a.Kind == ArticleKind.Article && a.IsPublic(now) && !linked.Contains(a.File)))
            findings.Add(new Finding(lonely.File, 1, 1, Rules.Orphan, Rules.Orphan.Severity, "No other page links here. Readers find it in its topic's list alone."));
        CheckLedger(library, now, findings);
    }

    /// <summary>A link matters from the moment on at which somebody can follow it.</summary>
    private static Instant WhenRead(Article? page, Instant now) => page is null ? now : Instant.Max(now, page.Front.PublicFrom);

    private static (Article Page, ArticleVersion Version)? Target(ContentLibrary library, string url)
    {
        var path = PathOf(url);
        if (library.FindUnpublished(path[1..]) is { } page)
            return (page, page.Own);
        return ContentLibrary.WithoutFamily(path) is { } own && library.FindUnpublished(own[1..]) is { ForFamily: { } version } article && version.Url == path ? (article, version) : null;
    }

    private static string PathOf(string url) => Uri.UnescapeDataString(url.Split('#', '?')[0]);

    private static (Rule Rule, string Message)? WhyNot(ContentLibrary library, string url, IReadOnlyList<string> ownIds, Instant now)
    {
        var part = url.Split('#', 2) is [_, var after] ? after : null;
        if (url.StartsWith('#'))
            return ownIds.Contains(part!) ? null : (Rules.BrokenAnchor, $"There is no heading #{part} on this page. {Known(part!, ownIds)}");

        var path = PathOf(url);
        if (Target(library, url) is not var (target, version))
        {
            if (ArticlePath.OwnPages.Contains(path) || library.Media.ContainsKey(path[1..]) || library.HasFile(path[1..]))
                return null;
            if (library.Resolve(path, now) is { Kind: AddressKind.Moved, Url: { } present })
                return (Rules.LinkToAlias, ContentLibrary.WithoutFamily(path) == present ? $"{present} has no version for families. Write {present}." : $"{path} is an old address. Write {present}.");
            var near = library.Pages.Select(p => p.Path.Url).Where(u => Math.Abs(u.Length - path.Length) <= 3).MinBy(u => Spelling.Distance(u, path));
            return (Rules.BrokenLink, $"There is no page at {path}.{(near is not null && Spelling.Distance(near, path) <= 3 ? $" Did you mean {near}?" : "")}");
        }
        if (target.StateAt(now) is not PublicState.Public and var state)
            return (Rules.LinkToHidden, $"{target.Path} is not public ({state.ToString().ToLowerInvariant()}: {target.File}). Readers would find nothing there.");
        var ids = version.Ids;
        return part is { Length: > 0 } && !ids.Contains(part) ? (Rules.BrokenAnchor, $"{target.File} has no heading #{part}. {Known(part, ids)}") : null;
    }

    private static string Known(string part, IReadOnlyList<string> ids)
    {
        var near = ids.Count == 0 ? null : ids.MinBy(id => Spelling.Distance(id, part));
        return near is null ? "It has no headings." : $"The nearest is #{near}.";
    }

    private static void CheckLedger(ContentLibrary library, Instant now, List<Finding> findings)
    {
        if (library.Ledger is not { } ledger)
            return;
        const string File = FileReader.LedgerFile;
        foreach (var address in ledger.Addresses)
        {
            var page = library.FindUnpublished(AddressKey.Of(address.Text)[1..]);
            var isKnown = page is null
                ? library.HasFile(AddressKey.Of(address.Text)[1..]) || library.Resolve(address.Text, now).Kind == AddressKind.Moved || library.HasAlias(address.Text)
                : page.StateAt(now) is not PublicState.Draft and not PublicState.Scheduled;
            if (!isKnown)
                findings.Add(new Finding(File, address.Line, address.Column, Rules.LostAddress, Rules.LostAddress.Severity, page is null
                    ? $"{address.Text} was public and has no page any more. Add to the front matter of the page that takes its place: aliases: [{address.Text}] - or bring the file back with: gone: true"
                    : $"{address.Text} was public, and {page.File} hides it now ({(page.Front.Draft ? "draft: true" : "publish lies ahead")}). If it stays away, write gone: true instead; if it moved, add to the other page: aliases: [{address.Text}]"));
        }
        var known = ledger.Addresses.Select(a => AddressKey.Of(a.Text)).ToHashSet(StringComparer.Ordinal);
        foreach (var page in library.Pages.Where(a => a.IsPublic(now) && !known.Contains(AddressKey.Of(a.Path.Url))))
            findings.Add(new Finding(page.File, 1, 1, Rules.NotRecorded, Rules.NotRecorded.Severity, $"{page.Path} is public and not in the ledger yet. Run check --record, and keep the changed {File} with the article."));
    }
}
