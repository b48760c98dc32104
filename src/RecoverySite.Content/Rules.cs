namespace RecoverySite.Content;

/// <summary>One thing that is looked for. Its id is stable; <c>content/README.md</c> shows a bad and a good example of each.</summary>
/// <param name="Id">Family and number, as in <c>LANG001</c>.</param>
/// <param name="Severity">How grave a finding is unless the rule knows degrees.</param>
/// <param name="HoldsPage">
/// True when a file cannot be shown truthfully or safely with it: its last good version stays up. Such a rule looks at nothing
/// but the file itself, so that a version once good stays good whatever else changes.
/// </param>
/// <param name="About">What the rule asks for, in a few words.</param>
public sealed record Rule(string Id, Severity Severity, bool HoldsPage, string About)
{
    public string Family => Id[..^3];
}

/// <summary>Every rule there is.</summary>
public static class Rules
{
    private static readonly SortedDictionary<string, Rule> ById = new(StringComparer.Ordinal);

    public static readonly Rule Unreadable = Holds("META001", "a file can be read: UTF-8, at most 1 MB, no link to elsewhere");
    public static readonly Rule NoFrontMatter = Holds("META002", "a page begins with its front matter, in valid YAML");
    public static readonly Rule UnknownKey = Holds("META003", "every key is a known one");
    public static readonly Rule MissingKey = Holds("META004", "the needed keys are there");
    public static readonly Rule WrongValue = Holds("META005", "a value has the form that its key asks for");
    public static readonly Rule Dates = Holds("META006", "dates do not contradict each other");
    public static readonly Rule NoAddress = Holds("META007", "a file's place makes an address that is free");
    public static readonly Rule Alias = Error("META008", "an alias is an address that is free");
    public static readonly Rule UnknownPerson = Error("META009", "a reviewer or author has a file in people/");
    public static readonly Rule NoTopicPage = Error("META010", "a topic has a page of its own");
    public static readonly Rule FutureDate = Error("META011", "nothing was reviewed or updated in the future");
    public static readonly Rule SameTitle = Warning("META012", "no two pages have the same title");
    public static readonly Rule Unconfirmed = Error("META013", "what only the provider can say has been said (with --launch)");

    public static readonly Rule UnknownFile = Warning("META014", "every file is one that the site knows");
    public static readonly Rule UnknownTopic = Error("META015", "a topic that is named is a folder with a page of its own");

    public static readonly Rule SkippedLevel = Error("STRUCT001", "headings skip no level");
    public static readonly Rule SecondTitle = Holds("STRUCT002", "the title is the only first-level heading");
    public static readonly Rule EmptySection = Error("STRUCT003", "a heading has text below it");
    public static readonly Rule LongHeading = Warning("STRUCT004", "a heading has at most 65 characters");
    public static readonly Rule Capitals = Warning("STRUCT005", "words are not shouted in capitals");
    public static readonly Rule Container = Holds("STRUCT006", "a ::: block is of a known kind, has its heading and ends");
    public static readonly Rule ShortCode = Holds("STRUCT007", "a short code is a known one and stands in running text");
    public static readonly Rule RawHtml = Error("STRUCT008", "there is no HTML in the text");
    public static readonly Rule LintOk = Error("STRUCT009", "a lint-ok names a rule, gives a reason and is needed");
    public static readonly Rule HeadingId = Holds("STRUCT010", "a heading does not clash with a part of the page");
    public static readonly Rule TooComplex = Holds("STRUCT011", "a page can be taken apart");
    public static readonly Rule LostMark = Error("STRUCT012", "the marks of Markdown are seen as marks");
    public static readonly Rule FamilyVersion = Error("STRUCT013", "a version for families belongs to an article and says something of its own");

    public static readonly Rule BrokenLink = Error("LINK001", "a link leads to a page that exists");
    public static readonly Rule BrokenAnchor = Error("LINK002", "a link to a part leads to a heading that exists");
    public static readonly Rule LinkToHidden = Error("LINK003", "a link leads to a page that is public");
    public static readonly Rule LinkToAlias = Warning("LINK004", "a link leads to a page's present address");
    public static readonly Rule Orphan = Note("LINK005", "another page links to each article");
    public static readonly Rule UnsafeLink = Holds("LINK006", "a link is a web address, mailto, a known number or a path of this site");
    public static readonly Rule LostAddress = Error("LINK007", "an address that was public stays known");
    public static readonly Rule NotRecorded = Warning("LINK008", "a public address is in the ledger");
    public static readonly Rule LinkText = Warning("LINK009", "the words of a link say where it leads");

    public static readonly Rule UnknownNumber = Error("PHONE001", "every phone number in the text is in site.yml");
    public static readonly Rule TypedNumber = Error("PHONE002", "a number that site.yml names is not typed by hand");
    public static readonly Rule UnknownDial = Error("PHONE003", "a tel: or sms: link dials a number in site.yml");
    public static readonly Rule OtherNumberShown = Holds("PHONE004", "the number shown is the number dialed");

    public static readonly Rule TypedHours = Warning("HOURS001", "our hours are not typed by hand");
    public static readonly Rule BadHours = Holds("HOURS002", "opening hours are ranges that make sense");
    public static readonly Rule NoHoursForNextYear = Warning("HOURS003", "in November the next year's days that differ are known");

    public static readonly Rule Grade = Warning("READ001", "the text reads at grade 8 or below, a card at 6");
    public static readonly Rule LongSentence = Error("READ002", "a sentence has at most 25 words");
    public static readonly Rule LongParagraph = Warning("READ003", "a paragraph has at most 4 sentences");

    public static readonly Rule ReviewSoon = Note("REVIEW001", "the next review is more than 60 days away");
    public static readonly Rule ReviewOverdue = Warning("REVIEW002", "no review is overdue (an error with --launch)");
    public static readonly Rule ChangedSinceReview = Warning("REVIEW003", "the text is the one that was reviewed");
    public static readonly Rule NotReviewed = Error("REVIEW004", "a clinician has reviewed each article (with --launch)");

    public static readonly Rule NoOverdoseCard = Error("SAFE001", "an article about opioids says what to do in an overdose");
    public static readonly Rule NoWithdrawalCard = Error("SAFE002", "an article about stopping alcohol or benzodiazepines says not to stop suddenly");
    public static readonly Rule TwoEmergencies = Error("SAFE003", "a page has at most one emergency card");
    public static readonly Rule NoCrisisLine = Error("SAFE004", "a page that speaks of suicide names 988");

    public static readonly Rule Claim = Error("CLAIM001", "nothing is promised or praised");
    public static readonly Rule UnsourcedFigure = Error("CLAIM002", "a figure has a source");

    public static readonly Rule NoPicture = Error("IMG001", "a picture is a file in the content folder");
    public static readonly Rule NoAltText = Error("IMG002", "a picture is described in words, or marked as decorative");
    public static readonly Rule AltIsFileName = Error("IMG003", "a description says what the picture shows");
    public static readonly Rule HeavyPicture = Warning("IMG004", "a picture has at most 200 KB");

    public static readonly Rule ShareImage = Error("IMG005", "a share image is a png or jpg of 1200 by 630 pixels");
    public static readonly Rule NoShareImage = Note("IMG006", "an article has a picture for links to it");

    public static readonly Rule NoCaptions = Error("VID001", "a video has captions and a transcript");
    public static readonly Rule NoVideo = Error("VID002", "a video's files lie in the content folder");

    public static readonly Rule NamedByCondition = Error("LANG001", "a person is not named by a condition");
    public static readonly Rule NamedByAlcohol = Error("LANG002", "a person who drinks is not named by it");
    public static readonly Rule NamedByUse = Error("LANG003", "a person is not named by what they use");
    public static readonly Rule Abuse = Error("LANG004", "use and misuse are not called abuse");
    public static readonly Rule Habit = Error("LANG005", "a disorder is not a habit, vice or problem");
    public static readonly Rule CleanDirty = Error("LANG006", "nobody is clean or dirty");
    public static readonly Rule MedicineWords = Error("LANG007", "medication is treatment, not a substitute");
    public static readonly Rule Relapse = Note("LANG008", "a return to use is named without blame");
    public static readonly Rule FailedTreatment = Error("LANG009", "treatment falls short, not the person");
    public static readonly Rule Babies = Error("LANG010", "babies are not born addicted");
    public static readonly Rule Drama = Error("LANG011", "no drama: hooked, enslaved, rock bottom");
    public static readonly Rule Pity = Warning("LANG012", "no pity: suffering from, victim of");
    public static readonly Rule FamilyBlame = Error("LANG013", "families are not blamed");
    public static readonly Rule DiagnosisFirst = Error("LANG014", "a diagnosis does not stand for the person");
    public static readonly Rule Intoxication = Warning("LANG015", "medical words for intoxication");
    public static readonly Rule SuicideWords = Error("LANG016", "nobody commits suicide");
    public static readonly Rule Justice = Warning("LANG017", "person first in the justice system too");

    /// <summary>By id, in order.</summary>
    public static IReadOnlyDictionary<string, Rule> All => ById;

    private static Rule Holds(string id, string about) => Add(new Rule(id, Severity.Error, HoldsPage: true, about));

    private static Rule Error(string id, string about) => Add(new Rule(id, Severity.Error, HoldsPage: false, about));

    private static Rule Warning(string id, string about) => Add(new Rule(id, Severity.Warning, HoldsPage: false, about));

    private static Rule Note(string id, string about) => Add(new Rule(id, Severity.Note, HoldsPage: false, about));

    private static Rule Add(Rule rule)
    {
        ById.Add(rule.Id, rule);
        return rule;
    }
}
