using System.Security.Cryptography;
using System.Text;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Loading;

/// <summary>Takes a page apart at its two <c>---</c> lines.</summary>
internal static class FrontMatterText
{
    private const string Fence = "---";

    public static (SourceText Yaml, SourceText Body)? Split(string text, Report report)
    {
        var lines = text.Split('\n');
        if (lines[0].TrimEnd() != Fence)
        {
            report.Add(Rules.NoFrontMatter, 1, 1, "A page starts with its front matter: a line of three hyphens (---), then title, summary and publish, then --- again.");
            return null;
        }
        var end = Array.FindIndex(lines, 1, l => l.TrimEnd() == Fence);
        if (end < 0)
        {
            report.Add(Rules.NoFrontMatter, 1, 1, "The front matter never ends. Put a line of three hyphens (---) below its last key.");
            return null;
        }
        return (new SourceText(string.Join('\n', lines[1..end]), 2), new SourceText(string.Join('\n', lines[(end + 1)..]), end + 2));
    }

    /// <summary>Twelve hexadecimal digits of SHA-256 over the body without blank edges.</summary>
    public static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body.Trim())))[..12];
}
