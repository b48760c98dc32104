using RecoverySite.Content.Search;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Search;

public sealed class SearchIndexTests
{
    private const string Help = """
        synonyms:
          - naloxone = narcan
          - withdrawal = cold turkey
        crisis:
          - heading: Thoughts of dying
            urgency: urgent
            call: ["911"]
            phrases: [want to die, don't want to live]
          - heading: An overdose
            urgency: emergency
            call: ["911"]
            steps: [Call.]
            page: /topic/naloxone
            phrases: [overdose, not breathing]
        """;

    private static SearchAnswer Search(string query, bool asTyped = false, params (string File, string Text)[] more)
    {
        using var folder = SampleContent.Folder();
        folder.Write("search.yml", Help);
        folder.Write("topic/naloxone.md", SampleContent.Page("Naloxone at home", body: "It can be given by anybody. Fentanyl may be there.\n\n## Where it lies\n\nBeside the door."));
        folder.Write("topic/withdrawal.md", SampleContent.Page("Withdrawal", body: "The first days without. Dr. Andrés wrote it; it isn’t long."));
        folder.Write("topic/sleep.md", SampleContent.Page("Sleep", body: "Sleeping comes back in the first weeks, door or no door."));
        foreach (var (file, text) in more)
            folder.Write(file, text);
        return new SearchIndex(Checked.Load(folder.Path).Library, default).Search(query, Checked.Now, asTyped);
    }

    private static string[] Found(string query, params (string File, string Text)[] more) => [.. Search(query, more: more).Hits.Select(h => h.Version.Url)];

    [Theory]
    [InlineData("sleep", "/topic/sleep")]
    [InlineData("SLEEPS", "/topic/sleep")]
    [InlineData("naloxone home", "/topic/naloxone")]
    [InlineData("andres", "/topic/withdrawal")]
    [InlineData("Andre\u0301s", "/topic/withdrawal")]
    [InlineData("isn't long", "/topic/withdrawal")]
    public void A_word_is_found_in_any_of_its_forms(string query, string url) => Assert.Equal(url, Found(query)[0]);

    [Fact]
    public void A_word_in_the_title_counts_more_than_one_in_the_text() => Assert.Equal(["/topic/naloxone", "/topic/other"], Found("naloxone", ("topic/other.md", SampleContent.Page("Other", body: "Naloxone naloxone naloxone."))));

    [Theory]
    [InlineData("narcan", "/topic/naloxone")]
    [InlineData("going cold turkey", "/topic/withdrawal")]
    public void Words_that_mean_the_same_find_the_same(string query, string url) => Assert.Equal(url, Found(query)[0]);

    [Theory]
    [InlineData("naloxnoe", "naloxone")]
    [InlineData("fentynal", "fentanyl")]
    [InlineData("withdrawl first", "withdrawal first")]
    [InlineData("Narcaan, please", "narcan, please")]
    public void A_word_that_stands_nowhere_is_read_as_the_nearest_one_that_does(string query, string corrected)
    {
        var answer = Search(query);

        Assert.Equal(corrected, answer.Corrected);
        Assert.NotEmpty(answer.Hits);
    }

    [Theory]
    [InlineData("sleep")]
    [InlineData("zong")]
    [InlineData("slep")]
    [InlineData("daxoneloxo")]
    public void A_word_that_is_there_or_short_or_like_nothing_is_left_alone(string query) => Assert.Null(Search(query).Corrected);

    [Fact]
    public void Whoever_insists_on_their_spelling_finds_what_it_finds()
    {
        var answer = Search("naloxnoe", asTyped: true);

        Assert.Null(answer.Corrected);
        Assert.Empty(answer.Hits);
    }

    [Fact]
    public void A_page_that_has_one_word_of_a_long_question_by_chance_is_left_out() =>
        Assert.DoesNotContain("/topic/sleep", Found("naloxone beside door given anybody"));

    [Fact]
    public void What_is_not_public_is_found_by_nobody() =>
        Assert.Empty(Found("unicorn", ("topic/draft.md", SampleContent.Page("Unicorn", extra: "draft: true")), ("topic/later.md", SampleContent.Page("Unicorns", publish: "2026-12-24")), ("topic/past.md", SampleContent.Page("Old unicorn", extra: "expires: 2026-11-20"))));

    [Fact]
    public void A_page_is_found_once_in_the_version_that_answers()
    {
        var page = ("topic/talk.md", SampleContent.Page("Talking", extra: "family: { title: When they will not talk, summary: What you can say to somebody whom you love and who does not want to talk. }", body: "Both.\n\n::: self\nGiraffe.\n:::\n\n::: family\nZebra and more of zebra.\n:::"));

        Assert.Equal(["/topic/talk"], Found("giraffe", page));
        Assert.Equal(["/topic/talk/family"], Found("zebra", page));
        Assert.Equal(["/topic/talk"], Found("both", page));
    }

    [Theory]
    [InlineData("overdose", "An overdose")]
    [InlineData("he overdozed??", "An overdose")]
    [InlineData("she is NOT BREATHING", "An overdose")]
    [InlineData("I don't want to live anymore", "Thoughts of dying")]
    [InlineData("dont want to live", "Thoughts of dying")]
    [InlineData("took an overdose, want to die", "An overdose,Thoughts of dying")]
    [InlineData("breathing exercises", "")]
    [InlineData("where to live", "")]
    [InlineData("", "")]
    public void A_cry_for_help_brings_its_card_the_most_urgent_first(string query, string headings) =>
        Assert.Equal(headings, string.Join(',', Search(query).Crisis.Select(c => c.Heading)));

    [Theory]
    [InlineData("")]
    [InlineData("  \t ")]
    [InlineData("!!! ???")]
    [InlineData("\0\uFFFF\uD800")]
    [InlineData("👩‍👩‍👧")]
    public void What_holds_no_word_finds_nothing_and_breaks_nothing(string query) => Assert.Empty(Search(query).Hits);

    [Fact]
    public void What_is_far_too_long_is_cut()
    {
        var answer = Search(new string('x', 5000) + " naloxone");

        Assert.Equal(SearchIndex.LongestQuery, answer.Query.Length);
        Assert.Empty(answer.Hits);
    }

    [Fact]
    public void Who_you_are_can_be_asked_in_common_words_alone() => Assert.Equal("/topic/who", Found("who are you", ("topic/who.md", SampleContent.Page("Who we are", body: "Are you asking who you are with?")))[0]);

    [Fact]
    public void An_excerpt_marks_what_was_searched_for_and_is_the_text_as_written()
    {
        var answer = Search("doors anybody");
        var parts = Excerpt.Of(answer.Hits[0].Version, answer.Words);

        Assert.Equal(["anybody", "door"], parts.Where(p => p.IsMatch).Select(p => p.Text));
        Assert.Equal("It can be given by anybody. Fentanyl may be there. Where it lies Beside the door.", string.Concat(parts.Select(p => p.Text)).Trim());
    }

    [Theory]
    [InlineData("synonyms: [naloxone]", "search.yml:1:12")]
    [InlineData("crisis:\n  - { heading: Help, urgency: urgent, call: [\"912\"], phrases: [help] }", "search.yml:2:")]
    [InlineData("crisis:\n  - { heading: Help, urgency: urgent, call: [\"911\"], phrases: [help], page: /topic/nowhere }", "search.yml:2:")]
    [InlineData("crisis:\n  - { heading: Help, call: [\"911\"], phrases: [help] }", "search.yml:2:")]
    [InlineData("crisis:\n  - { heading: Help, urgency: urgent, phrases: [help] }", "search.yml:2:")]
    [InlineData("crisis:\n  - { heading: Help, urgency: urgent, call: [\"911\"] }", "search.yml:2:")]
    [InlineData("synonims: []", "search.yml:1:1")]
    public void A_mistake_in_the_file_is_named_with_its_place(string text, string place)
    {
        using var folder = SampleContent.Folder();
        folder.Write("search.yml", text);

        Assert.StartsWith(place, Assert.Single(Checked.Load(folder.Path).Findings, f => f.File == "search.yml").ToString(), StringComparison.Ordinal);
    }

    /// <summary>Examples of Porter's paper, of each step one or two.</summary>
    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "pony")]
    [InlineData("plastered", "plaster")]
    [InlineData("hopping", "hops")]
    [InlineData("filing", "files")]
    [InlineData("happiness", "happy")]
    [InlineData("relational", "relate")]
    [InlineData("triplicate", "triplicates")]
    [InlineData("hopefulness", "hopeful")]
    [InlineData("revival", "revive")]
    [InlineData("adoption", "adopted")]
    [InlineData("controlling", "control")]
    public void The_forms_of_a_word_are_one_word(string written, string searched) =>
        Assert.Equal(["/topic/word"], Search(searched, asTyped: true, ("topic/word.md", SampleContent.Page("A word", body: written))).Hits.Select(h => h.Version.Url));
}
