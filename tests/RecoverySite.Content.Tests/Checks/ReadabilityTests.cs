using RecoverySite.Content.Checks;

namespace RecoverySite.Content.Tests.Checks;

public sealed class ReadabilityTests
{
    // The expected grades are those of the npm package text-readability 1.1.1, from its counts of words, sentences and syllables, not rounded.
    [Theory]
    [InlineData(0.73, "A craving is a strong urge to use. It rises and falls. You do not have to sit through it alone. Tell someone you trust what is going on. Ask them to stay with you for an hour.")]
    [InlineData(6.21, "Treatment begins with a conversation about your health and your history. A nurse measures your blood pressure and asks about the medicines that you take. Together you decide what should happen first. Most people can continue treatment while they live at home.")]
    [InlineData(14.50, "Researchers followed adults who had survived an overdose and compared those who received medication with those who did not. The investigators adjusted their estimates for age, income and previous hospital admissions. They concluded that continuous treatment was associated with considerably lower mortality throughout the following year.")]
    public void A_grade_is_within_half_a_grade_of_a_public_implementation(double expected, string text) =>
        Assert.InRange(Readability.Grade([text]), expected - 0.5, expected + 0.5);

    [Fact]
    public void The_name_of_a_drug_makes_no_text_harder() =>
        Assert.Equal(Readability.Grade(["The drug helps. Ask for drugs."]), Readability.Grade(["The buprenorphine helps. Ask for benzodiazepines."]));

    [Theory]
    [InlineData("We open at 9 a.m. Monday and close at 5 p.m. on Friday.", 1)]
    [InlineData("We open at 9 a.m. You can call.", 2)]
    [InlineData("Dr. Smith met Mrs. Jones in St. Paul.", 1)]
    [InlineData("Take it, e.g. with food. Then rest.", 2)]
    [InlineData("Give 0.5 mg. Wait 2.5 hours.", 2)]
    [InlineData("He asked: \"Can you stay?\" Then he left. \"Stop!\" he said. (It was late.)", 4)]
    [InlineData("No end mark here", 1)]
    [InlineData("", 0)]
    public void Sentences_end_where_a_reader_takes_a_breath(string text, int sentences) => Assert.Equal(sentences, Readability.Sentences(text).Count);

    [Theory]
    [InlineData("craving", 2)]
    [InlineData("withdrawal", 3)]
    [InlineData("overdose", 3)]
    [InlineData("safety", 2)]
    [InlineData("talked", 1)]
    [InlineData("needed", 2)]
    [InlineData("suicide", 3)]
    [InlineData("medicine", 3)]
    [InlineData("people", 2)]
    [InlineData("every", 2)]
    public void Syllables_are_counted_as_they_are_spoken(string word, int syllables) => Assert.Equal(syllables, Readability.Syllables(word));
}
