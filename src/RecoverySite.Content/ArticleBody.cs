using System.Text;
using RecoverySite.Content.Loading;
using RecoverySite.Content.Markdown;

namespace RecoverySite.Content;

/// <summary>What one version of a page says: in memory, or in a pack and read from there each time, because thousands of pages say much and few are read.</summary>
public sealed class ArticleBody
{
    private volatile Text text;

    internal ArticleBody(string opening, string sections, IReadOnlyList<Heading> headings, IReadOnlyList<string> ids) => text = new InMemory(opening, sections, headings, ids);

    internal ArticleBody(PackedBytes packed, PackedBody at) => text = new InPack(packed, at);

    /// <summary>What stands before the first section, as HTML that is safe to write into a page.</summary>
    public string Opening => text.Opening;

    /// <summary>The sections, likewise.</summary>
    public string Sections => text.Sections;

    /// <summary>Opening and sections.</summary>
    public string Html => text.Html;

    /// <summary>What the sections are, in order; an emergency card is one too.</summary>
    public IReadOnlyList<Heading> Headings => text.Headings;

    /// <summary>Of all headings, to which links may lead.</summary>
    public IReadOnlyList<string> Ids => text.Ids;

    /// <summary>Where it lies in the pack; null while it is in memory.</summary>
    internal PackedBody? At => (text as InPack)?.At;

    /// <summary>Its bytes in a pack, of which <paramref name="at"/> says where they begin.</summary>
    internal byte[] ToBytes(int start, out PackedBody at)
    {
        var (opening, sections) = (Encoding.UTF8.GetBytes(Opening), Encoding.UTF8.GetBytes(Sections));
        var headings = KeptFacts.OfHeadings(Headings, Ids);
        at = new PackedBody(start, opening.Length, sections.Length, headings.Length);
        return [.. opening, .. sections, .. headings];
    }

    /// <summary>From now on it is read from the pack, which holds the same.</summary>
    internal void Move(PackedBytes packed, PackedBody at) => text = new InPack(packed, at);

    private abstract record Text
    {
        public abstract string Opening { get; }

        public abstract string Sections { get; }

        public abstract string Html { get; }

        public abstract IReadOnlyList<Heading> Headings { get; }

        public abstract IReadOnlyList<string> Ids { get; }
    }

    private sealed record InMemory(string First, string Rest, IReadOnlyList<Heading> AllHeadings, IReadOnlyList<string> AllIds) : Text
    {
        public override string Opening => First;

        public override string Sections => Rest;

        public override string Html => First + Rest;

        public override IReadOnlyList<Heading> Headings => AllHeadings;

        public override IReadOnlyList<string> Ids => AllIds;
    }

    private sealed record InPack(PackedBytes Packed, PackedBody At) : Text
    {
        public override string Opening => Read(At.Start, At.OpeningLength);

        public override string Sections => Read(At.Start + At.OpeningLength, At.SectionsLength);

        public override string Html => Read(At.Start, At.OpeningLength + At.SectionsLength);

        public override IReadOnlyList<Heading> Headings => Kept.Headings;

        public override IReadOnlyList<string> Ids => Kept.Ids;

        private (IReadOnlyList<Heading> Headings, IReadOnlyList<string> Ids) Kept => KeptFacts.ReadHeadings(Packed.Read(At.Start + At.OpeningLength + At.SectionsLength, At.HeadingsLength));

        private string Read(int start, int length) => length == 0 ? "" : Encoding.UTF8.GetString(Packed.Read(start, length));
    }
}

/// <summary>Where a body lies in the bytes of its file, in UTF-8: one part behind the other.</summary>
internal readonly record struct PackedBody(int Start, int OpeningLength, int SectionsLength, int HeadingsLength);
