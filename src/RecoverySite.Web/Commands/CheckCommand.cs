using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using RecoverySite.Content;
using RecoverySite.Content.Loading;

namespace RecoverySite.Web.Commands;

/// <summary><c>check</c>: everything that is wrong in a content folder, found by the same engine that serves it.</summary>
public static class CheckCommand
{
    public const string Help = """
        Is the content right? Every fault with its file, line and column.

          check [FOLDER | FILE]         the content folder, another one, or a part of one
            --format text|json|github   how it is written; text when left out
            --only RULES                rules or families with commas between, such as LANG,READ001
            --as-of DAY                 as if that day had just begun, such as 2026-12-01
            --launch                    also what only the provider can supply
            --record                    adds new public addresses to the ledger, .urls
          It ends with 0 when nothing is wrong, 1 with errors or warnings, 2 when it could not look.
        """;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Options(string Folder, string Format, string[] Only, LocalDate? AsOf, bool IsLaunch, bool Records);

    public static CommandResult Run(string[] words, string contentFolder, TimeProvider clock)
    {
        if (words is ["--help" or "-h"])
            return new CommandResult(0, Help);
        if (Read(words, contentFolder, out var why) is not { } options)
            return new CommandResult(2, $"{why}\n\n{Help}");
        if (!Path.Exists(options.Folder))
            return new CommandResult(2, $"There is no {ContentCommands.Shown(options.Folder)}.");
        // A part is checked with the whole that it belongs to: its links lead out of it.
        var asked = options.Folder;
        options = options with { Folder = Ancestors(asked).FirstOrDefault(f => File.Exists(Path.Combine(f, "site.yml"))) ?? (File.Exists(asked) ? Path.GetDirectoryName(asked)! : asked) };
        var part = asked == options.Folder ? "" : Path.GetRelativePath(options.Folder, asked).Replace('\\', '/');

        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var library = new ContentLoader(options.Folder).Load(now);
        if (options.AsOf is { } day)
            now = library.Site.Zone.AtStartOfDay(day).ToInstant();
        var recorded = options.Records ? library.Record(options.Folder, now) : [];
        if (recorded.Count > 0)
            library = new ContentLoader(options.Folder).Load(now);

        var findings = library.Findings(now, options.IsLaunch)
            .Where(f => IsIn(part, f.File) || (!library.IsWhole && f.File == "site.yml"))
            .Where(f => options.Only.Length == 0 || options.Only.Contains(f.Rule.Id) || options.Only.Contains(f.Rule.Family))
            .ToList();
        var prefix = ContentCommands.Shown(options.Folder) is "." ? "" : ContentCommands.Shown(options.Folder) + "/";
        var output = options.Format switch
        {
            "json" => JsonSerializer.Serialize(findings.Select(f => new { file = prefix + f.File, line = f.Line, column = f.Column, severity = f.SeverityName, rule = f.Rule.Id, message = f.Message }), Json),
            "github" => string.Join('\n', findings.Select(f => GitHub(prefix, f))),
            _ => string.Join('\n', [.. recorded.Select(url => $"recorded {url}"), .. findings.Select(f => prefix + f), Summary(library, part, findings)]),
        };
        return new CommandResult(findings.Any(f => f.Severity > Severity.Note) ? 1 : 0, output);
    }

    private static bool IsIn(string part, string file) => part.Length == 0 || file == part || file.StartsWith(part + "/", StringComparison.Ordinal);

    private static IEnumerable<string> Ancestors(string path)
    {
        for (var folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
            yield return folder;
    }

    private static Options? Read(string[] words, string contentFolder, out string? why)
    {
        words = [.. words.SelectMany(w => w.StartsWith("--", StringComparison.Ordinal) ? w.Split('=', 2) : [w])];
        var options = new Options(contentFolder, "text", [], null, IsLaunch: false, Records: false);
        why = null;
        for (var i = 0; i < words.Length; i++)
        {
            var value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case "--launch":
                    options = options with { IsLaunch = true };
                    break;
                case "--record":
                    options = options with { Records = true };
                    break;
                case "--format" when value is "text" or "json" or "github":
                    options = options with { Format = words[++i] };
                    break;
                case "--format":
                    why = "--format is followed by text, json or github.";
                    return null;
                case "--only" when value?.Split(',', StringSplitOptions.TrimEntries) is { } only && only.All(IsRule):
                    options = options with { Only = only };
                    i++;
                    break;
                case "--only":
                    why = $"--only is followed by rules or families: {string.Join(", ", Rules.All.Values.Select(r => r.Family).Distinct())}.";
                    return null;
                case "--as-of" when value is not null && LocalDatePattern.Iso.Parse(value).TryGetValue(default, out var day):
                    options = options with { AsOf = day };
                    i++;
                    break;
                case "--as-of":
                    why = "--as-of is followed by a day such as 2026-12-01.";
                    return null;
                case ['-', ..] unknown:
                    why = $"check knows no {unknown}.";
                    return null;
                case var folder when options.Folder == contentFolder:
                    options = options with { Folder = ContentCommands.FullPath(folder) };
                    break;
                default:
                    why = "check looks at one folder at a time.";
                    return null;
            }
        }
        return options;
    }

    private static bool IsRule(string word) => Rules.All.ContainsKey(word) || Rules.All.Values.Any(r => r.Family == word);

    /// <summary>The workflow commands of GitHub Actions, which show a finding beside its line.</summary>
    private static string GitHub(string prefix, Finding finding)
    {
        var kind = finding.Severity == Severity.Note ? "notice" : finding.SeverityName;
        static string Escape(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
        static string InProperty(string text) => Escape(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
        return string.Create(CultureInfo.InvariantCulture, $"::{kind} file={InProperty(prefix + finding.File)},line={finding.Line},col={finding.Column},title={finding.Rule.Id}::{Escape(finding.Message)}");
    }

    private static string Summary(ContentLibrary library, string part, List<Finding> findings)
    {
        string Count(Severity severity, string word) => findings.Count(f => f.Severity == severity) is var n && n == 1 ? $"1 {word}" : $"{n} {word}s";
        var files = library.Files.Count(f => IsIn(part, f.File));
        return $"{(files == 1 ? "1 file" : $"{files} files")}: {Count(Severity.Error, "error")}, {Count(Severity.Warning, "warning")}, {Count(Severity.Note, "note")}";
    }
}
