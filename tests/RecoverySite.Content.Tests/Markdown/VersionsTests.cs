using NodaTime;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Markdown;

/// <summary>One article for two readers: whoever reads it for themselves, and whoever worries about somebody.</summary>
public sealed class VersionsTests
{
    private const string Family = "family:\n  title: For families\n  summary: What stands here for those who worry about somebody, in other words.";

    private const string Card = "::: emergency Call 911\nGive naloxone. Call [911](tel:911).\n:::";

    private static Checked Load(string body, string extra = Family)
    {
        using var folder = SampleContent.Folder(File.ReadAllText(Path.Combine(Repository.Content, "site.yml")));
        folder.Write("topic/page.md", SampleContent.Page("Page", extra: extra, body: body));
        return Checked.Load(folder.Path);
    }

    private static Article Page(string body) => Load(body).Library.Find("topic/page", Instant.MaxValue)!;

    [Fact]
    public void Each_reader_sees_what_is_for_both_and_what_is_for_them_alone()
    {
        var page = Page("First.\n\n::: self\nYou.\n:::\n\n::: family\nThey.\n:::\n\n## Both\n\nLast.");

        Assert.Equal("<p>First.</p>\n<p>You.</p>\n<h2 id=\"both\">Both</h2>\n<p>Last.</p>\n", page.Own.Html);
        Assert.Equal("<p>First.</p>\n<p>They.</p>\n<h2 id=\"both\">Both</h2>\n<p>Last.</p>\n", page.ForFamily!.Html);
        Assert.Equal(("/topic/page", "Page"), (page.Own.Url, page.Own.Title));
        Assert.Equal(("/topic/page/family", "For families"), (page.ForFamily.Url, page.ForFamily.Title));
    }

    [Fact]
    public void Each_version_lists_its_own_sections()
    {
        var page = Page("::: self\n## What can I do?\n\nThis.\n:::\n\n::: family\n## What can I say?\n\nThat.\n:::\n\n## Both\n\nLast.");

        Assert.Equal(["what-can-i-do", "both"], page.Own.Headings.Select(h => h.Id));
        Assert.Equal(["what-can-i-say", "both"], page.ForFamily!.Headings.Select(h => h.Id));
    }

    [Fact]
    public void An_emergency_card_is_a_section_by_itself_and_listed_as_one() =>
        Assert.Equal(
            [("what-is-it", "What is it?"), ("site-emergency", "Emergency: Call 911"), ("what-helps", "What helps?")],
            Page($"## What is it?\n\nThis.\n\n{Card}\n\n## What helps?\n\n::: family\nThat.\n:::\n\nMore.").Own.Headings.Select(h => (h.Id, h.Text)));

    [Fact]
    public void Without_a_version_for_families_their_block_is_a_box_that_everybody_sees()
    {
        var page = Load("::: family\nThey.\n:::", extra: "").Library.Find("topic/page", Instant.MaxValue)!;

        Assert.Contains("<section class=\"card family\">", page.Own.Html, StringComparison.Ordinal);
        Assert.Null(page.ForFamily);
    }

    [Theory]
    [InlineData("", "::: self\nYou.\n:::", "stands only on a page that has a version for families")]
    [InlineData(Family, "::: family What to say\nThey.\n:::", "no heading on its first line")]
    [InlineData(Family, ":::: urgent Today\n::: family\nThey.\n:::\n::::", "stands by itself")]
    [InlineData(Family, "::: family\nThey.[^1]\n:::\n\n[^1]: The note.", "Say it in the sentence")]
    public void What_would_confuse_the_two_is_refused(string extra, string body, string advice) =>
        Assert.Contains(Load(body, extra).Findings, f => f.Rule.HoldsPage && f.Message.Contains(advice, StringComparison.Ordinal));

    [Theory]
    [InlineData(Family + "\nsubstances: [heroin]", "::: self\n" + "Words.\n:::\n\n:::: self\n" + Card + "\n::::\n\n::: family\nThey.\n:::", "SAFE001", "The version for families is about opioids")]
    [InlineData(Family + "\nsubstances: [heroin]", ":::: family\n" + Card + "\n::::", "SAFE001", "The page is about opioids")]
    [InlineData(Family, "::: self\n## Empty\n:::\n\n::: family\nThey.\n:::", "STRUCT003", "nothing below")]
    [InlineData(Family, "## Half\n\n::: family\nThey.\n:::", "STRUCT003", "nothing below")]
    [InlineData(Family, "::: self\nThoughts of suicide. Call [988](tel:988).\n:::\n\n::: family\nThoughts of suicide.\n:::", "SAFE004", "The version for families speaks of suicide")]
    [InlineData(Family, "Words.", "STRUCT013", "says nothing of its own")]
    public void A_version_is_checked_by_itself(string extra, string body, string rule, string message) =>
        Assert.Contains(message, Assert.Single(Load(body, extra).Findings, f => f.Rule.Id == rule).Message, StringComparison.Ordinal);

    [Fact]
    public void A_card_in_each_version_is_one_card_for_each_reader() =>
        Assert.DoesNotContain(Load($":::: self\n{Card}\n::::\n\n:::: family\n{Card}\n::::").Findings, f => f.Rule.Id is "SAFE003");

    [Theory]
    [InlineData("/topic/page/family", null)]
    [InlineData("/topic/page/family#what-can-i-say", null)]
    [InlineData("/topic/page#what-can-i-say", "LINK002")]
    [InlineData("/topic/page/family#what-can-i-do", "LINK002")]
    [InlineData("/topic/plain/family", "LINK004")]
    [InlineData("/topic/nothing/family", "LINK001")]
    public void A_link_can_lead_to_the_version_for_families(string url, string? rule)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page", extra: Family, body: "::: self\n## What can I do?\n\nThis.\n:::\n\n::: family\n## What can I say?\n\nThat.\n:::"));
        folder.Write("topic/plain.md", SampleContent.Page("Plain"));
        folder.Write("topic/from.md", SampleContent.Page("From", body: $"Read [what to say to them]({url})."));

        Assert.Equal(rule, Checked.Load(folder.Path).Findings.SingleOrDefault(f => f.File == "topic/from.md" && f.Rule.Family == "LINK" && f.Rule.Id != "LINK005")?.Rule.Id);
    }
}
