using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Loading;

/// <summary>What a start takes from the one before.</summary>
public sealed class KeptFilesTests : IDisposable
{
    /// <summary>A page that says everything that a page can say.</summary>
    private const string Everything = """
        ---
        title: Everything that a page says
        summary: A sentence that is long enough to be a summary of what stands on the page.
        publish: 2026-10-01
        expires: 2027-10-01
        updated: 2026-10-02
        aliases: [/old/address]
        substances: [heroin, opioids]
        topics: [other]
        family: { title: The same for families, summary: A sentence that is long enough to be a summary for those who worry. }
        unconfirmed: [The number of beds]
        questions: [What does a page say?]
        audience: professionals
        author: ada
        reviewed: 2026-10-03
        reviewed_by: ada
        review_due: 2027-01-01
        reviewed_hash: 0123456789ab
        sources: [{ title: A book, publisher: A house, year: 2020, url: "https://example.org/book" }]
        image: { src: picture.svg, alt: A green square }
        share_image: { src: picture.svg, alt: A green square }
        sensitive: true
        emergency: true
        canonical: https://example.org/first
        ---

        Opening words with a [link](#one), [Placeholder of the provider] and an addict.

        ![A green square](picture.svg) ![A lost one](lost.svg)

        <!-- lint-ok LANG003: said with consent -->

        ## One

        Text for the reader. [There](/nowhere) is nothing.

        ::: family
        Text for the family.
        :::

        """;

    private readonly TemporaryFolder folder = SampleContent.Folder();
    private readonly TemporaryFolder kept = new();

    public KeptFilesTests()
    {
        folder.Write("topic/picture.svg", """<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"/>""");
        folder.Write("topic/everything.md", Everything);
        folder.Write("topic/draft.md", SampleContent.Page("Draft", extra: "draft: true"));
        folder.Write("topic/gone.md", "---\ngone: true\n---\n");
    }

    public void Dispose()
    {
        folder.Dispose();
        kept.Dispose();
    }

    [Fact]
    public void Everything_that_was_read_of_a_page_is_what_was_kept_of_it()
    {
        Load(folder.Path);

        Assert.Equal(Described(new ContentLoader(folder.Path).Load(Checked.Now)), Described(Load(folder.Path)));
    }

    [Fact]
    public void Everything_that_was_read_of_our_own_articles_is_what_was_kept_of_them()
    {
        Load(Repository.Content);

        Assert.Equal(Described(Checked.Load(Repository.Content).Library), Described(Load(Repository.Content)));
    }

    [Fact]
    public void The_page_of_these_tests_says_everything_that_front_matter_has_a_word_for()
    {
        var front = new ContentLoader(folder.Path).Load(Checked.Now).Find("topic/everything", Checked.Now)!.Front;
        var file = Loaded(new ContentLoader(folder.Path).Load(Checked.Now)).Single(f => Value(f, "File") is "topic/everything.md");

        foreach (var property in typeof(FrontMatter).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(p => p.Name is not ("Draft" or "Gone" or "EqualityContract")))
            Assert.True(property.GetValue(front) is not (null or false or "" or ICollection { Count: 0 }), property.Name);
        foreach (var part in new[] { ("Remarks", "Findings"), ("Remarks", "Links"), ("Remarks", "Suppressions"), ("Remarks", "Placeholders"), ("Current", "Pictures"), ("Current", "MissingPictures") })
            {
            var whole = Value(file, part.Item1)!;
            Assert.NotEmpty((IEnumerable)Value(whole.GetType().GetMethod("Get", Type.EmptyTypes)?.Invoke(whole, null) ?? whole, part.Item2)!);
        }
    }

    [Fact]
    public void A_file_that_has_not_changed_is_not_read_again()
    {
        Load(folder.Path);
        ChangeUnseen("topic/draft.md", "Draft", "Trick");

        Assert.Equal("Draft", Load(folder.Path).FindUnpublished("topic/draft")!.Front.Title);
    }

    [Fact]
    public void A_page_that_was_read_and_not_checked_before_the_end_is_only_checked()
    {
        var pack = new Pack(kept.Path, isReadOnly: false);
        var loader = new ContentLoader(folder.Path, pack);
        loader.Load(Checked.Now);
        Assert.True(loader.Keep(most: 0));
        ChangeUnseen("topic/everything.md", "Everything", "Everyother");

        var library = Load(folder.Path);

        Assert.Equal("Everything that a page says", library.Find("topic/everything", Checked.Now)!.Front.Title);
        Assert.Contains(library.Findings(Checked.Now), f => f.File == "topic/everything.md" && f.Rule.Family == "LANG");
    }

    [Fact]
    public void Every_page_is_read_again_when_the_site_has_changed()
    {
        Load(folder.Path);
        ChangeUnseen("topic/draft.md", "Draft", "Trick");
        folder.Write("site.yml", SampleContent.SiteYml.Replace("Sample provider", "Another provider", StringComparison.Ordinal));

        Assert.Equal("Trick", Load(folder.Path).FindUnpublished("topic/draft")!.Front.Title);
    }

    [Fact]
    public void A_page_is_read_again_when_one_of_its_pictures_has_changed_or_come()
    {
        Load(folder.Path);
        folder.Write("topic/picture.svg", """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"/>""");
        Assert.Contains("width=\"40\"", Load(folder.Path).Find("topic/everything", Checked.Now)!.Own.Html, StringComparison.Ordinal);

        folder.Write("topic/lost.svg", """<svg xmlns="http://www.w3.org/2000/svg" width="60" height="10"/>""");
        Assert.Contains("width=\"60\"", Load(folder.Path).Find("topic/everything", Checked.Now)!.Own.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_broken_while_the_site_was_down_is_shown_as_it_was_kept()
    {
        var before = Load(folder.Path).Find("topic/everything", Checked.Now)!.Own.Html;
        folder.Write("topic/everything.md", Everything.Replace("publish:", "published:", StringComparison.Ordinal));

        var library = Load(folder.Path);

        Assert.Equal(before, library.Find("topic/everything", Checked.Now)!.Own.Html);
        Assert.Contains(library.Findings(Checked.Now), f => f.File == "topic/everything.md" && f.Rule == Rules.UnknownKey);
    }

    /// <summary>Another text of the same length at the same time, which nobody but a test writes.</summary>
    private void ChangeUnseen(string file, string old, string other)
    {
        var written = File.GetLastWriteTimeUtc(folder.File(file));
        folder.Write(file, File.ReadAllText(folder.File(file)).Replace(old, other, StringComparison.Ordinal));
        File.SetLastWriteTimeUtc(folder.File(file), written);
    }

    private ContentLibrary Load(string content)
    {
        var loader = new ContentLoader(content, new Pack(kept.Path, isReadOnly: false));
        var library = loader.Load(Checked.Now);
        loader.Keep();
        return library;
    }

    /// <summary>All that a library knows of its files, to the last field.</summary>
    private static string Described(ContentLibrary library) => string.Join('\n', Loaded(library).SelectMany(f => Lines(f, (string)Value(f, "File")!)));

    private static IEnumerable<string> Lines(object? value, string path) => value switch
    {
        null => [$"{path} nothing"],
        string or Rule or Uri or ArticlePath or ValueType and not ITuple => [$"{path} {value}"],
        ArticleBody body => [$"{path} {body.Opening}", $"{path} {body.Sections}", $"{path} {string.Join('/', body.Headings)}", $"{path} {string.Join('/', body.Ids)}"],
        _ when value.GetType().GetMethod("Get", Type.EmptyTypes) is { } get => Lines(get.Invoke(value, null), path),
        IDictionary map => map.Keys.Cast<object>().OrderBy(k => k.ToString(), StringComparer.Ordinal).SelectMany(k => Lines(map[k], $"{path}/{k}")),
        IEnumerable all => all.Cast<object?>().SelectMany((one, i) => Lines(one, $"{path}/{i}")).Prepend($"{path} {all.Cast<object?>().Count()}"),
        _ => Fields(value.GetType()).SelectMany(field => Lines(field.GetValue(value), $"{path}/{field.Name}")),
    };

    private static IEnumerable<object> Loaded(ContentLibrary library) => ((IEnumerable)Value(library, "Loaded")!).Cast<object>();

    private static object? Value(object of, string property) => of.GetType().GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.GetValue(of);

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.Assembly == typeof(ContentLibrary).Assembly || typeof(ITuple).IsAssignableFrom(type)
            ? type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(f => f.FieldType != typeof(PackedBytes)).OrderBy(f => f.Name, StringComparer.Ordinal)
            : [];
}
