using System.Security.Cryptography;
using System.Text;
using RecoverySite.Content.Loading;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// The pages that are ready, in the pack of the content, and of which edition they are: after a restart in the same edition they are ready
/// at once. A disk that is full costs a page its place there and nothing else.
/// </summary>
internal sealed class KeptEdition(CurrentContent content)
{
    private const string Page = "page/", List = "edition";

    private string context = "";

    public static PublishedPage? Read(PackedBytes packed)
    {
        try
        {
            return PublishedPage.Read(packed.Read());
        }
        // Whatever a disk gave back in its place, the page is made anew.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Finds what was kept of an edition. The list of another one goes: its pages are replaced one by one from now on.</summary>
    public void Begin(Edition edition, string words)
    {
        context = ContextOf(edition, words);
        var pack = content.Pack;
        if (pack.Find(List) is not { } list)
            return;
        if (Targets(list, edition) is not { } targets)
        {
            pack.Remove(List);
            return;
        }
        foreach (var target in targets)
        {
            if (edition.PlaceOf(target) is { } place)
                place.Packed = pack.Find(Page + target);
        }
    }

    public PublishedPage? Find(string target) => content.Pack.Find(Page + target) is { } packed ? Read(packed) : null;

    /// <returns>Null when there is no room.</returns>
    public PackedBytes? Keep(string target, PublishedPage page)
    {
        try
        {
            var bytes = page.ToBytes();
            if (content.Pack.Find(Page + target) is { } known && known.Length == bytes.Length && known.Read().AsSpan().SequenceEqual(bytes))
                return known;
            var packed = content.Pack.Append(bytes);
            content.Pack.Set(Page + target, packed);
            return packed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Save(Edition edition)
    {
        var pack = content.Pack;
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes);
        var ready = edition.Places.Where(p => p.Packed is not null).ToList();
        to.Write(context);
        to.Write(edition.From.UtcTicks);
        to.Write(ready.Count);
        foreach (var place in ready)
            to.Write(place.Address.Target);
        to.Flush();
        try
        {
            foreach (var gone in pack.Keys.Where(k => k.StartsWith(Page, StringComparison.Ordinal) && edition.PlaceOf(k[Page.Length..]) is null).ToList())
                pack.Remove(gone);
            pack.Set(List, pack.Append(bytes.ToArray()));
            pack.Save();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>The addresses in a list; null when it is of another edition.</summary>
    private List<string>? Targets(PackedBytes list, Edition edition)
    {
        try
        {
            using var from = new BinaryReader(new MemoryStream(list.Read()));
            if (from.ReadString() != context || from.ReadInt64() > edition.From.UtcTicks)
                return null;
            var targets = new List<string>();
            for (var left = from.ReadInt32(); left > 0; left--)
                targets.Add(from.ReadString());
            return targets;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Whatever a page is made of: this program, where it is served, every file, the stretch of time and the words beside them.</summary>
    private string ContextOf(Edition edition, string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        typeof(KeptEdition).Assembly.ManifestModule.ModuleVersionId, Environment.Version, content.BaseUrl, content.Library.Fingerprint, edition.Until.UtcTicks, words))));
}
