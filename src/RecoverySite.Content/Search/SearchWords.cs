using System.Globalization;
using System.Net;
using System.Text;

namespace RecoverySite.Content.Search;

/// <summary>A word in a text, as it is compared: lower case, without accents and apostrophes.</summary>
/// <param name="Start">Where it begins in the text as written.</param>
internal readonly record struct SearchWord(string Folded, int Start, int Length);

/// <summary>How text is taken apart for the search, in articles and in what is searched for alike.</summary>
internal static class SearchWords
{
    /// <summary>So common in questions that they tell articles apart no better than chance.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "a", "about", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for", "from", "get", "had", "has", "have", "he", "her", "him", "his", "how",
        "i", "if", "im", "in", "is", "it", "its", "ive", "like", "me", "mine", "my", "of", "on", "or", "our", "she", "should", "so", "some", "someone", "that", "the", "their", "them", "there", "they", "this", "to",
        "was", "we", "what", "whats", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
    };

    /// <summary>Turn a sentence into its opposite. Articles are not told apart by them, but a cry for help may be.</summary>
    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal) { "cannot", "cant", "didnt", "doesnt", "dont", "isnt", "never", "no", "not", "wont" };

    public static bool IsCommon(string word) => Common.Contains(word);

    public static bool IsNegation(string word) => Negations.Contains(word);

    /// <summary>Runs of letters and digits (Unicode categories L, M and N); an apostrophe inside one is passed over.</summary>
    public static IEnumerable<SearchWord> In(string text)
    {
        for (var at = 0; Next(text, ref at, out var start, out var length);)
            yield return new SearchWord(Fold(text.AsSpan(start, length)), start, length);
    }

    /// <summary>The next word from <paramref name="at"/> on, as in <see cref="In"/>; false when there is none.</summary>
    public static bool Next(string text, ref int at, out int start, out int length)
    {
        var i = at;
        while (i < text.Length && !IsPart(text[i]))
            i++;
        start = i;
        while (i < text.Length && (IsPart(text[i]) || (text[i] is '\'' or '’' && i + 1 < text.Length && char.IsLetter(text[i + 1]))))
            i++;
        length = i - start;
        at = i;
        return length > 0;
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || IsMark(c);

    private static bool IsMark(char c) => c > 0x7f && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>The word as it is compared.</summary>
    public static string Fold(ReadOnlySpan<char> word)
    {
        Span<char> folded = stackalloc char[Math.Min(word.Length, 256)];
        var length = 0;
        foreach (var c in word[..folded.Length])
        {
            if (c > 0x7f && c != '’')
                return FoldWide(word.ToString());
            if (c is not ('\'' or '’'))
                folded[length++] = char.ToLowerInvariant(c);
        }
        return folded[..length].ToString();
    }

    private static string FoldWide(string word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var c in word.Normalize(NormalizationForm.FormD))
        {
            if (c is not ('\'' or '’') && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
                folded.Append(char.ToLowerInvariant(c));
        }
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The words of a piece of rendered HTML, as a reader meets them; marks of footnotes are left out.</summary>
    public static string TextOf(string html)
    {
        var text = new StringBuilder(html.Length);
        for (var i = 0; i < html.Length; i++)
        {
            if (html[i] != '<')
            {
                var end = html.IndexOf('<', i) is >= 0 and var next ? next : html.Length;
                // Of the line breaks in the source, none that a reader would see is left.
                if (!(text.Length > 0 && text[^1] == '\n' && html.AsSpan(i, end - i).IsWhiteSpace()))
                    AppendDecoded(text, html.AsSpan(i, end - i));
                i = end - 1;
                continue;
            }
            var close = html.IndexOf('>', i);
            if (close < 0)
                break;
            var tag = html.AsSpan(i + 1, close - i - 1);
            if (tag.StartsWith("sup") && html.IndexOf("</sup>", close, StringComparison.Ordinal) is >= 0 and var after)
                close = after + "</sup>".Length - 1;
            else if (!IsWithinALine(tag.TrimStart('/')) && text.Length > 0 && text[^1] != '\n')
                text.Append('\n');
            i = close;
        }
        return text.ToString();
    }

    private static void AppendDecoded(StringBuilder text, ReadOnlySpan<char> html)
    {
        var from = text.Length;
        if (html.Contains('&'))
            text.Append(WebUtility.HtmlDecode(html.ToString()));
        else
            text.Append(html);
        text.Replace('\n', ' ', from, text.Length - from);
    }

    private static bool IsWithinALine(ReadOnlySpan<char> tag)
    {
        var name = tag.IndexOfAny(' ', '/') is >= 0 and var end ? tag[..end] : tag;
        return name is "a" or "abbr" or "code" or "em" or "span" or "strong" or "time" or "b" or "i";
    }
}
