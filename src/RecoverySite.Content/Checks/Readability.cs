using System.Collections.Frozen;
using System.Text.RegularExpressions;
using WordSet = System.Collections.Frozen.FrozenSet<string>.AlternateLookup<System.ReadOnlySpan<char>>;

namespace RecoverySite.Content.Checks;

/// <summary>
/// Flesch-Kincaid grade level (Kincaid et al. 1975): 0.39 words per sentence + 11.8 syllables per word - 15.59.
/// A hyphenated compound is one word, and all its parts are sounded. A group of digits is one syllable: a phone number is
/// not hard to read. Drug names count as "drug", because no plainer words for them exist.
/// </summary>
public static partial class Readability
{
    private const string EndMarks = ".!?…", Closers = "\"'”’)]", Openers = " \t\r\n\"'“‘([";

    private static readonly WordSet Titles = Set("dr mr mrs ms prof st vs e.g i.e");
    private static readonly WordSet BeforeNumber = Set("approx apr aug dec ext feb fig jan mar no nos nov oct p pp sept vol");

    // "9 a.m. We" ends a sentence, "9 a.m. Monday" does not: these words tell most of such pairs apart.
    private static readonly WordSet FirstWords = Set(
        "a after all an and as ask at but call do for he her here his how if in it its many most my no not on our she so some "
        + "that the their then there these they this those to we what when while who with you your");

    private static readonly string[] Suffixes = Split("ful less ly ment ness some");

    // Their last "e" stays silent inside a longer word: lifeline, safety, something.
    private static readonly string[] FirstParts = Split(
        "base care every file frame guide home house life like live lone make more name nine safe side some there time use where white whole");

    // What the rules get wrong, one row for each number of syllables. Plurals, "-ed" and "-ly" follow by rule.
    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Exceptions = new[]
    {
        "ache aches arent aisle werent",
        "acne argue bluish brilliant cafe canyon cashier chaos conscience doer embed evening every business forefront forehead giant hatred "
        + "headache headaches herpes hundred lawyer lion maybe naive naked people poem poet psyche reuse ruin sacred soldier someone wednesday whereas wicked",
        "aorta area arguing beloved businesses cereal chaotic element everyone fiance fiancee forensic forever heroic heroin idea ideal increment italian "
        + "linear massacre moreover museum nuclear nucleus parliament poetic poetry preamble recipe simile syncope theater vacuum wherever whoever",
        "apostrophe catastrophe coalition diabetes epitome european initiative marijuana medieval nevertheless nonetheless whatsoever",
        "enthusiasm",
    }.SelectMany((row, index) => Split(row).Select(word => KeyValuePair.Create(word, index + 1)))
    .ToFrozenDictionary().GetAlternateLookup<ReadOnlySpan<char>>();

    [GeneratedRegex("""
        \b(?:buprenorphine|methadone|naltrexone|naloxone|(?:meth)?amphetamine|benzodiazepine|diazepam|fentanyl|heroin|opioid|cocaine|
        oxycodone|hydrocodone|alprazolam|lorazepam|clonazepam|xylazine|valium|xanax|suboxone|narcan|vivitrol|sublocade|medetomidine|
        nitazene|tramadol|morphine|codeine|gabapentin|clonidine|lofexidine|disulfiram|acamprosate)(s?)\b
        """, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex DrugNames { get; }

    /// <summary>The grade of all paragraphs together; NaN where they have no words.</summary>
    public static double Grade(IEnumerable<string> paragraphs)
    {
        int sentences = 0, words = 0, syllables = 0;
        foreach (var text in paragraphs.Select(Plain))
        {
            var count = Count(text, sounds: true);
            sentences += count.Words == 0 ? 0 : Sentences(text).Count;
            words += count.Words;
            syllables += count.Syllables;
        }
        return words == 0 ? double.NaN : 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
    }

    // The capital stays, because it shows where a sentence begins.
    private static string Plain(string text) =>
        DrugNames.Replace(text, name => (char.IsUpper(name.ValueSpan[0]) ? "Drug" : "drug") + (name.Groups[1].Length > 0 ? "s" : ""));

    /// <summary>Runs of letters and digits; a compound with hyphens is one.</summary>
    public static int Words(ReadOnlySpan<char> text) => Count(text, sounds: false).Words;

    /// <summary>At least 1.</summary>
    public static int Syllables(string word) => Math.Max(1, Count(word, sounds: true).Syllables);

    /// <summary>Where each sentence begins and how many characters it has. A text without a full stop is one sentence.</summary>
    public static IReadOnlyList<(int Start, int Length)> Sentences(string text)
    {
        var sentences = new List<(int, int)>();
        text = text.TrimEnd();
        int start = 0, end = 0;
        while (start < text.Length)
        {
            while (end < text.Length && !EndMarks.Contains(text[end]))
                end++;
            var mark = end;
            while (end < text.Length && (EndMarks.Contains(text[end]) || Closers.Contains(text[end])))
                end++;
            if (!Ends(text.AsSpan(start, mark - start), text.AsSpan(mark, end - mark), text.AsSpan(end)))
                continue;
            var length = text.AsSpan(start, end - start).TrimStart().Length;
            sentences.Add((end - length, length));
            start = end;
        }
        return sentences;
    }

    private static bool Ends(ReadOnlySpan<char> before, ReadOnlySpan<char> marks, ReadOnlySpan<char> after)
    {
        var next = after.TrimStart(Openers);
        if (!next.IsEmpty && (!char.IsWhiteSpace(after[0]) || char.IsLower(next[0])))
            return false;
        if (next.IsEmpty || marks.ContainsAny('!', '?'))
            return true;
        var last = before[(before.LastIndexOfAny(' ', '\n') + 1)..].TrimStart(Openers);
        if (Titles.Contains(last) || (BeforeNumber.Contains(last) && char.IsDigit(next[0])))
            return false;
        var initials = last.Length == 2 * last.Count('.') + 1 && char.IsLetter(last[0]) && last is not "I";
        var ellipsis = marks.TrimEnd(Closers) is [.., '…'] or [.., '.', '.'];
        var length = next.IndexOfAny(" ,'’");
        return !(initials || ellipsis) || FirstWords.Contains(length < 0 ? next : next[..length]);
    }

    private static (int Words, int Syllables) Count(ReadOnlySpan<char> text, bool sounds)
    {
        Span<char> part = stackalloc char[64];
        int words = 0, syllables = 0, length = 0;
        var inWord = false;
        for (var i = 0; i <= text.Length; i++)
        {
            var sign = At(text, i);
            var counts = char.IsLetterOrDigit(sign);
            words += counts && !inWord ? 1 : 0;
            inWord = counts || (inWord && !char.IsWhiteSpace(sign) && sign is not ('–' or '—') && !(sign == '-' && At(text, i + 1) == '-'));

            if (!sounds)
                continue;
            if (char.IsLetter(sign) && length < part.Length)
                part[length++] = char.ToLowerInvariant(sign);
            else if (length > 0 && sign is not ('\'' or '’'))
            {
                syllables += Sounds(part[..length]);
                length = 0;
            }
            syllables += char.IsDigit(sign) && !char.IsDigit(At(text, i - 1)) ? 1 : 0;
        }
        return (words, syllables);
    }

    private static int Sounds(ReadOnlySpan<char> word)
    {
        if (Exceptions.TryGetValue(word, out var known))
            return known;
        var sounded = word is [.., 'c' or 'g' or 's' or 'x' or 'z', 'e', 's'] or [_, .., 'c' or 's', 'h', 'e', 's'] or [_, .., 'd' or 't', 'e', 'd'];
        if (word is [_, _, .., not 's', 's'] or [_, .., 'e', 'd'])
            return Sounds(word[..^1]) + (sounded ? 1 : 0);
        var count = Vowels(word) + (word is [.., 's', 'm'] or [.., 't', 'h', 'm'] or [_, .., 'd' or 's', 'n', 't'] ? 1 : 0);
        if (count < 2)
            return 1;
        foreach (var suffix in Suffixes)
        {
            if (word.EndsWith(suffix) && word.Length > suffix.Length + 1 && Vowels(word[..^suffix.Length]) > 0)
                return Sounds(word[..^suffix.Length]) + 1;
        }
        foreach (var part in FirstParts)
        {
            if (word.StartsWith(part) && !IsVowel(word, part.Length) && Vowels(word[part.Length..]) > 0)
                return Sounds(part) + Sounds(word[part.Length..]);
        }
        var silent = word[^1] == 'e' && !IsVowel(word, word.Length - 2) && !(word[^2] == 'l' && "bcdfgkpstxz".Contains(word[^3]));
        return silent ? count - 1 : count;
    }

    private static int Vowels(ReadOnlySpan<char> word)
    {
        var count = 0;
        for (var i = 0; i < word.Length; i++)
            count += IsVowel(word, i) && (!IsVowel(word, i - 1) || Parts(word, i)) ? 1 : 0;
        return count;
    }

    private static bool IsVowel(ReadOnlySpan<char> word, int index) => At(word, index) switch
    {
        'y' => !"aeiou".Contains(At(word, index + 1)) || !"aeiou ".Contains(At(word, index - 1)),
        'u' => At(word, index - 1) != 'q' && !(At(word, index - 1) == 'g' && "aei".Contains(At(word, index + 1))),
        var letter => "aeioàáâäåæèéêëìíîïòóôöøùúûü".Contains(letter),
    };

    // Whether the vowel begins a syllable of its own although a vowel stands before it.
    private static bool Parts(ReadOnlySpan<char> word, int index)
    {
        var rest = word[(index + 1)..];
        char before = At(word, index - 2), next = At(word, index + 1);
        return (word[index - 1], word[index]) switch
        {
            (_, 'i') when rest is "ng" => true,
            ('i', 'a') => before is not ('c' or 'g' or 's' or 't') || next == 't' || rest is "lity",
            ('i', 'e') => next == 't' || (index > 3 && rest is "r" or "st")
                || (rest is ['n', 'c' or 't', ..] && (before is not ('c' or 't') || At(word, index - 3) == 's')),
            ('i', 'o') => (before, next) is not (('c' or 'g' or 's' or 't' or 'x', 'n' or 'u') or ('h' or 'l' or 'n', 'n') or ('n' or 'v', 'r')),
            ('e', 'a') => (index > 3 && next == ' ') || (word[..index].EndsWith("cre") && rest is ['t', not 'u', ..])
                || (index == 2 && before == 'r' && (rest is ['c', 't', ..] or ['l', 'i', ..] || next == At(word, index + 2))),
            ('e', 'i') => index == 2 && before == 'r' && rest is ['m' or 'n', _, ..],
            ('e', 'o') => before is not ('c' or 'g') || (index == 2 && next != 'r'),
            ('o', 'a') => rest is ['c', 't', ..],
            ('o', 'e' or 'o' or 'i') => index == 2 && before == 'c' && rest is ['p', 'e', ..] or ['r', 'd', ..] or ['x', ..] or ['n', 'c' or 's', ..],
            ('u', 'a') => before != 's' || next != 'd',
            ('u', 'e') => next is 'l' or 'n' or 'r' or 't',
            ('u', 'i') => next is 'd' or 'n' || rest is ['t', 'y'] or ['t', 'i', 'o' or 'v', ..] || (before == 's' && next == 'c'),
            ('i', 'u') or ('u', 'o') => true,
            ('y', _) => rest.Length > 0 || word[index] != 'e',
            _ => false,
        };
    }

    private static char At(ReadOnlySpan<char> text, int index) => (uint)index < (uint)text.Length ? text[index] : ' ';
    private static string[] Split(string words) => words.Split(' ');
    private static WordSet Set(string words) => Split(words).ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
