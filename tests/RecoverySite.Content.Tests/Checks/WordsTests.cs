using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Checks;

/// <summary>Sentences from real pages that a rule should find, and neighbours of theirs that it should leave alone.</summary>
public sealed class WordsTests
{
    private static IReadOnlyList<Finding> Findings(string body)
    {
        using var folder = SampleContent.Folder(File.ReadAllText(Path.Combine(Repository.Content, "site.yml")));
        folder.Write("topic/page.md", SampleContent.Page("Page", body: body));
        var library = Checked.Load(folder.Path).Library;
        return [.. library.Findings(Checked.Now).Where(f => f.File == "topic/page.md")];
    }

    [Theory]
    [InlineData("LANG001", "Non-addicts feel it too.")]
    [InlineData("LANG001", "An addict’s brain changes.")]
    [InlineData("LANG002", "Drunks are often alone.")]
    [InlineData("LANG003", "Substance misusers come here.")]
    [InlineData("LANG003", "Some users inject heroin.")]
    [InlineData("LANG004", "The abuse of illicit drugs is common.")]
    [InlineData("LANG004", "Substance-abuse treatment helps.")]
    [InlineData("LANG004", "He was abusing his medication.")]
    [InlineData("LANG006", "He's been clean 5 years.")]
    [InlineData("LANG006", "Your urine was dirty, and you failed a drug test.")]
    [InlineData("LANG007", "Ask about MAT.")]
    [InlineData("LANG011", "She hit rock-bottom.")]
    [InlineData("LANG012", "People suffering from severe or life-threatening mental illness.")]
    [InlineData("LANG015", "He was high on heroin.")]
    [InlineData("LANG017", "Criminal offenders can apply.")]
    [InlineData("PHONE001", "Call 216-555-0123x12.")]
    [InlineData("PHONE001", "Call (216) 555-0123.")]
    [InlineData("PHONE001", "Call 216/555-0123.")]
    [InlineData("PHONE001", "Call 1-877-FTC-HELP.")]
    [InlineData("PHONE001", "Call 1-888-GI-BILL-1.")]
    [InlineData("PHONE001", "Call us at 311.")]
    [InlineData("PHONE001", "Text HOPE to 741741.")]
    [InlineData("PHONE001", "<p>Call 216-555-0123.</p>")]
    [InlineData("PHONE002", "Call 1-800-662-HELP.")]
    [InlineData("HOURS001", "Our line is open 8 a.m. to 9 p.m.")]
    [InlineData("CLAIM001", "Treatment at the leading rehab in Ohio.")]
    [InlineData("CLAIM001", "A painless detox.")]
    [InlineData("SAFE004", "His brother killed himself.")]
    public void A_rule_finds_what_it_is_for(string rule, string text) => Assert.Contains(Findings(text), f => f.Rule.Id == rule);

    [Theory]
    [InlineData("LANG001", "Addiction is a disorder, and some drugs are addictive.")]
    [InlineData("LANG002", "Alcoholic drinks, alcoholic hepatitis, and Alcoholics Anonymous.")]
    [InlineData("LANG003", "Website users can search our content on drugs.")]
    [InlineData("LANG003", "Phone users hear a menu.")]
    [InlineData("LANG004", "The Substance Abuse and Mental Health Services Administration, and child abuse.")]
    [InlineData("LANG006", "Clean water, and keep the wound clean.")]
    [InlineData("LANG007", "Nicotine replacement therapy can help.")]
    [InlineData("LANG010", "Drug stores sell things for babies.")]
    [InlineData("LANG013", "Two co-dependent modules.")]
    [InlineData("LANG015", "Getting high blood pressure checked.")]
    [InlineData("PHONE001", "Call 911 or 988.")]
    [InlineData("PHONE001", "In 2019, 23 of 100 people, at 1,234,567 places, on 2026-11-20.")]
    [InlineData("PHONE001", "PMC6590307 and 10.1001/jamapsychiatry.2022.1240.")]
    [InlineData("PHONE002", "Call [1-800-662-HELP](tel:+18006624357).")]
    [InlineData("PHONE004", "Call [1-800-662-HELP](tel:+18006624357) or [call 911](tel:911).")]
    [InlineData("HOURS001", "The study ran from 9 to 5 p.m. on one day.")]
    [InlineData("CLAIM001", "Treatment doesn't guarantee recovery, and there is no cure.")]
    [InlineData("CLAIM001", "The 21st Century Cures Act, and best practices in treatment programs.")]
    [InlineData("SAFE004", "It killed the pain.")]
    public void A_rule_leaves_its_neighbours_alone(string rule, string text) => Assert.DoesNotContain(Findings(text), f => f.Rule.Id == rule);

    [Fact]
    public void Another_kind_of_line_separator_moves_no_finding() =>
        Assert.Equal(10, Assert.Single(Findings("One\u2028two\u0085three.\n\nA junkie."), f => f.Rule == Rules.NamedByCondition).Line);
}
