using System.Collections.Concurrent;

namespace RecoverySite.Content.Loading;

/// <summary>
/// One string for all that read the same, while thousands of files are read: they say the same words. The runtime's own pool would do, but
/// keeps them for good and takes a quarter of the time that reading takes.
/// </summary>
internal static class SharedStrings
{
    private static volatile ConcurrentDictionary<string, string> known = new(StringComparer.Ordinal);

    public static string Of(string text) => known.GetOrAdd(text, text);

    /// <summary>When what was to be read has been.</summary>
    public static void Forget() => known = new(StringComparer.Ordinal);
}
