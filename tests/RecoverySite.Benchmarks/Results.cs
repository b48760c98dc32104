using RecoverySite.Tests;

namespace RecoverySite.Benchmarks;

/// <summary>RESULTS.md: a section for each benchmark, of which a run renews its own.</summary>
internal static class Results
{
    private const string Mark = "\n## ";

    private static readonly string File = Path.Combine(Repository.Root, "tests", "RecoverySite.Benchmarks", "RESULTS.md");

    public static void Put(string section)
    {
        var parts = System.IO.File.ReadAllText(File).Split(Mark);
        var renewed = section.Trim()["## ".Length..] + "\n";
        var title = renewed.Split('\n')[0];
        var at = Array.FindIndex(parts, p => p.Split('\n')[0] == title);
        if (at < 0)
            parts = [.. parts, renewed];
        else
            parts[at] = renewed;
        System.IO.File.WriteAllText(File, string.Join(Mark, parts.Select(p => p.TrimEnd('\n') + "\n")));
    }
}
