namespace RecoverySite.Content.Search;

/// <summary>The words of the site as it spells them, to which a misspelt one is led back.</summary>
internal sealed class KnownWords
{
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>By first letter and length, of which a misspelling keeps the one and changes the other by at most two. Made by the first who asks.</summary>
    private volatile ILookup<(char First, int Length), string>? byShape;

    public void Add(string word)
    {
        if (word.Length is > 3 and < 40)
            counts[word] = counts.GetValueOrDefault(word) + 1;
    }

    public bool Has(string word) => counts.ContainsKey(word);

    /// <summary>The nearest word, of equally near ones the commonest: one change of a letter away for a word of five to seven, two for a longer one. Null when there is none.</summary>
    public string? Nearest(string word)
    {
        var most = word.Length switch { < 5 => 0, < 8 => 1, _ => 2 };
        if (most == 0 || word.Length > 40)
            return null;
        byShape ??= counts.Keys.ToLookup(w => (w[0], w.Length));
        (string? Word, int Distance, int Count) best = (null, most + 1, 0);
        for (var length = word.Length - most; length <= word.Length + most; length++)
        {
            foreach (var candidate in byShape[(word[0], length)])
            {
                var distance = Distance(word, candidate, Math.Min(most, best.Distance));
                if (distance <= most && (distance < best.Distance || (distance == best.Distance && counts[candidate] > best.Count)))
                    best = (candidate, distance, counts[candidate]);
            }
        }
        return best.Word;
    }

    /// <summary>Optimal string alignment distance: letters put in, left out, changed, and neighbors swapped. Anything above <paramref name="most"/> may come back as more.</summary>
    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int most)
    {
        Span<int> before = stackalloc int[b.Length + 1], last = stackalloc int[b.Length + 1], row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                least = Math.Min(least, row[j]);
            }
            if (least > most)
                return least;
            var free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.Length];
    }
}
