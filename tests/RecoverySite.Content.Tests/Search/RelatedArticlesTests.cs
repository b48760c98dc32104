using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Search;

public sealed class RelatedArticlesTests
{
    private static readonly (string File, string Text)[] Some =
    [
        ("topic/sleep.md", SampleContent.Page("Sleep after stopping", extra: "substances: [methamphetamine]")),
        ("topic/walnut.md", SampleContent.Page("Walnuts and other nuts")),
        ("other/nuts.md", SampleContent.Page("Nuts, and when a walnut is enough")),
        ("other/dreams.md", SampleContent.Page("Dreams in the first week", extra: "substances: [methamphetamine]")),
        ("third/alone.md", SampleContent.Page("Something else")),
    ];

    private static string[] RelatedTo(string path, params (string File, string Text)[] more)
    {
        using var folder = SampleContent.Folder();
        foreach (var (file, text) in Some.Concat(more))
            folder.Write(file, text);
        var library = Checked.Load(folder.Path).Library;
        return [.. library.Related(library.Find(path, Checked.Now)!, Checked.Now).Select(a => a.Path.Value)];
    }

    [Fact]
    public void What_says_the_same_rare_words_comes_before_what_only_stands_beside_it() => Assert.Equal("other/nuts", RelatedTo("topic/walnut")[0]);

    [Fact]
    public void What_is_about_the_same_substance_or_topic_comes_before_the_rest() =>
        Assert.Equal(["topic/walnut", "other/dreams"], RelatedTo("topic/sleep").Take(2));

    [Fact]
    public void An_article_in_two_topics_is_near_to_both() =>
        Assert.Equal("topic/sleep", RelatedTo("third/alone", ("topic/sleep.md", SampleContent.Page("Sleep after stopping", extra: "topics: [third]")))[0]);

    [Fact]
    public void Nothing_leads_to_itself_or_to_what_is_not_public()
    {
        var related = RelatedTo("topic/walnut", ("topic/draft.md", SampleContent.Page("Walnuts", extra: "draft: true")), ("topic/overdue.md", SampleContent.Page("More walnuts", extra: "reviewed_by: jo\nreviewed: 2025-01-01\nreview_due: 2026-01-01")));

        Assert.Equal(4, related.Length);
        Assert.DoesNotContain("topic/walnut", related);
    }

    [Theory]
    [InlineData("topic/sleep.md", "A walnut before you sleep", "")]
    [InlineData("topic/sleep.md", "Sleep after stopping", "")]
    [InlineData("topic/sleep.md", "Sleep after stopping", "topics: [other, third]\nsubstances: [heroin]")]
    [InlineData("topic/new.md", "A new article about nuts", "")]
    [InlineData("third/alone.md", "Something else", "draft: true")]
    public void After_a_change_all_lead_on_as_they_would_after_a_start(string file, string title, string extra)
    {
        using var folder = SampleContent.Folder();
        foreach (var (name, text) in Some)
            folder.Write(name, text);
        var loader = new ContentLoader(folder.Path);
        var library = loader.Load(Checked.Now);
        Assert.NotEmpty(All(library));
        // Twice, so that what was taken over from before is taken over again.
        foreach (var saved in new[] { SampleContent.Page(title, extra: extra), SampleContent.Page(title, extra: extra, body: "## Dreams\n\nAnother walnut.") })
        {
            folder.Write(file, saved);
            loader.Refresh(Checked.Now, out var waiting);
            library = loader.Refresh(Checked.Now, out _, waiting)!;

            Assert.Equal(All(Checked.Load(folder.Path).Library), All(library));
        }

        static List<string> All(ContentLibrary library) =>
            [.. library.Articles(Checked.Now).Select(a => $"{a.Path}: {string.Join(' ', library.Related(a, Checked.Now).Select(r => r.Path))}")];
    }

    [Theory]
    [InlineData("heroin/cravings", "cravings/the-next-hour")]
    [InlineData("meth/withdrawal", "meth/addiction-and-treatment")]
    [InlineData("meth/addiction-and-treatment", "meth/withdrawal")]
    [InlineData("benzodiazepines/valium", "withdrawal/which-kinds-are-dangerous")]
    public void Our_own_articles_lead_on_as_a_reader_would_expect(string path, string first)
    {
        var library = Checked.Load(Repository.Content).Library;

        Assert.Contains(first, library.Related(library.Find(path, Checked.Now)!, Checked.Now).Take(2).Select(a => a.Path.Value));
    }
}
