using Markdig.Extensions.CustomContainers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace RecoverySite.Content.Markdown;

/// <summary>
/// <c>::: emergency Call 911 now if:</c> ... <c>:::</c>: a card that says how soon to act. The urgency is in words
/// as well as colour, after the pattern of the NHS care card.
/// </summary>
internal static class CareCards
{
    private static readonly Dictionary<string, string> Urgency = new(StringComparer.Ordinal)
    {
        ["emergency"] = "Emergency:",
        ["urgent"] = "Urgent:",
        ["nonurgent"] = "Not urgent:",
    };

    private static readonly object HeadingLevel = new();

    public static string UrgencyOf(CustomContainer card) => Urgency[card.Info!];

    public static int LevelOf(CustomContainer card) => (int)card.GetData(HeadingLevel)!;

    public static string? WhyNot(CustomContainer card)
    {
        if (card.Info is null || !Urgency.ContainsKey(card.Info))
            return $"\"{card.Info}\" is not a kind of card. Write ::: emergency, ::: urgent or ::: nonurgent, then its heading on the same line.";
        if (string.IsNullOrWhiteSpace(card.Arguments))
            return $"The card needs a heading on its first line, as in \"::: {card.Info} Call 911 now if:\".";
        if (card.Arguments.Contains("{{", StringComparison.Ordinal))
            return "The heading of a card holds plain words: short codes stand in the text below it.";
        return card.ClosingFencedCharCount == 0 ? "The card never ends. Put a line of three colons (:::) below its last line." : null;
    }

    /// <summary>A card's heading is one level below the section that it stands in, so that the page's outline has no gap.</summary>
    public static void SetHeadingLevels(MarkdownDocument document)
    {
        var inSection = false;
        foreach (var block in document)
        {
            inSection |= block is HeadingBlock { Level: 2 };
            if (block is CustomContainer card)
                card.SetData(HeadingLevel, inSection ? 3 : 2);
        }
        foreach (var nested in document.Descendants<CustomContainer>().Where(c => c.GetData(HeadingLevel) is null))
            nested.SetData(HeadingLevel, 3);
    }
}

internal sealed class CareCardRenderer : HtmlObjectRenderer<CustomContainer>
{
    protected override void Write(HtmlRenderer renderer, CustomContainer card)
    {
        if (CareCards.WhyNot(card) is not null)
            return;
        var level = CareCards.LevelOf(card);
        renderer.EnsureLine();
        renderer.Write($"<section class=\"card {card.Info}\"><h{level}><span class=\"unseen\">{CareCards.UrgencyOf(card)} </span>");
        renderer.WriteEscape(card.Arguments!.Trim());
        renderer.WriteLine($"</h{level}>");
        renderer.WriteChildren(card);
        renderer.WriteLine("</section>");
    }
}
