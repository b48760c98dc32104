using System.Text.RegularExpressions;
using Markdig.Extensions.CustomContainers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>SAFE: what a page on a subject must say, because somebody may read nothing else that night.</summary>
internal static partial class Safety
{
    private static readonly string[] OpioidTags = ["buprenorphine", "fentanyl", "heroin", "methadone", "opioids"];
    private static readonly string[] SedativeTags = ["alcohol", "benzodiazepines"];

    public static void Check(CheckedPage page, Report report)
    {
        var emergencies = page.Body.Document.Descendants<CustomContainer>().Where(c => c.Info == "emergency").ToList();
        foreach (var second in emergencies.Skip(1))
        {
            var (line, column) = page.Source.At(second.Span.Start);
            report.Add(Rules.TwoEmergencies, line, column, "The page has an emergency card already. Two of them make people look past both: put the signs together, or write ::: urgent.");
        }

        var substances = page.Front?.Substances ?? [];
        var isArticle = page.Path?.Depth == 2;
        var subject = string.Join('\n', page.Passages.Where(p => p.Kind is PassageKind.Title or PassageKind.Summary or PassageKind.Heading).Select(p => p.Text));
        var everything = string.Join('\n', page.Passages.Select(p => p.Text));

        if (substances.Intersect(OpioidTags).Any() || (isArticle && Opioid().IsMatch(subject)))
        {
            var card = Words(page, p => p.Container == "emergency");
            if (!(card.Contains("911", StringComparison.Ordinal) || Dials(emergencies, "911")) || !Naloxone().IsMatch(card))
                At(page.Top, Rules.NoOverdoseCard, "The page is about opioids and has no ::: emergency card that says to call 911 and to give naloxone. Copy the one on overdose from another page.");
        }
        if ((substances.Intersect(SedativeTags).Any() || (isArticle && Sedative().IsMatch(subject))) && Stopping().IsMatch(everything))
        {
            var cards = Words(page, p => p.Container is "emergency" or "urgent");
            if (!Suddenly().IsMatch(cards) || !MedicalHelp().IsMatch(cards))
                At(page.Top, Rules.NoWithdrawalCard, "The page is about stopping alcohol or benzodiazepines, which can be deadly. It needs an ::: urgent or ::: emergency card that says not to stop suddenly and to talk to a doctor first.");
        }
        foreach (var passage in page.Passages)
        {
            if (Suicide().Match(passage.Text) is not { Success: true } match || Dials([page.Body.Document], "988"))
                continue;
            At(passage.At(match.Index), Rules.NoCrisisLine, "The page speaks of suicide and does not name 988. Add: call [988](tel:988) or [text 988](sms:988), at any time.");
            break;
        }

        void At((int Line, int Column) place, Rule rule, string message) => report.Add(rule, place.Line, place.Column, message);
    }

    private static string Words(CheckedPage page, Func<Passage, bool> where) => string.Join('\n', page.Body.Passages.Where(where).Select(p => p.Text));

    private static bool Dials(IEnumerable<MarkdownObject> parts, string number) =>
        parts.SelectMany(p => p.Descendants()).OfType<LinkInline>().Any(l => l.Url == "tel:" + number || l.Url == "sms:" + number);

    [GeneratedRegex(@"\b(?:heroin|fentanyl|opioids?|opiates?|oxycodone|hydrocodone|buprenorphine|methadone)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Opioid();

    [GeneratedRegex(@"\b(?:alcohol|drinking(?!\ (?:fountain|water))|benzodiazepines?|benzos?|valium|diazepam|xanax|alprazolam|ativan|lorazepam|klonopin|clonazepam)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Sedative();

    [GeneratedRegex(@"\b(?:withdrawal|detox\w*|(?:stop|quit|stopping|quitting) (?:drinking|taking|using|alcohol|valium|benzo\w*))\b", RegexOptions.IgnoreCase)]
    private static partial Regex Stopping();

    [GeneratedRegex(@"\b(?:naloxone|narcan)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Naloxone();

    [GeneratedRegex(@"\b(?:suddenly|all at once|cold turkey|at once)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Suddenly();

    [GeneratedRegex(@"\b(?:doctors?|prescribers?|nurses?|medical|clinicians?|health care)\b", RegexOptions.IgnoreCase)]
    private static partial Regex MedicalHelp();

    [GeneratedRegex(@"\bsuicid\w*|\bkill(?:ed|ing|s)? (?:my|your|him|her|them)sel(?:f|ves)\b|\bend(?:ing)? (?:my|your|his|her|their) (?:own )?li(?:fe|ves)\b|\bwant(?:s|ed|ing)? to die\b", RegexOptions.IgnoreCase)]
    private static partial Regex Suicide();
}
