using System.Threading.Channels;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// The pages that are ready to be sent. All are of one edition: when what pages say changes, none of the old ones is sent again, and
/// each new one is as soon as it is ready. Until then its own Razor page answers. What was asked for lately is in memory, the rest in the pack.
/// </summary>
public sealed class PublishedPages(CurrentContent content, PublishedAddresses addresses, TimeProvider clock)
{
    private const long MostHeld = 8 * 1024 * 1024;

    /// <summary>When memory is full, one page in so many takes the place of others: what is read often is soon among them, and what is read once in a while does not push it out.</summary>
    private const int OneIn = 8;

    private readonly Channel<PublishedPlace?> wanted = Channel.CreateUnbounded<PublishedPlace?>();
    private readonly KeptEdition kept = new(content);
    private readonly Queue<PublishedPlace> held = new();
    private readonly Lock holding = new();
    private long size, turnedAway;
    private volatile Edition? edition;
    private string words = "";

    /// <summary>Places that a reader has found empty, the first one first; null when an edition is over.</summary>
    internal ChannelReader<PublishedPlace?> Wanted => wanted.Reader;

    /// <summary>For whoever changes what pages say while content and hour stay: nothing that was ready is sent any more.</summary>
    /// <param name="now">What pages say now beside content and hour.</param>
    public void Say(string? now)
    {
        Volatile.Write(ref words, now ?? "");
        Outdate();
    }

    /// <summary>The place of a page that is ready for what is asked, or null.</summary>
    internal PublishedPlace? Find(string target)
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
        if (place.Want() && !place.IsReady)
            wanted.Writer.TryWrite(place);
        return place.IsReady ? place : null;
    }

    /// <summary>The page of a place, from the pack if need be: not for a thread that others wait for.</summary>
    /// <returns>Null when it is not ready.</returns>
    internal PublishedPage? Load(PublishedPlace place)
    {
        if (place.Page is { } ready)
            return ready;
        if (place.Packed is not { } packed)
            return null;
        if (KeptEdition.Read(packed) is { } page)
        {
            Hold(place, page);
            return page;
        }
        place.Packed = null;
        wanted.Writer.TryWrite(place);
        return null;
    }

    /// <summary>Keeps a page in memory while there is room, or in place of others that nobody has asked for lately.</summary>
    internal void Hold(PublishedPlace place, PublishedPage page)
    {
        lock (holding)
        {
            if (place.Page is { } last)
                size -= last.Size;
            else if (place.Packed is not null && size + page.Size > MostHeld && ++turnedAway % OneIn > 0)
                return;
            else
                held.Enqueue(place);
            place.Page = page;
            size += page.Size;
            for (var left = 2 * held.Count; size > MostHeld && left > 0; left--)
            {
                var oldest = held.Dequeue();
                if (oldest.WasAsked() || oldest.Packed is null || oldest == place)
                {
                    held.Enqueue(oldest);
                    continue;
                }
                size -= oldest.Page?.Size ?? 0;
                oldest.Page = null;
            }
        }
    }

    /// <summary>The edition of what pages say now; what is kept of it is ready at once.</summary>
    internal Edition Begin()
    {
        if (edition is { } current && IsCurrent(current))
            return current;
        var next = new Edition(content.Library, addresses, clock.GetUtcNow());
        kept.Begin(next, Volatile.Read(ref words));
        lock (holding)
        {
            held.Clear();
            size = 0;
        }
        return edition = next;
    }

    /// <summary>Puts a page where it is ready also after a restart.</summary>
    internal void Keep(PublishedPlace place, PublishedPage page) => place.Packed = kept.Keep(place.Address.Target, page);

    /// <summary>The page that was ready last at an address, of whatever edition.</summary>
    internal PublishedPage? Last(PublishedPlace place) => kept.Find(place.Address.Target);

    internal void Save(Edition pages) => kept.Save(pages);

    internal bool IsCurrent(Edition pages) => ReferenceEquals(pages, edition) && pages.IsCurrent(content.Library, clock.GetUtcNow());

    private void Outdate()
    {
        edition = null;
        wanted.Writer.TryWrite(null);
    }
}
