using System.Threading.Channels;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// The pages that are ready to be sent. All are of one edition: when what pages say changes, none of the old ones is sent again, and
/// each new one is as soon as it is ready. Until then its own Razor page answers.
/// </summary>
public sealed class PublishedPages(CurrentContent content, PublishedAddresses addresses, TimeProvider clock)
{
    private readonly Channel<PublishedPlace?> wanted = Channel.CreateUnbounded<PublishedPlace?>();
    private volatile Edition? edition;

    /// <summary>Places that a reader has found empty, the first one first; null when an edition is over.</summary>
    internal ChannelReader<PublishedPlace?> Wanted => wanted.Reader;

    /// <summary>The page that is ready for what is asked, or null.</summary>
    internal PublishedPage? Find(string target)
    {
        if (edition is not { } current)
            return null;
        if (!current.IsCurrent(content.Library, clock.GetUtcNow()))
        {
            Outdate();
            return null;
        }
        if (current.PlaceOf(target) is not { } place)
            return null;
        if (place.Want() && place.Page is null)
            wanted.Writer.TryWrite(place);
        return place.Page;
    }

    /// <summary>For whoever changes what pages say while content and hour stay, too: nothing that is ready is sent any more.</summary>
    public void Outdate()
    {
        edition = null;
        wanted.Writer.TryWrite(null);
    }

    /// <summary>Starts an edition in which nothing is ready yet.</summary>
    internal Edition Begin() => edition = new Edition(content.Library, addresses, clock.GetUtcNow());

    internal bool IsCurrent(Edition pages) => ReferenceEquals(pages, edition) && pages.IsCurrent(content.Library, clock.GetUtcNow());
}
