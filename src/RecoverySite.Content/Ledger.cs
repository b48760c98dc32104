using RecoverySite.Content.Yaml;

namespace RecoverySite.Content;

/// <summary><c>.urls</c>: every address that was ever public, one a line, so that none is lost unnoticed.</summary>
internal sealed record Ledger(IReadOnlyList<PlacedText> Addresses)
{
    public static void Append(string file, IEnumerable<string> addresses)
    {
        var old = File.Exists(file) ? File.ReadAllText(file) : "# Every address that was ever public. Lines are added by check --record and never taken out.\n";
        File.WriteAllText(file, old + (old.EndsWith('\n') ? "" : "\n") + string.Concat(addresses.Select(a => a + "\n")));
    }

    public static Ledger Read(string text, Report report)
    {
        var addresses = new List<PlacedText>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            if (line.StartsWith('/'))
                addresses.Add(new PlacedText(line, i + 1, 1));
            else
                report.Add(Rules.WrongValue, i + 1, 1, $"\"{line}\" is not an address of this site. An address begins with a slash.");
        }
        return new Ledger(addresses);
    }
}
