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

    /// <summary>When the member said whose the new browser was; one that was not theirs has ended since.</summary>
    public DateTimeOffset? OwnedAt { get; private set; }

    /// <summary>When the member said that the new browser was not theirs.</summary>
    public DateTimeOffset? DisownedAt { get; private set; }

    /// <summary>In a browser that was new to the member, while they have not said whose it is; also when it is over.</summary>
    public bool IsInQuestion => IsNewBrowser && OwnedAt is null;

    /// <summary>Whether it opens the desk: nobody has ended it, it is younger than <paramref name="longest"/>, and it was used no longer than <paramref name="idle"/> ago.</summary>
    public bool RunsAt(DateTimeOffset now, TimeSpan idle, TimeSpan longest) => EndedAt is null && now - LastSeenAt <= idle && now - BeganAt < longest;

    /// <summary>Whether what asks for a second factor again may go on without.</summary>
    public bool IsConfirmedAt(DateTimeOffset now) => now >= ConfirmedAt && now - ConfirmedAt < ConfirmedFor;

    public static StaffSession Begin(StaffMember member, string browser, bool isNewBrowser, DateTimeOffset now) =>
        new() { Id = Guid.NewGuid(), StaffMemberId = member.Id, Browser = browser, IsNewBrowser = isNewBrowser, BeganAt = now, LastSeenAt = now, ConfirmedAt = now };

    public void Seen(DateTimeOffset now) => LastSeenAt = now;

    public void Confirm(DateTimeOffset now) => ConfirmedAt = now;

    /// <summary>The new browser was the member's own.</summary>
    public void Own(DateTimeOffset now) => OwnedAt ??= now;

    /// <summary>The new browser was somebody else's.</summary>
    public void Disown(DateTimeOffset now)
    {
        DisownedAt = OwnedAt = now;
        End(now);
    }

    public void End(DateTimeOffset now) => EndedAt ??= now;
}
