namespace RecoverySite.Contacts;

/// <summary>Which sessions are meant. Reads like the sentence that it stands for.</summary>
public static class StaffSessionQueries
{
    public static IQueryable<StaffSession> Of(this IQueryable<StaffSession> sessions, Guid staffMemberId) => sessions.Where(s => s.StaffMemberId == staffMemberId);

    /// <summary>As <see cref="StaffSession.RunsAt"/> says, the one used last first.</summary>
    public static IQueryable<StaffSession> Running(this IQueryable<StaffSession> sessions, DateTimeOffset now, TimeSpan idle, TimeSpan longest)
    {
        var (seen, began) = (now - idle, now - longest);
        return sessions.Where(s => s.EndedAt == null && s.LastSeenAt >= seen && s.BeganAt > began).OrderByDescending(s => s.LastSeenAt).ThenBy(s => s.Id);
    }

    /// <summary>As <see cref="StaffSession.IsInQuestion"/> says, the latest first.</summary>
    public static IQueryable<StaffSession> InQuestion(this IQueryable<StaffSession> sessions, Guid staffMemberId) =>
        sessions.Of(staffMemberId).Where(s => s.IsNewBrowser && s.OwnedAt == null).OrderByDescending(s => s.BeganAt).ThenBy(s => s.Id);
}
