namespace RecoverySite.Content.Markdown;

internal enum PassageKind
{
    Title,
    Summary,
    Heading,
    CardHeading,
    Paragraph,
    ListItem,
    Cell,
    Footnote,
    AltText,
    Html,
}

/// <summary>
/// A run of words as a reader sees it, without marks, code and addresses, that knows where each of its characters stands
/// in the file. What is not words, such as a short code, is one <see cref="Gap"/>.
/// </summary>
/// <param name="Container">Kind of the innermost <c>:::</c> block around it; null outside.</param>
/// <param name="IsQuotation">True for the words of somebody who is named.</param>
internal sealed record Passage(PassageKind Kind, string Text, IReadOnlyList<Passage.Place> Places, string? Container = null, bool IsQuotation = false)
{
    public const char Gap = '\uFFFC';

    /// <summary>Stands for a phone number that can be tapped.</summary>
    public const char Number = '\uFFFB';

    /// <summary>From <paramref name="Index"/> in the text on, characters stand at this line and column and to its right.</summary>
    public readonly record struct Place(int Index, int Line, int Column);

    public int Line => Places[0].Line;

    public int Column => Places[0].Column;

    public bool IsBody => Kind is PassageKind.Paragraph or PassageKind.ListItem or PassageKind.Footnote or PassageKind.Cell;

    public (int Line, int Column) At(int index)
    {
        var place = Places[0];
        foreach (var next in Places)
        {
            if (next.Index > index)
                break;
            place = next;
        }
        return (place.Line, place.Column + index - place.Index);
    }
}
