namespace RecoverySite.Content;

/// <summary>A fault in the content folder, said so that an editor can find and mend it.</summary>
/// <param name="File">Path relative to the content folder, with forward slashes.</param>
/// <param name="Line">1-based line in the file.</param>
/// <param name="Column">1-based column in the line.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
public sealed record ContentProblem(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, the form that editors and terminals make clickable.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {Message}";
}
