using System.Buffers;
using System.Text.RegularExpressions;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Checks;

/// <summary>
/// LANG: words that make people less willing to seek treatment, and what to write instead, after NIDA's "Words Matter" and the ONDCP's
/// "Changing the Language". Names stay as they are; the words of somebody who is named are noted and no more.
/// </summary>
internal static partial class Language
{
    /// <param name="Use">What to write instead.</param>
    /// <param name="NeedsSubject">True for words that mean something else where nobody speaks of drugs or alcohol.</param>
    /// <param name="Unless">What in the same paragraph shows that something else is meant.</param>
    private sealed record WordRule(Rule Rule, Regex Words, string Use, bool NeedsSubject = false, Regex? Unless = null);

    private static readonly WordRule[] WordRules =
    [
        new(Rules.NamedByCondition, Addict(), "write \"a person with a substance use disorder\", or \"a person in recovery\" for the past"),
        new(Rules.NamedByAlcohol, Alcoholic(), "write \"a person with an alcohol use disorder\""),
        new(Rules.NamedByUse, User(), "write \"people who use drugs\""),
        new(Rules.NamedByUse, BareUser(), "write \"people who use drugs\"", NeedsSubject: true, Unless: Computers()),
        new(Rules.Abuse, AbuseWords(), "write \"use\", \"misuse\" for a medicine, or \"substance use disorder\""),
        new(Rules.Habit, HabitWords(), "write \"substance use disorder\" or \"drug use\""),
        new(Rules.CleanDirty, CleanDirtyWords(), "write \"in recovery\" or \"not using\"; a test is \"negative\" or \"positive\""),
        new(Rules.MedicineWords, Replacement(), "write \"medication for opioid use disorder\" or \"methadone treatment\""),
        new(Rules.Relapse, RelapseWords(), "\"a return to use\" carries no blame"),
        new(Rules.FailedTreatment, Failure(), "write that the treatment did not help enough, or that the plan needs to change"),
        new(Rules.Babies, BabyWords(), "write \"a baby with withdrawal signs\", or \"born to a mother who used drugs in pregnancy\""),
        new(Rules.Drama, DramaWords(), "write \"has developed a use disorder\"; people can start treatment at any point"),
        new(Rules.Pity, PityWords(), "write \"has\" or \"lives with\""),
        new(Rules.FamilyBlame, FamilyWords(), "name what the person does, or write \"family member\"", NeedsSubject: true),
        new(Rules.DiagnosisFirst, DiagnosisWords(), "write \"a person with co-occurring disorders\" or \"a person with depression\""),
        new(Rules.Intoxication, HighWords(), "write \"using\", \"intoxicated\" or \"in withdrawal\"", NeedsSubject: true),
        new(Rules.SuicideWords, SuicideWords(), "write \"died by suicide\" or \"attempted suicide\""),
        new(Rules.Justice, JusticeWords(), "write \"a person in jail\" or \"a person in the justice system\""),
    ];

    /// <summary>Every match of every rule holds one of these, and most paragraphs hold none: they need not be looked at twice.</summary>
    private static readonly SearchValues<string> Stems = SearchValues.Create(
        [
            "abus", "addict", "afflicted", "alcoholic", "bab", "born", "clean", "convict", "dependen", "depressives", "dirty", "dope", "drunk", "enabl", "enslave",
            "ex-con", "felon", "fail", "grip", "habit", "head", "high", "hooked", "inmate", "junk", "mentally", "non-compl", "noncompl", "offender", "problem",
            "recreational", "relaps", "replacement", "rock bottom", "rock-bottom", "drinker", "misuser", "schizo", "strung", "struggl", "substitut", "suffer", "suicide", "tweak",
            "user", "vice", "victim", "wagon", "druggie", "drug den", "diagnosis", "assisted",
        ],
        StringComparison.OrdinalIgnoreCase);

    public static void Check(CheckedPage page, Report report)
    {
        foreach (var passage in page.Passages.Where(p => p.Text.AsSpan().ContainsAny(Stems) || p.Text.Contains("MAT", StringComparison.Ordinal)))
        {
            var text = Names().Replace(passage.Text, name => new string(Passage.Gap, name.Length));
            var isOnSubject = Subject().IsMatch(text);
            foreach (var rule in WordRules)
            {
                if ((rule.NeedsSubject && !isOnSubject) || rule.Unless?.IsMatch(text) == true)
                    continue;
                foreach (Match match in rule.Words.Matches(text))
                {
                    var (line, column) = passage.At(match.Index);
                    report.Add(rule.Rule, line, column, $"\"{match.Value}\": {rule.Use}.", passage.IsQuotation ? Severity.Note : null);
                }
            }
        }
    }

    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace;

    [GeneratedRegex(
        """
        \b(?:Alcoholics|Narcotics|Cocaine|Crystal\ Meth|Heroin|Marijuana|Methadone|Families)\ Anonymous\b
        | \b(?:Nar|Al)-Anon\b | \bAdult\ Children\ of\ Alcoholics\b
        | \bNational\ Institute\ (?:on|of)\ Drug\ Abuse\b | \bNational\ Institute\ (?:on|of)\ Alcohol\ Abuse\ and\ Alcoholism\b
        | \bSubstance\ Abuse\ and\ Mental\ Health(?:\ Services)?(?:\ Administration)?\b
        | \bDrug\ Abuse\ (?:Warning\ Network|Resistance\ Education)\b
        | \bJournal\ of\ Substance\ Abuse(?:\ Treatment)?\b | \bAlcoholism:\ Clinical\ and\ Experimental\ Research\b
        | \bComprehensive\ Drug\ Abuse\ Prevention\ and\ Control\ Act\b | \bControlled\ Substances\ Act\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Names();

    [GeneratedRegex(
        """
        \b(?:drugs?|narcotics?|alcohol(?:ic|ism)?|drink(?:s|ing)?|drank|addict\w*|substances?|opioids?|opiates?|heroin|meth|methamphetamine|cocaine|crack
        |fentanyl|overdos\w*|inject\w*|recovery|rehab|pills|sober|sobriety|detox|use\ disorders?)\b
        """, AnyCase)]
    private static partial Regex Subject();

    [GeneratedRegex(@"\b(?:web\w*|sites?|pages?|apps?|online|digital|search\w*|platforms?|content|tools?|data|software|computers?|screens?|click\w*|interfaces?|research|feedback|accounts?|services?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Computers();

    [GeneratedRegex(
        """
        \b(?:(?:non|ex)-)?(?:(?:drug|heroin|meth|opioid|opiate|crack|cocaine|pill|former|reformed|recovering)\ )?addicts?\b
        | \b(?:junkies?|tweakers?|meth[\ -]?heads?|crack[\ -]?heads?|pot[\ -]?heads?|druggies?|dope\ fiends?)\b
        """, AnyCase)]
    private static partial Regex Addict();

    [GeneratedRegex(
        """
        \balcoholics?\b(?!\ (?:drinks?|beverages?|hepatitis|liver|ketoacidosis|cirrhosis|neuropathy|content|cardiomyopathy))
        | \b(?:a|an|the|town)\ drunks?\b(?!\ driv) | \b(?:drunks|drunkards?)\b
        """, AnyCase)]
    private static partial Regex Alcoholic();

    [GeneratedRegex(
        """
        \b(?:drug|substance|heroin|meth|methamphetamine|opioid|opiate|cocaine|crack|fentanyl|alcohol|cannabis|marijuana|injection|intravenous|iv|recreational|benzo|pill)
        [-\ ](?:users?|abusers?|misusers?)\b | \babusers\b | \bproblem\ drinkers?\b | \bsubstance\ abuser\b | \brecreational\ (?:drug\ )?use\b
        """, AnyCase)]
    private static partial Regex User();

    [GeneratedRegex(
        """
        (?<!\b(?:drug|substance|heroin|meth|methamphetamine|opioid|opiate|cocaine|crack|fentanyl|alcohol|cannabis|marijuana|injection|intravenous|iv|recreational|benzo|pill
            |phone|website|internet|computer|wheelchair|service|road|library|reader)\ )
        \busers?\b(?!\ (?:of\ (?:this|the|our)\ (?:web)?site|guide|manual|name|account|interface|group)|-|'s\ (?:guide|manual))
        """, AnyCase)]
    private static partial Regex BareUser();

    [GeneratedRegex(
        """
        \b(?:drug|substance|alcohol|opioid|opiate|heroin|cocaine|meth|methamphetamine|prescription|medication|polysubstance|stimulant|benzodiazepine|tobacco|pill|polydrug)(?:\ drug)?[-\ ]abus(?:e|ing)\b
        | \babus(?:e|es|ed|ing)\ (?:of\ )?(?:(?:illegal|illicit|prescription|street|other|his|her|their|your|my|the)\ ){0,2}(?:drugs?|alcohol|substances?|opioids?|opiates?|heroin|cocaine|meth|methamphetamine|pills|medications?|medicines?|fentanyl|stimulants?|benzodiazepines?)\b
        | \bdrugs?\ of\ abuse\b
        """, AnyCase)]
    private static partial Regex AbuseWords();

    [GeneratedRegex(
        """
        \b(?:drug|heroin|meth|cocaine|opioid|crack|pill|drinking|dope|alcohol)\ (?:habits?|problems?|vices?)\b
        | \bkick(?:ed|ing|s)?\ (?:the|a|his|her|their|your)\ habit\b
        """, AnyCase)]
    private static partial Regex HabitWords();

    [GeneratedRegex(
        """
        \b(?:get|gets|got|getting|stay|stays|stayed|staying)\ clean\b(?!\ (?:water|air|clothes|needles|hands))
        | \b(?:am|is|are|was|were|been)\ (?:now\ )?clean\ (?:for\ (?:[0-9]|a|one|two|three|four|five|six|ten|many)|since|from\ (?:drugs|alcohol|heroin|opioids))
        | \b(?:been|is|am|are)\ clean\ (?:now|[0-9]+)\b | \bclean\ time\b
        | \bclean\ and\ sober\b | \b(?:clean|dirty)\ (?:urines?|drug\ (?:tests?|screens?)|urine\ (?:tests?|screens?|samples?))\b
        | \bfail(?:ed|s|ing)?\ (?:a|the|his|her|their|your)?\ ?(?:drug|urine)\ (?:tests?|screens?)\b
        """, AnyCase)]
    private static partial Regex CleanDirtyWords();

    [GeneratedRegex(
        """
        \b(?:opioid|opiate|drug|heroin|methadone)\ (?:substitution|replacement)(?:\ (?:therapy|treatment))?\b
        | (?<!\b(?:nicotine|hormone|fluid|enzyme|renal|kidney|estrogen|testosterone|opioid|opiate|drug|heroin|methadone)\ )\b(?:substitution|replacement)\ therapy\b
        | \bmedication[-\ ]assisted\ (?:treatment|therapy|recovery)\b | (?-i:\bMAT\b)
        """, AnyCase)]
    private static partial Regex Replacement();

    [GeneratedRegex(@"\brelaps(?:e|es|ed|ing)\b | \b(?:fell|fall|falls|falling|fallen)\ off\ the\ wagon\b", AnyCase)]
    private static partial Regex RelapseWords();

    [GeneratedRegex(@"\bfail(?:ed|s|ing)?\ (?:treatment|rehab|detox)\b | \btreatment\ failures?\b | \bnon-?complian(?:t|ce)\ (?:patients?|clients?|with\ (?:treatment|medication))", AnyCase)]
    private static partial Regex Failure();

    [GeneratedRegex(@"\b(?:addicted|drug|crack|meth|heroin|opioid-addicted|drug-addicted)\ (?:bab(?:y|ies)|newborns?|infants?)\b | \bborn\ addicted\b", AnyCase)]
    private static partial Regex BabyWords();

    [GeneratedRegex(@"\bhooked\ on\ (?:drugs?|heroin|meth|pills|opioids?|cocaine|crack|alcohol|fentanyl|painkillers?|it)\b | \bin\ the\ grips?\ of\ (?:addiction|drugs?|heroin|meth|alcohol|opioids?)\b | \benslaved?\ (?:by|to)\b | \brock[-\ ]bottom\b | \bdrug\ dens?\b", AnyCase)]
    private static partial Regex DramaWords();

    [GeneratedRegex(
        """
        \bsuffer(?:s|ed|ing)?\ (?:from|with)\ (?:an?\ |the\ )?(?:[\w-]+\ ){0,5}(?:addictions?|disorders?|dependence|alcoholism|depression|anxiety|illness(?:es)?|diseases?|PTSD)\b
        | \bvictims?\ of\ (?:addiction|drugs?|overdose|heroin|alcohol|opioids?|meth|substance)\b | \bafflicted\ (?:by|with)\b
        | \bstruggl(?:e|es|ed|ing)\ with\ (?:an?\ )?(?:[\w-]+\ ){0,2}(?:addictions?|drugs?|alcohol|heroin|opioids?|meth|use\ disorders?|substance\ use)\b
        """, AnyCase)]
    private static partial Regex PityWords();

    [GeneratedRegex(@"\benablers?\b | \bco-?dependen(?:t|ts|cy|ce)\b", AnyCase)]
    private static partial Regex FamilyWords();

    [GeneratedRegex(@"\bdual\ diagnosis\ (?:patients?|clients?|persons?|people)\b | \bmentally\ ill\b | \b(?:schizophrenics|depressives|a\ schizophrenic(?!\ (?:disorder|episode)))\b", AnyCase)]
    private static partial Regex DiagnosisWords();

    [GeneratedRegex(@"\b(?:get|gets|got|getting)\ high\b(?!\ (?:school|scores?|marks|blood|fever|on\ life)) | \bhigh\ on\ (?:drugs?|heroin|meth|pills|opioids?|cocaine|crack|fentanyl)\b | \bstrung[-\ ]out\b | \btweak(?:ing|ed)\b", AnyCase)]
    private static partial Regex HighWords();

    [GeneratedRegex(@"\bcommit(?:s|ted|ting)?\ suicide\b | \b(?:un)?successful\ suicides?\b | \bfailed\ suicide\b", AnyCase)]
    private static partial Regex SuicideWords();

    [GeneratedRegex(@"\b(?:inmates?|ex-cons?|convicts|a\ convict|felons?|(?:drug|repeat|first-time|criminal|ex)[-\ ]offenders?)\b", AnyCase)]
    private static partial Regex JusticeWords();
}
