namespace RecoverySite.Contacts.Notices;

/// <summary>A member is to be told by e-mail that somebody signed in as them with a browser that was never used for it before. Times are UTC.</summary>
public sealed class SignInNotice
{
    private SignInNotice()
    {
    }

    public Guid Id { get; private set; }
    public Guid StaffMemberId { get; private set; }

    /// <summary>In coarse words, as in <c>Firefox on Windows</c>.</summary>
    public string Browser { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>When a mail server took it, or null.</summary>
    public DateTimeOffset? DeliveredAt { get; private set; }

    public static SignInNotice Of(StaffSession session) =>
        new() { Id = Guid.CreateVersion7(session.BeganAt), StaffMemberId = session.StaffMemberId, Browser = session.Browser, At = session.BeganAt };

    internal void Delivered(DateTimeOffset now) => DeliveredAt = now;
}
