namespace RecoverySite.Content;

internal static class Spelling
{
    /// <summary>"Did you mean ...?" when something known is near, otherwise what is known.</summary>
    public static string Advice(string written, IReadOnlyCollection<string> known)
    {
        var nearest = known.Count == 0 ? null : known.MinBy(k => Distance(k, written));
        return nearest is not null && Distance(nearest, written) <= 3
            ? $"Did you mean \"{nearest}\"?"
            : $"Known here: {string.Join(", ", known)}.";
    }

    /// <summary>Levenshtein distance: single-letter insertions, deletions and substitutions between two words.</summary>
    public static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            previous = current;
        }
        return previous[b.Length];
    }
}
