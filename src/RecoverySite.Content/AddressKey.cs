using System.Text;

namespace RecoverySite.Content;

/// <summary>Addresses that differ in case, a trailing slash or the Unicode form of a letter are one.</summary>
internal static class AddressKey
{
    private const string Html = ".html", Index = "/index";

    /// <param name="path">Decoded, with its leading slash.</param>
    public static string Of(string path)
    {
        var trimmed = path.TrimEnd('/');
        // A path can hold half a surrogate pair, which has no normal form.
        var normal = trimmed.All(c => c < 128) || trimmed.Any(char.IsSurrogate) ? trimmed : trimmed.Normalize(NormalizationForm.FormC);
        return normal.Length == 0 ? "/" : normal.ToLowerInvariant();
    }

    public static string? WithoutHtml(string key) => key.EndsWith(Html, StringComparison.Ordinal) && key.Length > Html.Length + 1 ? key[..^Html.Length] : null;

    public static string? WithoutIndex(string key) => key.EndsWith(Index, StringComparison.Ordinal) ? Of(key[..^Index.Length]) : null;

    public static bool IsAddress(string text) =>
        text is ['/', not '/', ..] && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '?' or '#' or '\\');
}
