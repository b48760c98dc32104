using NodaTime;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

public sealed class ContentLoaderTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 15, 0);

    [Fact]
    public void The_content_of_this_repository_has_no_problem()
    {
        var load = Checked.Load(Repository.Content);

        Assert.Empty(load.Findings);
        Assert.True(load.Library.IsWhole);
        Assert.NotNull(load.Library.Find("heroin/cravings", Now));
        Assert.NotNull(load.Library.Find("heroin/brain", Now));
        Assert.False(load.Library.Site.Launched);
    }

    [Fact]
    public void A_file_in_a_topic_folder_is_an_article_whose_path_is_its_address()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/first-steps.md", SampleContent.Page("First steps", body: "## One\n\nText.\n\n## Two *and* more\n\nText."));

        var article = Checked.Load(folder.Path).Library.Find("topic/first-steps", Now)!;

        Assert.Equal("/topic/first-steps", article.Path.Url);
        Assert.Equal(ArticleKind.Article, article.Kind);
        Assert.Equal(["one", "two-and-more"], article.Own.Headings.Select(h => h.Id));
        Assert.Equal(["One", "Two and more"], article.Own.Headings.Select(h => h.Text));
    }

    [Theory]
    [InlineData("title: A\nsumary: x\npublish: 2026-11-01", 3, 1, "Did you mean \"summary\"?")]
    [InlineData("title: A\npublish: 2026-11-01", 2, 1, "\"summary\" is missing")]
    [InlineData("title:\nsummary: S\npublish: 2026-11-01", 2, 7, "\"title\" needs a text")]
    [InlineData("title: A\ntitle: B\npublish: 2026-11-01", 3, 1, "stands here a second time")]
    [InlineData("title: A\nsummary: too short.\npublish: 2026-11-01", 3, 10, "50 to 160 characters")]
    [InlineData("title: A\nsummary: &a x\npublish: 2026-11-01", 3, 10, "Anchors (&)")]
    [InlineData("title: A\npublish: 20.11.2026", 3, 10, "is a day such as 2026-11-20")]
    [InlineData("title: A\npublish: 2026-11-31", 3, 10, "is a day such as 2026-11-20")]
    [InlineData("title: A\ndraft: maybe", 3, 8, "either true or false")]
    [InlineData("title: A\nupdated: 2026-10-01\npublish: 2026-11-01", 3, 10, "lies before \"publish\"")]
    [InlineData("title: A\nreviewed: 2026-10-01\npublish: 2026-11-01", 3, 11, "needs all three")]
    [InlineData("title: A\nsources:\n  - title: T\n    yaer: 2019", 5, 5, "Did you mean \"year\"?")]
    [InlineData("title: A\nsources:\n  - title: T\n    url: example.org", 5, 10, "starts with https://")]
    [InlineData("title: A: B\npublish: 2026-11-01", 2, 9, "needs quotes")]
    [InlineData("title: A\nsources:\n\t- title: T", 4, 1, "A tab stands where YAML allows only spaces")]
    public void A_fault_in_front_matter_names_file_line_column_and_what_to_do(string yaml, int line, int column, string advice)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/bad.md", $"---\n{yaml}\n---\n\nText.\n");

        var load = Checked.Load(folder.Path);

        Assert.Contains(load.Findings, p => (p.File, p.Line, p.Column) == ("topic/bad.md", line, column) && p.Message.Contains(advice, StringComparison.Ordinal));
        Assert.Null(load.Library.Find("topic/bad", Now));
        Assert.NotNull(load.Library.Find("topic", Now));
    }

    [Theory]
    [InlineData("Text without front matter.\n", "starts with its front matter")]
    [InlineData("++++++\ntitle: A\n++++++\n", "starts with its front matter")]
    [InlineData("---\ntitle: A\n\nText.\n", "never ends")]
    [InlineData("", "starts with its front matter")]
    public void A_page_without_whole_front_matter_says_how_it_begins(string text, string advice)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/bad.md", text);

        var finding = Assert.Single(Checked.Load(folder.Path).Findings);

        Assert.Equal("topic/bad.md", finding.File);
        Assert.Contains(advice, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_in_the_body_names_the_files_own_line()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/bad.md", SampleContent.Page("Bad", body: "Fine.\n\nA [bad link](javascript:alert(1)) here."));

        var finding = Assert.Single(Checked.Load(folder.Path).Findings);

        Assert.Equal(("topic/bad.md", 10, 3), (finding.File, finding.Line, finding.Column));
        Assert.StartsWith("topic/bad.md:10:3: error LINK006 Links of the kind \"javascript:\"", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_change_nothing()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/windows.md", "\uFEFF" + SampleContent.Page("Windows", body: "## One\n\nText.").ReplaceLineEndings("\r\n"));

        var load = Checked.Load(folder.Path);

        Assert.Empty(load.Findings);
        Assert.DoesNotContain('\r', load.Library.Find("topic/windows", Now)!.Own.Html);
    }

    [Theory]
    [InlineData("topic/Bad_Name.md", "cannot be part of an address")]
    [InlineData("topic/double--hyphen.md", "cannot be part of an address")]
    [InlineData("topic/deeper/page.md", "lies too deep")]
    [InlineData("staff/index.md", "belongs to the site itself")]
    [InlineData("lonely/page.md", "Write lonely/index.md")]
    public void A_file_that_cannot_have_an_address_says_why(string file, string advice)
    {
        using var folder = SampleContent.Folder();
        folder.Write(file, SampleContent.Page("Title"));

        var finding = Assert.Single(Checked.Load(folder.Path).Findings);

        Assert.Equal(file, finding.File);
        Assert.Contains(advice, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nested", "2026-11-01", 300)]
    [InlineData("late", "9999-12-31T23:59:59-10:00", 0)]
    public void A_page_that_breaks_a_parser_is_reported_and_the_others_stand(string name, string publish, int quotations)
    {
        using var folder = SampleContent.Folder();
        folder.Write($"topic/{name}.md", SampleContent.Page("Title", publish, body: new string('>', quotations) + " Text."));

        var load = Checked.Load(folder.Path);

        Assert.Equal($"topic/{name}.md", Assert.Single(load.Findings).File);
        Assert.NotNull(load.Library.Find("topic", Now));
    }

    [Fact]
    public void A_symbolic_link_in_the_folder_is_named_and_not_followed()
    {
        using var folder = SampleContent.Folder();
        using var elsewhere = new TemporaryFolder();
        elsewhere.Write("secret.md", SampleContent.Page("Secret"));
        Directory.CreateSymbolicLink(folder.File("topic/loop"), folder.Path);
        Directory.CreateSymbolicLink(folder.File("other"), elsewhere.Path);
        File.CreateSymbolicLink(folder.File("topic/secret.md"), elsewhere.File("secret.md"));

        var load = Checked.Load(folder.Path);

        Assert.Equal(["other", "topic/loop", "topic/secret.md"], load.Findings.Select(f => f.File));
        Assert.All(load.Findings, f => Assert.Equal(Rules.Unreadable, f.Rule));
        Assert.Empty(load.Library.Articles(Now));
    }

    [Fact]
    public void A_broken_topic_page_does_not_accuse_its_articles()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/index.md", "---\ntitel: x\n---\n");
        folder.Write("topic/page.md", SampleContent.Page("Page"));

        var load = Checked.Load(folder.Path);

        Assert.All(load.Findings, p => Assert.Equal("topic/index.md", p.File));
        Assert.NotNull(load.Library.Find("topic/page", Now));
    }

    [Fact]
    public void Two_files_with_one_address_are_both_named()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic.md", SampleContent.Page("Clash"));

        var finding = Assert.Single(Checked.Load(folder.Path).Findings);

        Assert.Contains("topic/index.md", finding.Message + finding.File, StringComparison.Ordinal);
        Assert.Contains("topic.md", finding.Message + finding.File, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_another_encoding_is_refused_rather_than_garbled()
    {
        using var folder = SampleContent.Folder();
        File.WriteAllBytes(folder.File("topic/latin.md"), [.. "---\ntitle: Caf"u8, 0xE9, .. "\n---\n"u8]);

        Assert.Contains("UTF-8", Assert.Single(Checked.Load(folder.Path).Findings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_is_public_from_its_instant_on_and_a_draft_never()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/today.md", SampleContent.Page("Today", publish: "2026-11-24"));
        folder.Write("topic/exact.md", SampleContent.Page("Exact", publish: "2026-11-24T10:00:00-05:00"));
        folder.Write("topic/draft.md", SampleContent.Page("Draft", extra: "draft: true"));
        var library = Checked.Load(folder.Path).Library!;
        var midnightInNewYork = Instant.FromUtc(2026, 11, 24, 5, 0);

        Assert.Null(library.Find("topic/today", midnightInNewYork - Duration.FromSeconds(1)));
        Assert.NotNull(library.Find("topic/today", midnightInNewYork));
        Assert.Null(library.Find("topic/exact", Now - Duration.FromSeconds(1)));
        Assert.NotNull(library.Find("topic/exact", Now));
        Assert.Null(library.Find("topic/draft", Now));
        Assert.Equal(["topic/exact", "topic/today"], library.Articles(Now).Select(a => a.Path.Value));
    }

    [Fact]
    public void A_broken_site_yml_is_named_first_and_blames_no_article()
    {
        using var folder = SampleContent.Folder(SampleContent.SiteYml.Replace("menu:", "menue:", StringComparison.Ordinal));
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Some think about suicide. Call [988](tel:988), [911](tel:911) or 216-555-0123."));

        Assert.All(Checked.Load(folder.Path).Findings, f => Assert.Equal("site.yml", f.File));
    }

    [Fact]
    public void A_broken_page_blames_no_page_that_links_to_it_and_no_address()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page", body: "Call {{fone}}."));
        folder.Write("topic/other.md", SampleContent.Page("Other", body: "Read [the page](/topic/page#part)."));
        folder.Write(".urls", "/\n/topic\n/topic/page\n/topic/other\n");

        Assert.Equal("topic/page.md", Assert.Single(Checked.Load(folder.Path).Findings).File);
    }

    [Fact]
    public void Pages_that_become_public_together_may_link_to_each_other()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/one.md", SampleContent.Page("One", "2026-12-05", body: "Read [page two](/topic/two)."));
        folder.Write("topic/two.md", SampleContent.Page("Two", "2026-12-05", body: "Read [page one](/topic/one)."));
        folder.Write("topic/early.md", SampleContent.Page("Early", "2026-12-04", body: "Read [page one](/topic/one)."));

        Assert.Equal("topic/early.md", Assert.Single(Checked.Load(folder.Path).Findings).File);
    }

    [Fact]
    public void A_page_that_was_taken_down_needs_no_words()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", "---\ngone: true\n---\n");

        var load = Checked.Load(folder.Path);

        Assert.Empty(load.Findings);
        Assert.Equal(AddressKind.Gone, load.Library.Resolve("/topic/page", Now).Kind);
    }

    [Theory]
    [InlineData("title: \"A\nsummary: x", 2, 8, "quotation mark that opens here is not closed")]
    [InlineData("title: A: B", 2, 9, "needs quotes around it: title:")]
    [InlineData("title: A\ntitle: B", 3, 1, "\"title\" stands here a second time")]
    public void A_slip_in_the_front_matter_is_said_in_an_editors_words(string yaml, int line, int column, string advice)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/bad.md", $"---\n{yaml}\n---\n\nText.\n");

        var finding = Assert.Single(Checked.Load(folder.Path).Findings);

        Assert.Equal((line, column), (finding.Line, finding.Column));
        Assert.Contains(advice, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_lies_in_itself_thousands_deep_is_refused_and_the_others_stand()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/emphasis.md", SampleContent.Page("Emphasis", body: new string('*', 40_000) + "a" + new string('*', 40_000)));
        folder.Write("topic/yaml.md", $"---\ntitle: A\ny: {string.Concat(Enumerable.Repeat("- ", 40_000))}x\n---\n");
        folder.Write("topic/flow.md", $"---\ntitle: {new string('[', 400_000)}\n---\n");
        folder.Write("topic/quotes.md", SampleContent.Page("Quotes", body: new string('>', 40_000) + " Text."));
        folder.Write("topic/parts.md", SampleContent.Page("Parts", body: string.Concat(Enumerable.Repeat("*a* ", 30_000))));

        var load = Checked.Load(folder.Path);

        Assert.Equal(["emphasis", "flow", "parts", "quotes", "yaml"], load.Findings.Where(f => f.Rule.HoldsPage).Select(f => Path.GetFileNameWithoutExtension(f.File)).Distinct());
        Assert.NotNull(load.Library.Find("topic", Now));
    }

    [Fact]
    public void A_pipe_in_the_folder_keeps_nobody_waiting()
    {
        using var folder = SampleContent.Folder();
        using (var make = System.Diagnostics.Process.Start("mkfifo", [folder.File("topic/pipe.md")]))
            make.WaitForExit();

        Assert.Equal("topic/pipe.md", Assert.Single(Checked.Load(folder.Path).Findings).File);
    }
}
