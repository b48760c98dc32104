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

    [Fact]
    public void What_stands_before_the_first_section_is_told_apart_from_the_sections()
    {
        var page = Page($"First.\n\n{Card}\n\n::: urgent Today\n## Within a card\n\nText.\n:::\n\n## Section\n\n::: family\nThat.\n:::\n\nMore.");

        Assert.StartsWith("<p>First.</p>", page.Own.Opening, StringComparison.Ordinal);
        Assert.EndsWith("</section>\n", page.Own.Opening, StringComparison.Ordinal);
        Assert.StartsWith("<h2 id=\"section\">", page.Own.Sections, StringComparison.Ordinal);
        Assert.Equal(["section"], page.Own.Headings.Select(h => h.Id));
    }

    [Fact]
    public void A_heading_keeps_its_address_whatever_the_other_version_says()
    {
        var page = Page("::: self\n## What helps?\n\nThis.\n:::\n\n::: family\n## What helps?\n\nThat.\n:::\n\n## Then\n\nLast.");

        Assert.Equal(["what-helps", "then"], page.Own.Headings.Select(h => h.Id));
        Assert.Equal(["what-helps", "then"], page.ForFamily!.Headings.Select(h => h.Id));
    }

    [Fact]
    public void A_heading_of_each_version_may_stand_above_words_for_both() =>
        Assert.DoesNotContain(Load("::: self\n## What can I do?\n:::\n\n::: family\n## What can I say?\n:::\n\nWords for both.").Findings, f => f.Rule.Family == "STRUCT");

    [Fact]
    public void A_note_belongs_to_the_version_in_which_it_is_written()
    {
        var page = Page("::: self\nYou.[^1]\n\n[^1]: The note.\n:::\n\n::: family\nThey.\n:::");

        Assert.Contains("The note.", page.Own.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("The note.", page.ForFamily!.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "::: self\nYou.\n:::", "only in an article with a version for families")]
    [InlineData(Family, ":::: urgent Today\n::: self\nYou.\n:::\n::::\n\n::: family\nThey.\n:::", "stands by itself")]
    [InlineData(Family, "::: family What to say\nThey.\n:::", "no heading on its first line")]
    [InlineData(Family, "::: self\nYou.\n\n## Part", "stands by itself")]
    public void What_would_confuse_the_two_is_refused(string extra, string body, string advice) =>
        Assert.Contains(Load(body, extra).Findings, f => f.Rule.HoldsPage && f.Message.Contains(advice, StringComparison.Ordinal));

    private const string Hard = "Discontinuation of opioid agonist medication without professional supervision considerably increases mortality.";

    // The title of the page stands on line 2 of the file, that of its version for families on line 6.
    [Theory]
    [InlineData(":::: self\n" + Card + "\n::::\n\n::: family\nThey.\n:::", "SAFE001", 6)]
    [InlineData(":::: family\n" + Card + "\n::::", "SAFE001", 2)]
    [InlineData("::: self\n## Empty\n:::\n\n::: family\nThey.\n:::", "STRUCT003", 12)]
    [InlineData("## Half\n\n::: family\nThey.\n:::", "STRUCT003", 11)]
    [InlineData("::: self\n## Mine\n\nWords.\n:::\n\n### Below\n\nWords.\n\n::: family\nThey.\n:::", "STRUCT001", 17)]
    [InlineData("::: self\nThoughts of suicide. Call [988](tel:988).\n:::\n\n::: family\nThoughts of suicide.\n:::", "SAFE004", 16)]
    [InlineData("::: family\n" + Hard + " " + Hard + " " + Hard + " " + Hard + "\n\n" + Hard + " " + Hard + " " + Hard + "\n\n" + Hard + " " + Hard + " " + Hard + " " + Hard + "\n:::", "READ001", 6)]
    [InlineData("Read [your part](#mine).\n\n::: self\n## Mine\n\nWords.\n:::\n\n::: family\nThey.\n:::", "LINK002", 11)]
    [InlineData("Words.", "STRUCT013", 6)]
    public void A_version_is_checked_by_itself(string body, string rule, int line) =>
        Assert.Contains(Load(body, Family + "\nsubstances: [heroin]").Findings, f => f.Rule.Id == rule && f.Line == line);

    [Fact]
    public void What_stands_in_both_versions_is_found_once() =>
        Assert.Single(Load("Addicts recover. Read [more of it](/topic/nothing).\n\n::: family\nThey.\n:::").Findings, f => f.Rule.Id == "LANG001");

    [Fact]
    public void One_decision_of_an_editor_covers_both_versions() =>
        Assert.DoesNotContain(Load("<!-- lint-ok LANG001: quoted with consent -->\n\nAddicts recover.\n\n<!-- lint-ok LANG006: quoted with consent -->\n\n::: self\nShe has been clean for two years.\n:::\n\n::: family\nThey.\n:::").Findings, f => f.Rule.Family == "LANG" || f.Rule.Id == "STRUCT009");

    [Theory]
    [InlineData("topic/index.md", "", "Only an article")]
    [InlineData("about.md", "", "Only an article")]
    [InlineData("topic/page.md", "\naudience: family", "for families already")]
    public void A_version_for_families_belongs_where_it_can_be_found(string file, string extra, string message)
    {
        using var folder = SampleContent.Folder();
        folder.Write(file, SampleContent.Page("A page", extra: Family + extra, body: "::: family\nThey.\n:::"));

        Assert.Contains(Checked.Load(folder.Path).Findings, f => f.Rule.Id == "STRUCT013" && f.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Two_pages_do_not_share_a_title_in_any_version()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page", extra: Family, body: "::: family\nThey.\n:::"));
        folder.Write("topic/other.md", SampleContent.Page("For families"));

        Assert.Contains(Checked.Load(folder.Path).Findings, f => f is { Rule.Id: "META012", File: "topic/page.md", Line: 6 });
    }

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
