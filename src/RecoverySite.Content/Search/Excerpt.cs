namespace RecoverySite.Content.Search;

/// <param name="IsMatch">True for a word that was searched for.</param>
public sealed record ExcerptPart(string Text, bool IsMatch);

/// <summary>What of a text answers a search, in parts, so that a page can mark the matches and escape all of it.</summary>
public static class Excerpt
{
    private const int MostWords = 32;

    /// <summary>The whole text.</summary>
    /// <param name="words">Stems, as in <see cref="SearchAnswer.Words"/>.</param>
    public static IReadOnlyList<ExcerptPart> Of(string text, IReadOnlySet<string> words) => Parts(text, 0, text.Length, words);

    /// <summary>The summary, or a stretch of the body with an ellipsis where it was cut, whichever holds more of the words.</summary>
    public static IReadOnlyList<ExcerptPart> Of(ArticleVersion version, IReadOnlySet<string> words)
    {
        var inSummary = Matches(version.Summary, words).Select(m => m.Stem).Distinct().Count();
        var body = SearchWords.TextOf(version.Html);
        var all = SearchWords.In(body).ToList();
        var (best, bestCount) = (-1, inSummary);
        var isMatch = all.ConvertAll(w => Match(w, words));
        for (var i = 0; i < all.Count; i++)
        {
            // A stretch that begins a little before a match is read more easily than one that begins with it.
            if (isMatch[i] is not null && isMatch.Skip(i).Take(MostWords - 6).OfType<string>().Distinct().Count() is var count && count > bestCount)
                (best, bestCount) = (i, count);
        }
        if (best < 0)
            return Of(version.Summary, words);
        var first = Math.Max(0, best - 6);
        // Not across the end of a paragraph or a heading.
        while (first < best && body.AsSpan(all[first].Start, all[best].Start - all[first].Start).Contains('\n'))
            first++;
        var last = Math.Min(all.Count - 1, first + MostWords - 1);
        var end = last == all.Count - 1 ? body.TrimEnd().Length : all[last].Start + all[last].Length;
        List<ExcerptPart> parts = [.. Parts(body, all[first].Start, end, words)];
        if (first > 0 && body.LastIndexOf('\n', all[first].Start) < all[first - 1].Start)
            parts.Insert(0, new("… ", IsMatch: false));
        if (last < all.Count - 1)
            parts.Add(new(" …", IsMatch: false));
        return parts;
    }

    private static IEnumerable<(SearchWord Word, string Stem)> Matches(string text, IReadOnlySet<string> words) =>
        SearchWords.In(text).Select(w => (Word: w, Stem: Match(w, words)!)).Where(m => m.Stem is not null);

    /// <summary>The stem of a word that was searched for, or null. Nearly all words can be told by their first two letters, which no stem loses.</summary>
    private static string? Match(SearchWord word, IReadOnlySet<string> words) =>
        words.Any(w => w.AsSpan(0, Math.Min(2, w.Length)).SequenceEqual(word.Folded.AsSpan(0, Math.Min(2, word.Folded.Length)))) && PorterStemmer.Stem(word.Folded) is var stem && words.Contains(stem) ? stem : null;

    private static List<ExcerptPart> Parts(string text, int start, int end, IReadOnlySet<string> words)
    {
        var parts = new List<ExcerptPart>();
        var at = start;
        foreach (var (word, _) in Matches(text[..end], words).Where(m => m.Word.Start >= start))
        {
            Add(text[at..word.Start], isMatch: false);
            Add(text.Substring(word.Start, word.Length), isMatch: true);
            at = word.Start + word.Length;
        }
        Add(text[at..end], isMatch: false);
        return parts;

        void Add(string some, bool isMatch)
        {
            if (some.Length > 0)
                parts.Add(new ExcerptPart(some.Replace('\n', ' '), isMatch));
        }
    }
}
