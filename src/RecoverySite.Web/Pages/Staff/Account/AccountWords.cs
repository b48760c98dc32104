using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>How people stand, in the words of the command and of the page about them.</summary>
public static class AccountWords
{
    /// <param name="time">A moment in the words of whoever reads it.</param>
    public static string State(StaffMember member, DateTimeOffset now, Func<DateTimeOffset, string> time) => member switch
    {
        { DisabledAt: { } since } => $"shut out since {time(since)}",
        { InviteExpiresAt: { } until } when until > now => $"has a link until {time(until)}",
        { InviteExpiresAt: not null } => "did not use the link in time",
        { PasswordHash: null } => "cannot sign in",
        { HasSecondFactor: false } => "has a password and no authenticator app yet",
        { LastSignedInAt: { } last } => $"signed in last {time(last)}",
        _ => "has not signed in",
    };

    /// <summary>A role by its name, and by nothing else.</summary>
    public static StaffRole? RoleOf(string? name) =>
        Enum.TryParse<StaffRole>(name, ignoreCase: true, out var role) && Enum.IsDefined(role) && !int.TryParse(name, out _) ? role : null;
}
