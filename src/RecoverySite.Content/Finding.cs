namespace RecoverySite.Content;

public enum Severity
{
    /// <summary>Worth knowing; a check is clean with it.</summary>
    Note,
    Warning,
    Error,
}

/// <summary>A fault in the content folder, said so that an editor can find and mend it.</summary>
/// <param name="File">Path relative to the content folder, with forward slashes.</param>
/// <param name="Line">1-based line in the file.</param>
/// <param name="Column">1-based column in the line, in UTF-16 units as editors count them.</param>
/// <param name="Severity">The rule's own, or milder or graver where the rule knows degrees.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
public sealed record Finding(string File, int Line, int Column, Rule Rule, Severity Severity, string Message)
{
    public string SeverityName => Severity.ToString().ToLowerInvariant();

    /// <summary><c>file:line:column: error RULE001 message</c>, the form that editors and terminals make clickable.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {SeverityName} {Rule.Id} {Message}";
}

/// <summary>Collects what is found in one file.</summary>
internal sealed class Report(string file)
{
    private readonly List<Finding> findings = [];
    private readonly HashSet<Finding> known = [];

    public string File => file;

    public IReadOnlyList<Finding> Findings => findings;

    /// <summary>True when something was found with which the file must not be shown.</summary>
    public bool HoldsPage => findings.Exists(f => f.Rule.HoldsPage);

    /// <summary>Adds a finding once: what stands in both versions of a page is looked at twice.</summary>
    public void Add(Rule rule, int line, int column, string message, Severity? severity = null)
    {
        var finding = new Finding(file, line, column, rule, severity ?? rule.Severity, message);
        if (known.Add(finding))
            findings.Add(finding);
    }
}
