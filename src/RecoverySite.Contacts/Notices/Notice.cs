namespace RecoverySite.Contacts.Notices;

/// <summary>Why staff are told of a request.</summary>
public enum NoticeKind
{
    /// <summary>Somebody asked, asked again, or corrected a form.</summary>
    Asked,

    /// <summary>The time has come at which they were to be called again, or has come back: the request was opened again, or the agreed time was taken back.</summary>
    Due,

    /// <summary>It is due, and nobody has taken it for longer than is good.</summary>
    Overdue,
}

/// <summary>
/// Staff are to be told of it: somebody asked, asked again, corrected a form to another number, or corrected one that had been
/// put off. Written with what it tells of, and good for as long as its request waits: while the request is held the notice
/// stays back until somebody vouches, and once it is closed nothing is sent, unless it is opened again. So every request
/// that waits is told of at least once. No personal data. Times are UTC.
/// </summary>
public sealed class Notice
{
    private Notice()
    {
    }

    public Guid Id { get; private set; }
    public Guid CallRequestId { get; private set; }
    public NoticeKind Kind { get; private set; }
    public DateTimeOffset AroseAt { get; private set; }

    /// <summary>The e-mail that covers it, or null while none does.</summary>
    public Guid? MailId { get; private set; }

    /// <summary>When the webhook took it, or null.</summary>
    public DateTimeOffset? PostedAt { get; private set; }

    internal static Notice Of(CallRequest request, DateTimeOffset now, NoticeKind kind = NoticeKind.Asked) =>
        new() { Id = Guid.CreateVersion7(now), CallRequestId = request.Id, Kind = kind, AroseAt = now };

    internal void Posted(DateTimeOffset now) => PostedAt = now;
}

/// <summary>
/// An e-mail about the notices that name it. It is in the store before the first attempt, and not more than one is under way:
/// whatever happens to the attempt or to the site, the very same message goes again until a server has taken it.
/// </summary>
public sealed class NoticeMail
{
    private NoticeMail()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>The header, without its angle brackets. Whoever gets a message twice can tell by it.</summary>
    public string MessageId { get; private set; } = "";

    /// <summary>How many requests it tells of.</summary>
    public int Requests { get; private set; }

    /// <summary>When the first of them came in, or was due.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>What it says of them; of several kinds the first.</summary>
    public NoticeKind Kind { get; private set; }

    /// <summary>When a mail server took it for at least one recipient, or null.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <param name="domain">Right side of the Message-ID.</param>
    internal static NoticeMail Compose(int requests, DateTimeOffset since, NoticeKind kind, string domain, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        return new() { Id = id, MessageId = $"{id:N}@{domain}", Requests = requests, Since = since, Kind = kind };
    }

    internal void Delivered(DateTimeOffset now) => DeliveredAt = now;
}
