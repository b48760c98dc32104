namespace RecoverySite.Content.Markdown;

/// <summary>A part of a file, to say on which line and in which column of the file a character stands.</summary>
/// <param name="firstLine">1-based line of the file on which <paramref name="text"/> begins.</param>
internal sealed class SourceText(string text, int firstLine)
{
    private readonly int[] starts = [0, .. Enumerable.Range(0, text.Length).Where(i => text[i] == '\n').Select(i => i + 1)];

    public string Text => text;

    /// <summary>Another text of the same lines.</summary>
    public SourceText With(string other) => new(other, firstLine);

    public (int Line, int Column) At(int offset)
    {
        var line = Array.BinarySearch(starts, offset);
        if (line < 0)
            line = ~line - 1;
        return (firstLine + line, offset - starts[line] + 1);
    }
}
