using System.Text.RegularExpressions;
using RecoverySite.Content.Loading;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests;

/// <summary>The rules as <c>content/README.md</c> tells them to editors, with the examples that stand there.</summary>
public sealed partial class RulesTests
{
    private const string Page = "topic/page.md";

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Content, "README.md"));

    public static TheoryData<string> Ids => [.. Rules.All.Keys];

    [Fact]
    public void The_readme_tells_of_every_rule_and_of_no_other() =>
        Assert.Equal(Rules.All.Keys.Order(StringComparer.Ordinal), Sections().Select(s => s.Groups["id"].Value).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_finds_its_bad_example_and_leaves_its_good_one_alone(string id)
    {
        var section = Sections().Single(s => s.Groups["id"].Value == id);
        var rule = Rules.All[id];

        Assert.StartsWith(rule.Severity.ToString().ToLowerInvariant(), section.Groups["state"].Value, StringComparison.Ordinal);
        Assert.Equal(rule.HoldsPage, section.Groups["state"].Value.Contains("held", StringComparison.Ordinal));
        Assert.Contains(Findings(section.Groups["example"].Value, '-'), f => f.Rule == rule);
        Assert.DoesNotContain(Findings(section.Groups["example"].Value, '+'), f => f.Rule == rule);
    }

    /// <summary>What a folder with the lines of one sign makes the check say of the files in the example.</summary>
    private static List<Finding> Findings(string example, char sign)
    {
        using var folder = Folder();
        var files = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var file = Page;
        foreach (var line in example.Split('\n'))
        {
            var text = line.Length < 2 ? "" : line.StartsWith("@@", StringComparison.Ordinal) ? line : line[0] == sign || line[0] == ' ' ? line[2..] : null;
            if (text is null)
                continue;
            if (FileName().Match(text) is { Success: true } name)
                file = name.Groups["file"].Value;
            else if (text.Length > 0 || files.ContainsKey(file))
                files.TryAdd(file, []);
            if (!FileName().IsMatch(text) && files.TryGetValue(file, out var lines))
                lines.Add(text);
        }
        foreach (var (path, lines) in files)
            Write(folder, path, lines);
        var library = new ContentLoader(folder.Path).Load(Checked.Now);
        return library.Findings(Checked.Now, isLaunch: true).Where(f => files.ContainsKey(f.File) || (files.Count == 0 && f.File == Page)).ToList();
    }

    private static void Write(TemporaryFolder folder, string file, List<string> lines)
    {
        while (lines.Count > 0 && lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        if (lines is ["(no such file)"])
        {
            File.Delete(folder.File(file));
        }
        else if (file == "site.yml")
        {
            var site = File.ReadAllLines(folder.File(file));
            folder.Write(file, string.Join('\n', site.Select(old => lines.Find(l => IsFor(l, old)) ?? old)));
        }
        else if (!file.EndsWith(".md", StringComparison.Ordinal) || lines is ["---", ..])
        {
            folder.Write(file, string.Join('\n', lines) + "\n");
        }
        else
        {
            var title = file == Page ? "Page" : "Another page";
            var front = new List<string> { $"title: {title}", "summary: A sentence that is long enough to be a summary of what stands on the page.", "publish: 2026-11-01" };
            var isFront = lines.Count > 0 && Key().IsMatch(lines[0]);
            if (isFront)
                front = [.. front.Where(f => !lines.Exists(l => l.StartsWith(f.Split(':')[0] + ":", StringComparison.Ordinal))), .. lines];
            folder.Write(file, $"---\n{string.Join('\n', front)}\n---\n\n{(isFront ? "You can call." : string.Join('\n', lines))}\n");
        }
    }

    /// <summary>A line of site.yml takes the place of the one with its key, one of a list the place of the one with its reason.</summary>
    private static bool IsFor(string line, string old) =>
        line.IndexOf("reason:", StringComparison.Ordinal) is > 0 and var reason
            ? old.Contains(line[reason..], StringComparison.Ordinal)
            : old.TrimStart().StartsWith(line.TrimStart().Split(':')[0] + ":", StringComparison.Ordinal);

    private static TemporaryFolder Folder()
    {
        var folder = SampleContent.Folder(File.ReadAllText(Path.Combine(Repository.Content, "site.yml")));
        Write(folder, Page, ["You can call."]);
        folder.Write("topic/other.md", SampleContent.Page("Other page", body: "## A part\n\nYou can read on."));
        folder.Write("people/ana.md", "---\nname: Ana Example\nrole: Nurse\n---\n");
        folder.Write("topic/hill.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>");
        File.Copy(Path.Combine(Repository.Content, "heroin", "cravings.png"), folder.File("topic/hill.png"));
        folder.Write("topic/heavy.svg", $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"><!--{new string('x', 210 * 1024)}--></svg>");
        folder.Write("videos/call.mp4", "not really");
        folder.Write("videos/call.vtt", "WEBVTT\n");
        return folder;
    }

    private static MatchCollection Sections() => Section().Matches(Readme);

    [GeneratedRegex("""^#### (?<id>[A-Z]+[0-9]{3}) (?<state>[^:]+): [^\n]+\n(?:(?!```)[^\n]+\n)?```diff\n(?<example>.*?)\n```$""", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex("^@@ (?<file>.+) @@$")]
    private static partial Regex FileName();

    [GeneratedRegex("^[a-z_]+:( |$)")]
    private static partial Regex Key();
}
