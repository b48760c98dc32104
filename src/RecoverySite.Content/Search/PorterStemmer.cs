namespace RecoverySite.Content.Search;

/// <summary>
/// Cuts an English word down to what its forms have in common: "cravings" and "craved" to "crave". The result is a key and not
/// always a word. The algorithm of M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980), with the two departures of
/// his own published program ("bli" and "logi" in step 2).
/// </summary>
internal static class PorterStemmer
{
    private static readonly (string Suffix, string By)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
        ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"), ("logi", "log"),
    ];

    private static readonly (string Suffix, string By)[] Step3 = [("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

    private static readonly string[] Step4 = ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"];

    /// <param name="word">In lower case, letters from a to z; anything else comes back as it is.</param>
    public static string Stem(string word)
    {
        if (word.Length < 3 || word.AsSpan().ContainsAnyExceptInRange('a', 'z'))
            return word;
        word = Plural(word);
        word = PastOrProgressive(word);
        if (word.EndsWith('y') && HasVowel(word.AsSpan(0, word.Length - 1)))
            word = word[..^1] + "i";
        word = Replace(word, Step2);
        word = Replace(word, Step3);
        if (Longest(word, Step4) is { } suffix && Measure(word.AsSpan(0, word.Length - suffix.Length)) > 1 && (suffix != "ion" || word[^4] is 's' or 't'))
            word = word[..^suffix.Length];
        if (word.EndsWith('e') && word[..^1] is var bare && (Measure(bare) > 1 || (Measure(bare) == 1 && !EndsShort(bare))))
            word = bare;
        return word.EndsWith("ll", StringComparison.Ordinal) && Measure(word) > 1 ? word[..^1] : word;
    }

    private static string Plural(string word) => word switch
    {
        [.., 's', 's', 'e', 's'] or [.., 'i', 'e', 's'] => word[..^2],
        [.., 's', 's'] => word,
        [.., 's'] => word[..^1],
        _ => word,
    };

    private static string PastOrProgressive(string word)
    {
        if (word.EndsWith("eed", StringComparison.Ordinal))
            return Measure(word.AsSpan(0, word.Length - 3)) > 0 ? word[..^1] : word;
        var stem = word.EndsWith("ed", StringComparison.Ordinal) ? word[..^2] : word.EndsWith("ing", StringComparison.Ordinal) ? word[..^3] : null;
        if (stem is null || !HasVowel(stem))
            return word;
        return stem switch
        {
            [.., 'a', 't'] or [.., 'b', 'l'] or [.., 'i', 'z'] => stem + "e",
            [.., not ('l' or 's' or 'z')] when EndsDouble(stem) => stem[..^1],
            _ when Measure(stem) == 1 && EndsShort(stem) => stem + "e",
            _ => stem,
        };
    }

    private static string Replace(string word, (string Suffix, string By)[] rules)
    {
        (string Suffix, string By)? longest = null;
        foreach (var rule in rules)
        {
            if (rule.Suffix.Length > (longest?.Suffix.Length ?? 0) && word.EndsWith(rule.Suffix, StringComparison.Ordinal))
                longest = rule;
        }
        return longest is var (suffix, by) && word.AsSpan(0, word.Length - suffix.Length) is var stem && Measure(stem) > 0 ? string.Concat(stem, by) : word;
    }

    private static string? Longest(string word, string[] suffixes)
    {
        string? longest = null;
        foreach (var suffix in suffixes)
        {
            if (suffix.Length > (longest?.Length ?? 0) && word.EndsWith(suffix, StringComparison.Ordinal))
                longest = suffix;
        }
        return longest;
    }

    /// <summary>How often a run of vowels is followed by a run of consonants.</summary>
    private static int Measure(ReadOnlySpan<char> word)
    {
        var (measure, wasVowel) = (0, false);
        for (var i = 0; i < word.Length; i++)
        {
            var isVowel = IsVowel(word, i);
            if (wasVowel && !isVowel)
                measure++;
            wasVowel = isVowel;
        }
        return measure;
    }

    private static bool HasVowel(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (IsVowel(word, i))
                return true;
        }
        return false;
    }

    private static bool IsVowel(ReadOnlySpan<char> word, int i) => word[i] is 'a' or 'e' or 'i' or 'o' or 'u' || (word[i] == 'y' && i > 0 && !IsVowel(word, i - 1));

    private static bool EndsDouble(string word) => word.Length > 1 && word[^1] == word[^2] && !IsVowel(word, word.Length - 1);

    /// <summary>Consonant, vowel, consonant, as in "hop", and the last is no w, x or y.</summary>
    private static bool EndsShort(string word) =>
        word.Length > 2 && !IsVowel(word, word.Length - 3) && IsVowel(word, word.Length - 2) && !IsVowel(word, word.Length - 1) && word[^1] is not ('w' or 'x' or 'y');
}
