using RecoverySite.Content.Yaml;

namespace RecoverySite.Content.Search;

/// <summary><c>search.yml</c>: words that mean the same, and what is shown first to somebody who searches in need.</summary>
/// <param name="Synonyms">Groups; each member is one or several words.</param>
public sealed record SearchHelp(IReadOnlyList<IReadOnlyList<string>> Synonyms, IReadOnlyList<CrisisCard> Crisis)
{
    public static SearchHelp None { get; } = new([], []);

    internal static SearchHelp? Read(string text, Report report)
    {
        if (YamlMap.Parse(text, lineOffset: 0, report) is not { } yaml)
            return null;
        var synonyms = new List<IReadOnlyList<string>>();
        foreach (var group in yaml.PlacedTexts("synonyms"))
        {
            var members = group.Text.Split('=', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (members.Length < 2)
                report.Add(Rules.WrongValue, group.Line, group.Column, "Words that mean the same stand in one line with = between them: narcan = naloxone");
            synonyms.Add(members);
        }
        var crisis = yaml.Maps("crisis").Select(CrisisCard.Read).OfType<CrisisCard>().ToList();
        yaml.RefuseUnknownKeys();
        return report.HoldsPage ? null : new SearchHelp(synonyms, crisis);
    }
}

/// <summary>What stands above the results when the words searched for tell of danger.</summary>
/// <param name="IsEmergency">For help this minute; otherwise for help today.</param>
/// <param name="Lines">Crisis lines of <c>site.yml</c> to call, by the number as it is called there.</param>
/// <param name="Page">Path of the page that says more, or null.</param>
/// <param name="Phrases">Any of which shows the card: all of its words, in any order.</param>
public sealed record CrisisCard(string Heading, bool IsEmergency, IReadOnlyList<string> Steps, IReadOnlyList<string> Lines, string? Page, IReadOnlyList<string> Phrases)
{
    internal static IReadOnlyList<string> Urgencies { get; } = ["emergency", "urgent"];

    internal IReadOnlyDictionary<string, (int Line, int Column)> Places { get; init; } = new Dictionary<string, (int, int)>();

    internal static CrisisCard? Read(YamlMap yaml)
    {
        var heading = yaml.Text("heading", required: true, max: 65);
        var urgency = yaml.Choice("urgency", Urgencies);
        if (urgency is null && !yaml.Has("urgency"))
            yaml.Error("urgency", "\"urgency\" is missing. It is emergency, for help this minute, or urgent, for help today.", Rules.MissingKey);
        var steps = yaml.Texts("steps");
        var lines = yaml.Texts("call");
        if (lines.Count == 0)
            yaml.Error("call", "A card names at least one number to call, as it stands under crisis_lines in site.yml: call: [\"911\"]");
        var phrases = yaml.Texts("phrases");
        if (phrases.Count == 0)
            yaml.Error("phrases", "A card needs words that show it: phrases: [overdose, not breathing]");
        var card = new CrisisCard(heading ?? "", urgency == "emergency", steps, lines, yaml.Text("page"), phrases) { Places = yaml.Places() };
        yaml.RefuseUnknownKeys();
        return heading is null ? null : card;
    }
}
