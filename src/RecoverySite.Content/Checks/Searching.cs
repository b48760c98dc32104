using NodaTime;
using RecoverySite.Content.Loading;
using RecoverySite.Content.Search;

namespace RecoverySite.Content.Checks;

/// <summary>A card that a search shows to somebody in need names lines that <c>site.yml</c> has, and a page that is there.</summary>
internal static class Searching
{
    public static void Check(ContentLibrary library, Instant now, List<Finding> findings)
    {
        var lines = library.Site.CrisisLines.Select(l => l.Call).ToList();
        foreach (var card in library.SearchHelp.Crisis)
        {
            foreach (var unknown in card.Lines.Except(lines).Where(_ => library.IsWhole))
                Add(card, "call", Rules.UnknownDial, $"{unknown} is not called by any of the crisis_lines in site.yml. {Spelling.Advice(unknown, lines)}");
            if (card.Page is not null && library.Find(card.Page.TrimStart('/'), now) is null)
                Add(card, "page", Rules.BrokenLink, $"There is no public page at {card.Page}.");
        }

        void Add(CrisisCard card, string key, Rule rule, string message)
        {
            var (line, column) = card.Places.GetValueOrDefault(key, (1, 1));
            findings.Add(new Finding(FileReader.SearchFile, line, column, rule, rule.Severity, message));
        }
    }
}
