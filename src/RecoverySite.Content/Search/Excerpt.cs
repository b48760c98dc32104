namespace RecoverySite.Content.Search;

/// <param name="IsMatch">True for a word that was searched for.</param>
public sealed record ExcerptPart(string Text, bool IsMatch);

/// <summary>
/// What of a text answers a search, in parts, so that a page can mark the matches and escape all of it. The text is gone through once
/// and few of its words are looked at whole: ten pages of results are made while a reader waits.
/// </summary>
public static class Excerpt
{
    private const int MostWords = 32;

    /// <summary>A stretch that begins a little before a match is read more easily than one that begins with it.</summary>
    private const int Before = 6;

    /// <param name="Stem">Which of the stems that are searched for it has; -1 for none.</param>
    private readonly record struct Place(int Start, int Length, int Stem)
    {
        public int End => Start + Length;
    }

    /// <summary>The whole text.</summary>
    /// <param name="words">Stems, as in <see cref="SearchAnswer.Words"/>.</param>
    public static IReadOnlyList<ExcerptPart> Of(string text, IReadOnlySet<string> words) => Parts(text, 0, text.Length, Places(text, [.. words]));

    /// <summary>The summary, or a stretch of the body with an ellipsis where it was cut, whichever holds more of the words.</summary>
    public static IReadOnlyList<ExcerptPart> Of(ArticleVersion version, IReadOnlySet<string> words)
    {
        string[] stems = [.. words];
        var summary = Places(version.Summary, stems);
        var body = SearchWords.TextOf(version.Html);
        var places = Places(body, stems);
        var best = Richest(places, stems.Length, than: summary.Where(p => p.Stem >= 0).Select(p => p.Stem).Distinct().Count());
        if (best < 0)
            return Parts(version.Summary, 0, version.Summary.Length, summary);
        var first = Math.Max(0, best - Before);
        // Not across the end of a paragraph or a heading.
        while (first < best && body.AsSpan(places[first].Start, places[best].Start - places[first].Start).Contains('\n'))
            first++;
        var last = Math.Min(places.Count - 1, first + MostWords - 1);
        var parts = Parts(body, places[first].Start, last == places.Count - 1 ? body.AsSpan().TrimEnd().Length : places[last].End, places[first..(last + 1)]);
        if (first > 0 && body.LastIndexOf('\n', places[first].Start) < places[first - 1].Start)
            parts.Insert(0, new("… ", IsMatch: false));
        if (last < places.Count - 1)
            parts.Add(new(" …", IsMatch: false));
        return parts;
    }

    /// <returns>The first match of the first stretch that holds the most of the stems; -1 when none holds more than <paramref name="than"/>.</returns>
    private static int Richest(List<Place> places, int stems, int than)
    {
        var (best, most, held, end) = (-1, than, 0, 0);
        var times = new int[stems];
        for (var i = 0; i < places.Count; i++)
        {
            for (; end < places.Count && end < i + MostWords - Before; end++)
            {
                if (places[end].Stem is >= 0 and var entering && times[entering]++ == 0)
                    held++;
            }
            if (places[i].Stem is not (>= 0 and var leaving))
                continue;
            if (held > most)
                (best, most) = (i, held);
            if (--times[leaving] == 0)
                held--;
        }
        return best;
    }

    /// <summary>Every word of the text. Nearly all can be told from the stems by their first two letters, which no stem loses.</summary>
    private static List<Place> Places(string text, string[] stems)
    {
        var places = new List<Place>(text.Length / 5);
        Span<bool> heads = stackalloc bool[32 * 32];
        heads.Clear();
        heads[0] = true;
        foreach (var stem in stems)
            heads[HeadOf(stem)] = true;
        for (var at = 0; SearchWords.Next(text, ref at, out var start, out var length);)
        {
            var word = text.AsSpan(start, length);
            places.Add(new Place(start, length, heads[HeadOf(word)] ? Array.IndexOf(stems, PorterStemmer.Stem(SearchWords.Fold(word))) : -1));
        }
        return places;
    }

    /// <summary>By the first two letters in any case; 0 for what has others in front, which is always looked at whole.</summary>
    private static int HeadOf(ReadOnlySpan<char> word)
    {
        var (first, second) = (word[0], word.Length > 1 ? word[1] : 'a');
        return char.IsAsciiLetter(first) && char.IsAsciiLetter(second) ? ((first & 31) * 32) + (second & 31) : 0;
    }

    private static List<ExcerptPart> Parts(string text, int start, int end, List<Place> places)
    {
        var parts = new List<ExcerptPart>();
        var at = start;
        foreach (var match in places)
        {
            if (match.Stem < 0)
                continue;
            Add(text[at..match.Start], isMatch: false);
            Add(text[match.Start..match.End], isMatch: true);
            at = match.End;
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
