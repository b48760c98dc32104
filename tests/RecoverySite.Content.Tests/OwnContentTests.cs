using System.Text.RegularExpressions;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests;

/// <summary>What our own articles promise their readers, beyond what the check asks of everybody's.</summary>
public sealed partial class OwnContentTests
{
    private static readonly Checked Own = Checked.Load(Repository.Content);

    private static string Text(Article page) => File.ReadAllText(Path.Combine(Repository.Content, page.File)).Split("---\n", 3)[2];

    public static TheoryData<string> Articles => [.. Own.Library.Articles(Checked.Now).Select(a => a.Path.Value)];

    private static Article Find(string path) => Own.Library.Find(path, Checked.Now)!;

    [Fact]
    public void There_are_fourteen_articles_or_more_and_each_topic_has_a_page() =>
        Assert.True(Own.Library.Articles(Checked.Now).Count() >= 14 && Own.Library.Topics(Checked.Now).Count() >= 8);

    [Theory]
    [MemberData(nameof(Articles))]
    public void An_article_has_its_sources_its_picture_for_links_and_between_500_and_1200_words_for_each_reader(string path)
    {
        var article = Find(path);

        Assert.True(article.Front.Sources.Count >= 3);
        Assert.NotNull(article.Front.ShareImage);
        foreach (var version in article.Versions)
            Assert.InRange(Word().Count(Tag().Replace(version.Html, " ")), 500, 1200);
    }

    [Theory]
    [MemberData(nameof(Articles))]
    public void An_article_leads_to_two_others_and_to_help_in_the_order_911_988_and_ours_last(string path)
    {
        foreach (var html in Find(path).Versions.Select(v => v.Html))
        {
            Assert.True(InnerLink().Matches(html).Select(m => m.Groups["path"].Value).Where(p => Own.Library.Find(p.Replace("/family", "", StringComparison.Ordinal), Checked.Now) is { Kind: ArticleKind.Article } other && other.Path.Value != path).Distinct().Count() >= 2, path);
            var (emergency, crisis, ours) = (html.IndexOf("tel:911", StringComparison.Ordinal), html.IndexOf("tel:988", StringComparison.Ordinal), html.IndexOf("tel:+1844", StringComparison.Ordinal));
            Assert.True(emergency >= 0 && crisis >= 0 && ours > emergency && ours > crisis, path);
        }
    }

    [Fact]
    public void The_steps_in_an_overdose_are_the_same_words_wherever_they_stand()
    {
        var cards = Own.Library.Articles(Checked.Now).Concat(Own.Library.Topics(Checked.Now))
            .SelectMany(a => EmergencyCard().Matches(Text(a)).Select(m => m.Value.Replace(" [More on overdose](/overdose/what-to-do).", "", StringComparison.Ordinal)))
            .ToList();

        Assert.True(cards.Count >= 16);
        Assert.Single(cards.Distinct());
        foreach (var step in new[] { "911", "naloxone", "breathe", "2 to 3 minutes", "on their side", "Stay with" })
            Assert.Contains(step, cards[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_examples_of_our_voice_stand_on_our_own_pages()
    {
        var voice = File.ReadAllText(Path.Combine(Repository.Content, "README.md")).Split("## How we write\n")[1].Split("\n## ")[0];
        var pages = string.Join('\n', Own.Library.Articles(Checked.Now).Select(Text)).ReplaceLineEndings(" ");
        var examples = Quoted().Matches(voice).Select(m => Bold().Replace(m.Groups["words"].Value, "")).ToList();

        Assert.True(examples.Count >= 4);
        foreach (var sentence in examples.SelectMany(e => e.Split(". ", StringSplitOptions.RemoveEmptyEntries)))
            Assert.Contains(sentence.Trim().TrimEnd('.'), pages, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"[\w'’-]+")]
    private static partial Regex Word();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("""href="/(?<path>[a-z0-9/-]+)""")]
    private static partial Regex InnerLink();

    [GeneratedRegex(@"^::: emergency .*?^:::$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex EmergencyCard();

    [GeneratedRegex("^> (?<words>.+)$", RegexOptions.Multiline)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\*\*.*?\*\* ?")]
    private static partial Regex Bold();
}
