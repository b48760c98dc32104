namespace RecoverySite.Contacts;

/// <summary>One browser in which a staff member is signed in, or was. Times are UTC.</summary>
public sealed class StaffSession
{
    /// <summary>How long a code given in this session is good for what asks for one again.</summary>
    public static readonly TimeSpan ConfirmedFor = TimeSpan.FromMinutes(5);

    /// <summary>How long a session that is over stays on the list.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private StaffSession()
    {
    }

    public Guid Id { get; private set; }
    public Guid StaffMemberId { get; private set; }

    /// <summary>In coarse words, as in <c>Firefox on Windows</c>.</summary>
    public string Browser { get; private set; } = "";

    /// <summary>True when the member had never signed in with this browser before.</summary>
    public bool IsNewBrowser { get; private set; }

    public DateTimeOffset BeganAt { get; private set; }

    /// <summary>Of the person, not of a page that renews itself; to the minute.</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When a second factor was given last.</summary>
    public DateTimeOffset ConfirmedAt { get; private set; }

    /// <summary>Signed out, ended from elsewhere, or ended with the account; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the member said that the new browser was theirs.</summary>
    public DateTimeOffset? OwnedAt { get; private set; }

    /// <summary>Whether what asks for a second factor again may go on without.</summary>
    public bool IsConfirmedAt(DateTimeOffset now) => now >= ConfirmedAt && now - ConfirmedAt < ConfirmedFor;

    public static StaffSession Begin(StaffMember member, string browser, bool isNewBrowser, DateTimeOffset now) =>
        new() { Id = Guid.NewGuid(), StaffMemberId = member.Id, Browser = browser, IsNewBrowser = isNewBrowser, BeganAt = now, LastSeenAt = now, ConfirmedAt = now };

    public void Seen(DateTimeOffset now) => LastSeenAt = now;

    public void Confirm(DateTimeOffset now) => ConfirmedAt = now;

    public void Own(DateTimeOffset now) => OwnedAt ??= now;

    public void End(DateTimeOffset now) => EndedAt ??= now;
}
