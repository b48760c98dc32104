using System.Text;
using RecoverySite.Content.Loading;

namespace RecoverySite.Content;

/// <summary>The text of one version of a page as HTML that is safe to write into a page: in memory, or in a pack and read from there each time, because thousands of texts are many and few are read.</summary>
public sealed class ArticleBody
{
    private volatile Text text;

    internal ArticleBody(string opening, string sections) => text = new InMemory(opening, sections);

    internal ArticleBody(PackedBytes packed, int start, int openingLength, int sectionsLength) => text = new InPack(packed, start, openingLength, sectionsLength);

    /// <summary>What stands before the first section.</summary>
    public string Opening => text.Opening;

    /// <summary>The sections.</summary>
    public string Sections => text.Sections;

    /// <summary>All of it.</summary>
    public string Html => text.Html;

    /// <summary>Where it lies in the pack, in UTF-8; null while it is in memory.</summary>
    internal (int Start, int OpeningLength, int SectionsLength)? Packed => text is InPack at ? (at.Start, at.OpeningLength, at.SectionsLength) : null;

    /// <summary>From now on it is read from the pack, which holds the same.</summary>
    internal void Move(PackedBytes packed, int start) =>
        text = new InPack(packed, start, Encoding.UTF8.GetByteCount(Opening), Encoding.UTF8.GetByteCount(Sections));

    private abstract record Text
    {
        public abstract string Opening { get; }

        public abstract string Sections { get; }

        public abstract string Html { get; }
    }

    private sealed record InMemory(string First, string Rest) : Text
    {
        public override string Opening => First;

        public override string Sections => Rest;

        public override string Html => First + Rest;
    }

    private sealed record InPack(PackedBytes Packed, int Start, int OpeningLength, int SectionsLength) : Text
    {
        public override string Opening => Read(Start, OpeningLength);

        public override string Sections => Read(Start + OpeningLength, SectionsLength);

        public override string Html => Read(Start, OpeningLength + SectionsLength);

        private string Read(int start, int length) => length == 0 ? "" : Encoding.UTF8.GetString(Packed.Read(start, length));
    }
}
