using RecoverySite.Content.Markdown;

namespace RecoverySite.Content.Loading;

/// <summary>The headings of a body as bytes.</summary>
internal sealed record KeptHeadings(IReadOnlyList<Heading> Headings, IReadOnlyList<string> Ids)
{
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        to.Write(Ids.Count);
        foreach (var id in Ids)
            to.Write(id);
        to.Write(Headings.Count);
        foreach (var heading in Headings)
        {
            to.Write(heading.Id);
            to.Write(heading.Text);
        }
        to.Flush();
        return bytes.ToArray();
    }

    public static KeptHeadings Read(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes));
        var ids = new List<string>();
        for (var left = from.ReadInt32(); left > 0; left--)
            ids.Add(from.ReadString());
        var headings = new List<Heading>();
        for (var left = from.ReadInt32(); left > 0; left--)
            headings.Add(new Heading(from.ReadString(), from.ReadString()));
        return new(headings, ids);
    }
}
