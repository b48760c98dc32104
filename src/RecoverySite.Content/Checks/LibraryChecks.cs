using NodaTime;
using RecoverySite.Content.Loading;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>What can be said of the pages only together, or only at a moment; and what editors have set aside.</summary>
internal static class LibraryChecks
{
    private static readonly string[] Kinds = [.. SafeLinks.PictureKinds, ".mp4", ".webm", ".vtt"];

    private static readonly Rule[] LaunchOnly = [Rules.Unconfirmed, Rules.NotReviewed];

    public static IReadOnlyList<Finding> Run(ContentLibrary library, IEnumerable<Finding> clashes, Instant now, bool isLaunch)
    {
        var remarks = library.Loaded.ToDictionary(f => f.File, f => f.Remarks.Get(), StringComparer.Ordinal);
        var findings = remarks.Values.SelectMany(r => r.Findings).Concat(clashes).ToList();
        Links.Check(library, remarks, now, findings);
        Dates.Check(library, remarks, now, isLaunch, findings);
        Together(library, findings);
        Films.Check(library, now, isLaunch, findings);
        Searching.Check(library, now, findings);
        return SetAside(remarks, findings)
            .Where(f => isLaunch || !LaunchOnly.Contains(f.Rule))
            .OrderBy(f => f.File != FileReader.SiteFile).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => f.Rule.Id, StringComparer.Ordinal)
            .ToList();
    }

    private static void Together(ContentLibrary library, List<Finding> findings)
    {
        foreach (var file in library.Media.Keys.Where(f => Path.GetFileName(f) != "README.md" && !Kinds.Contains(Path.GetExtension(f))))
            findings.Add(new Finding(file, 1, 1, Rules.UnknownFile, Rules.UnknownFile.Severity, $"The site does nothing with this file. An article ends in .md; pictures and videos end in {string.Join(", ", Kinds)}."));

        foreach (var link in library.Links)
            findings.Add(new Finding(link, 1, 1, Rules.Unreadable, Rules.Unreadable.Severity, ContentFiles.Link));

        var files = library.Loaded.Select(f => f.File).ToHashSet(StringComparer.Ordinal);
        foreach (var orphan in library.Pages.Where(a => a.Kind == ArticleKind.Article && !files.Contains(a.Path.FirstSegment + "/index.md")))
            findings.Add(new Finding(orphan.File, 1, 1, Rules.NoTopicPage, Rules.NoTopicPage.Severity, $"The topic has no page of its own. Write {orphan.Path.FirstSegment}/index.md."));

        foreach (var same in library.Pages.SelectMany(p => p.Versions.Select(v => (Page: p, Version: v))).Where(p => p.Version.Title.Length > 0).GroupBy(p => p.Version.Title, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
        {
            var all = same.OrderBy(p => p.Page.File, StringComparer.Ordinal).ThenBy(p => p.Version == p.Page.ForFamily).ToList();
            foreach (var (page, version) in all.Skip(1))
                Add(findings, page, version == page.ForFamily ? "family" : "title", Rules.SameTitle, $"{all[0].Version.Url} has the same title. People who search could not tell the two apart.");
        }

        var named = library.Pages.SelectMany(p => p.Front.Topics.Select(t => (p.File, Topic: t)))
            .Concat(library.Site.PhoneLines.Where(_ => library.IsWhole).SelectMany(l => l.TopicPlaces).Select(t => (File: FileReader.SiteFile, Topic: t)));
        foreach (var (file, topic) in named.Where(n => !files.Contains(n.Topic.Text + "/index.md")))
            findings.Add(new Finding(file, topic.Line, topic.Column, Rules.UnknownTopic, Rules.UnknownTopic.Severity, $"There is no {topic.Text}/index.md. {Spelling.Advice(topic.Text, files.Where(f => f.EndsWith("/index.md", StringComparison.Ordinal)).Select(f => f.Split('/')[0]).ToList())}"));

        foreach (var page in library.Pages)
        {
            if (page is { Kind: ArticleKind.Article, Front: { Draft: false, Gone: false } } && !page.Front.Places.ContainsKey("share_image"))
                Add(findings, page, "title", Rules.NoShareImage, "The article has no share_image. Where its link is shared, no picture stands beside it.");
            foreach (var (key, id) in new[] { ("author", page.Front.Author), ("reviewed_by", page.Front.Review?.By) })
            {
                if (id is not null && !library.People.ContainsKey(id))
                    Add(findings, page, key, Rules.UnknownPerson, $"There is no people/{id}.md. {(library.People.Count > 0 ? Spelling.Advice(id, library.People.Keys.ToList()) : "Write it.")}");
            }
        }
    }

    /// <summary>Takes out what a <c>lint-ok</c> covers, and reports a <c>lint-ok</c> that covers nothing.</summary>
    private static IEnumerable<Finding> SetAside(Dictionary<string, FileRemarks> remarks, List<Finding> findings)
    {
        var used = new HashSet<Suppression>(ReferenceEqualityComparer.Instance);
        foreach (var finding in findings)
        {
            var covering = (remarks.GetValueOrDefault(finding.File)?.Suppressions ?? []).Where(s => s.Covers(finding)).ToList();
            used.UnionWith(covering);
            if (covering.Count == 0)
                yield return finding;
        }
        foreach (var (file, its) in remarks)
        {
            // In the two versions of a page one lint-ok may stand above two blocks.
            foreach (var one in its.Suppressions.GroupBy(s => (s.RuleId, s.Line, s.Column)).Where(one => !one.Any(used.Contains)))
                yield return new Finding(file, one.Key.Line, one.Key.Column, Rules.LintOk, Rules.LintOk.Severity, $"Nothing here breaks {one.Key.RuleId} any more. Take the lint-ok out.");
        }
    }

    internal static void Add(List<Finding> findings, Article page, string key, Rule rule, string message, Severity? severity = null)
    {
        var (line, column) = page.Front.Places.GetValueOrDefault(key, (1, 1));
        findings.Add(new Finding(page.File, line, column, rule, severity ?? rule.Severity, message));
    }
}
