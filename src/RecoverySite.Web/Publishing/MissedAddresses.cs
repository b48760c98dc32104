using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using RecoverySite.Content;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// Which addresses readers look for and do not find, for editors: a path and how often, since the start, and nothing about anybody. Only what
/// looks like the address of an article is counted, and only what several have looked for is told.
/// </summary>
public sealed partial class MissedAddresses
{
    private const int MostPaths = 1000, Told = 20, Several = 5;

    private readonly ConcurrentDictionary<string, int> counts = new(StringComparer.Ordinal);

    public void Note(string path)
    {
        if (Form().IsMatch(path) && !ArticlePath.Reserved.Contains(path.Split('/')[1]) && (counts.Count < MostPaths || counts.ContainsKey(path)))
            counts.AddOrUpdate(path, 1, (_, count) => count + 1);
    }

    /// <summary>The most sought first.</summary>
    public IReadOnlyList<(string Path, int Count)> Most() =>
        [.. counts.Where(c => c.Value >= Several).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(Told).Select(c => (c.Key, c.Value))];

    [GeneratedRegex("^(/[a-z0-9]+(-[a-z0-9]+)*){1,3}/?$")]
    private static partial Regex Form();
}
