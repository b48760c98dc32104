using System.Collections.Frozen;
using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Loading;

namespace RecoverySite.Web.Publishing;

/// <param name="Target">As a client asks for it: a path, with a query where that is another page.</param>
/// <param name="IgnoresQuery">True when it is the same page with any query.</param>
public readonly record struct PublishedAddress(string Target, bool IgnoresQuery);

/// <summary>What is kept ready of a library at a moment, in the order in which it is made so.</summary>
public delegate IEnumerable<PublishedAddress> PublishedAddresses(ContentLibrary library, Instant now);

/// <summary>The place of one page in an edition.</summary>
internal sealed class PublishedPlace(PublishedAddress address)
{
    private volatile PublishedPage? page;
    private volatile PackedBytes? packed;
    private volatile bool isRecent;
    private int isWanted;

    public PublishedAddress Address => address;

    /// <summary>In memory; null until it is ready, and when it waits in the pack.</summary>
    public PublishedPage? Page
    {
        get => page;
        set => page = value;
    }

    /// <summary>As it waits in the pack; null until it is ready, and where there is no room for it.</summary>
    public PackedBytes? Packed
    {
        get => packed;
        set => packed = value;
    }

    public bool IsReady => page is not null || packed is not null;

    public bool IsWanted => Volatile.Read(ref isWanted) != 0;

    /// <returns>True for the first reader who asks.</returns>
    public bool Want()
    {
        // Written once: all readers of a page share the line of memory.
        if (!isRecent)
            isRecent = true;
        return isWanted == 0 && Interlocked.Exchange(ref isWanted, 1) == 0;
    }

    /// <returns>True when somebody has asked since the last time.</returns>
    public bool WasAsked()
    {
        var was = isRecent;
        isRecent = false;
        return was;
    }
}

/// <summary>The pages of one library for as long as the clock changes none of their words: until a line opens or closes, a day begins, or a page's own moment comes.</summary>
internal sealed class Edition
{
    private readonly FrozenDictionary<string, PublishedPlace> byTarget;
    private readonly ContentLibrary library;
    private readonly long firstTick, endTick;

    public Edition(ContentLibrary library, PublishedAddresses addresses, DateTimeOffset now)
    {
        var from = Instant.FromDateTimeOffset(now);
        (this.library, firstTick, endTick) = (library, now.UtcTicks, library.NextChange(from).ToDateTimeOffset().UtcTicks);
        Places = [.. addresses(library, from).Select(a => new PublishedPlace(a))];
        byTarget = Places.ToFrozenDictionary(p => p.Address.Target, StringComparer.Ordinal);
    }

    /// <summary>In the order in which they are made ready.</summary>
    public IReadOnlyList<PublishedPlace> Places { get; }

    public DateTimeOffset From => new(firstTick, TimeSpan.Zero);

    public DateTimeOffset Until => new(endTick, TimeSpan.Zero);

    /// <summary>True while these pages say what the site says.</summary>
    public bool IsCurrent(ContentLibrary shown, DateTimeOffset now) => ReferenceEquals(library, shown) && now.UtcTicks >= firstTick && now.UtcTicks < endTick;

    /// <param name="target">As it stands in a request (RFC 9112, 3.2.1). A query that a page has no use for, such as a campaign's, is left aside.</param>
    public PublishedPlace? PlaceOf(string target) =>
        byTarget.TryGetValue(target, out var place) ? place
            : target.IndexOf('?', StringComparison.Ordinal) is var query and > 0 && byTarget.TryGetValue(target[..query], out place) && place.Address.IgnoresQuery ? place
            : null;
}
