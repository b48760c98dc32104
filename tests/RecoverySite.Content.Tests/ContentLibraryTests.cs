using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests;

public sealed class ContentLibraryTests
{
    private static readonly Instant Now = Checked.Now;

    private static ContentLibrary Library(params (string File, string Extra)[] pages)
    {
        using var folder = SampleContent.Folder();
        foreach (var (file, extra) in pages)
            folder.Write(file, SampleContent.Page(file, extra: extra));
        return Checked.Load(folder.Path).Library;
    }

    [Theory]
    [InlineData("/topic/page", AddressKind.Page, "/topic/page")]
    [InlineData("/topic/page/", AddressKind.Moved, "/topic/page")]
    [InlineData("/Topic/PAGE", AddressKind.Moved, "/topic/page")]
    [InlineData("/topic/page.html", AddressKind.Moved, "/topic/page")]
    [InlineData("/2019/old-name/", AddressKind.Moved, "/topic/page")]
    [InlineData("/2019/Old-Name", AddressKind.Moved, "/topic/page")]
    [InlineData("/2019/old-name.html", AddressKind.Moved, "/topic/page")]
    [InlineData("/old.html", AddressKind.Moved, "/topic/page")]
    [InlineData("/topic/draft", AddressKind.Unknown, null)]
    [InlineData("/topic/draft-was-here", AddressKind.Unknown, null)]
    [InlineData("/TOPIC/DRAFT", AddressKind.Unknown, null)]
    [InlineData("/topic/later", AddressKind.Unknown, null)]
    [InlineData("/topic/gone", AddressKind.Gone, null)]
    [InlineData("/topic/gone-too", AddressKind.Gone, null)]
    [InlineData("/topic/over", AddressKind.Gone, null)]
    [InlineData("/topic/nothing", AddressKind.Unknown, null)]
    [InlineData("/topic/both/family", AddressKind.Page, "/topic/both/family")]
    [InlineData("/Topic/both/Family/", AddressKind.Moved, "/topic/both/family")]
    [InlineData("/once/both/family", AddressKind.Moved, "/topic/both/family")]
    [InlineData("/topic/page/family", AddressKind.Moved, "/topic/page")]
    [InlineData("/old.html/family", AddressKind.Moved, "/topic/page")]
    [InlineData("/topic/both/family.html", AddressKind.Moved, "/topic/both/family")]
    [InlineData("/topic/gone/family", AddressKind.Gone, null)]
    [InlineData("/topic/over/family", AddressKind.Gone, null)]
    [InlineData("/topic/draft/family", AddressKind.Unknown, null)]
    [InlineData("/topic/later/family", AddressKind.Unknown, null)]
    [InlineData("/topic/nothing/family", AddressKind.Unknown, null)]
    [InlineData("/topic/family", AddressKind.Unknown, null)]
    [InlineData("/family", AddressKind.Unknown, null)]
    [InlineData("/", AddressKind.Page, "/")]
    [InlineData("/\ud800", AddressKind.Unknown, null)]
    public void An_address_leads_to_its_page_from_every_spelling_and_tells_nothing_of_what_is_hidden(string path, AddressKind kind, string? url)
    {
        var library = Library(
            ("topic/page.md", "aliases: [/2019/old-name/, /old.html]"),
            ("topic/both.md", "aliases: [/once/both]\nfamily:\n  title: For families\n  summary: What stands here for those who worry about somebody, in other words."),
            ("topic/draft.md", "draft: true\naliases: [/topic/draft-was-here]"),
            ("topic/later.md", "expires: 2027-01-01\nupdated: 2026-11-02"),
            ("topic/gone.md", "gone: true\naliases: [/topic/gone-too]"),
            ("topic/over.md", "expires: 2026-11-24T10:00"));
        var now = path.StartsWith("/topic/later", StringComparison.Ordinal) ? Instant.FromUtc(2026, 10, 31, 0, 0) : Now;
        if (path.StartsWith("/topic/later", StringComparison.Ordinal))
            kind = AddressKind.Unknown;

        var address = library.Resolve(path, now);

        Assert.Equal(kind, address.Kind);
        Assert.Equal(url, address.Url);
    }

    [Fact]
    public void An_article_called_family_that_was_deleted_is_gone_like_any()
    {
        using var folder = SampleContent.Folder();
        folder.Write(".urls", "/topic/family\n");

        Assert.Equal(AddressKind.Gone, Checked.Load(folder.Path).Library.Resolve("/topic/family", Now).Kind);
    }

    [Theory]
    [InlineData("/topic/other", "is the address of topic/other.md")]
    [InlineData("/Topic/Other/", "is the address of topic/other.md")]
    [InlineData("/topic/other/family", "is the version for families of topic/other.md")]
    [InlineData("/shared", "is an alias of topic/other.md too")]
    [InlineData("/staff/old", "belongs to the site itself")]
    [InlineData("topic/old", "is not an address")]
    [InlineData("//elsewhere.example", "is not an address")]
    [InlineData("/old?x=1", "is not an address")]
    public void An_alias_that_cannot_stand_is_named_and_the_page_stays(string alias, string why)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/other.md", SampleContent.Page("Other", extra: "aliases: [/shared]\nfamily:\n  title: For families\n  summary: What stands here for those who worry about somebody, in other words.", body: "::: family\nThey.\n:::"));
        folder.Write("topic/page.md", SampleContent.Page("Page", extra: $"aliases:\n  - {alias}"));

        var load = Checked.Load(folder.Path);

        var finding = Assert.Single(load.Findings);
        Assert.Equal(("topic/page.md", 6, 5, Rules.Alias), (finding.File, finding.Line, finding.Column, finding.Rule));
        Assert.Contains(why, finding.Message, StringComparison.Ordinal);
        Assert.NotNull(load.Library.Find("topic/page", Now));
    }

    [Theory]
    [InlineData("aaa.md", "draft: true\naliases: [/old]")]
    [InlineData("old.md", "draft: true")]
    public void A_draft_takes_no_address_from_a_public_page(string file, string extra)
    {
        var library = Library(("topic/page.md", "aliases: [/old]"), (file, extra));

        Assert.Equal("/topic/page", library.Resolve("/old", Now).Url);
    }

    [Fact]
    public void A_page_may_name_its_own_address_ahead_of_a_move()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page", extra: "aliases: [/topic/page]"));
        Assert.Empty(Checked.Load(folder.Path).Findings);

        File.Move(folder.File("topic/page.md"), folder.File("topic/new.md"));
        var moved = Checked.Load(folder.Path);

        Assert.Empty(moved.Findings);
        Assert.Equal("/topic/new", moved.Library.Resolve("/topic/page", Now).Url);
    }

    [Fact]
    public void At_publish_a_page_is_public_and_at_expires_it_is_not() =>
        Prop.ForAll(
            Gen.Choose(-2, 2).Four().Zip(ArbMap.Default.GeneratorFor<bool>().Two()).ToArbitrary(),
            sample =>
            {
                var ((publish, length, _, now), (draft, gone)) = sample;
                var start = Now + Duration.FromHours(publish);
                var end = length > 0 ? start + Duration.FromHours(length) : (Instant?)null;
                var at = Now + Duration.FromHours(now);
                var library = Page(start, end, draft, gone);

                var expected = !draft && !gone && at >= start && (end is null || at < end);
                Assert.Equal(expected, library.Find("topic/page", at) is not null);
                Assert.Equal(expected, library.Articles(at).Any());
                Assert.Equal(expected, library.ArticlesIn(library.Find("topic", at)!.Path, at).Any());
                Assert.Equal(expected, library.Near("/topic/pagee", at).Any(a => a.File == "topic/page.md"));
                Assert.Equal(expected, library.Resolve("/topic/page", at).Kind == AddressKind.Page);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_mistyped_address_is_near_the_page_that_was_meant()
    {
        var library = Library(("topic/cravings.md", ""), ("topic/hidden.md", "draft: true"), ("other/index.md", ""));

        Assert.Equal("/topic/cravings", library.Near("/topic/cravigns", Now)[0].Path.Url);
        Assert.Equal("/topic/cravings", library.Near("/topci/cravings", Now)[0].Path.Url);
        Assert.DoesNotContain(library.Near("/topic/hiden", Now), a => a.File == "topic/hidden.md");
        Assert.Empty(library.Near("/wp-login.php", Now));
    }

    [Theory]
    [InlineData("2027-03-14T02:30", "does not exist")]
    [InlineData("2026-11-01T01:30", "2026-11-01T01:30-04:00 for the first, 2026-11-01T01:30-05:00 for the second")]
    public void A_local_time_that_the_clocks_skip_or_repeat_is_asked_about(string publish, string advice)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page", publish));

        Assert.Contains(advice, Assert.Single(Checked.Load(folder.Path).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ledger_asks_for_the_line_that_keeps_an_address_alive_and_grows_by_what_is_public()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page"));
        folder.Write("topic/draft.md", SampleContent.Page("Draft", extra: "draft: true"));
        Assert.Equal(["/", "/topic", "/topic/page"], Checked.Load(folder.Path).Library.Record(folder.Path, Now));
        Assert.Empty(Checked.Load(folder.Path).Findings);
        Assert.Empty(Checked.Load(folder.Path).Library.Record(folder.Path, Now));

        File.Move(folder.File("topic/page.md"), folder.File("topic/new.md"));
        var moved = Checked.Load(folder.Path);

        var lost = Assert.Single(moved.Findings, f => f.Rule == Rules.LostAddress);
        Assert.Equal((".urls", 4), (lost.File, lost.Line));
        Assert.Contains("aliases: [/topic/page]", lost.Message, StringComparison.Ordinal);
        Assert.Equal(AddressKind.Gone, moved.Library.Resolve("/topic/page", Now).Kind);

        folder.Write("topic/new.md", SampleContent.Page("Page", extra: "aliases: [/topic/page]"));
        Checked.Load(folder.Path).Library.Record(folder.Path, Now);
        Assert.Empty(Checked.Load(folder.Path).Findings);
        Assert.Equal("/topic/new", Checked.Load(folder.Path).Library.Resolve("/topic/page", Now).Url);
    }

    private static ContentLibrary Page(Instant start, Instant? end, bool draft, bool gone)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page", start.ToString(), $"draft: {(draft ? "true" : "false")}\ngone: {(gone ? "true" : "false")}{(end is null ? "" : $"\nexpires: {end}")}"));
        return Checked.Load(folder.Path).Library;
    }
}
