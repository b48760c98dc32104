using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>What became of a change to the list of those who may sign in.</summary>
public enum StaffAnswer
{
    Done,

    /// <summary>Nobody of that address or id is on the list.</summary>
    NotThere,

    AlreadyThere,

    /// <summary>Nobody would be left who can sign in and let others in.</summary>
    LastAdministrator,

    /// <summary>Nobody shuts themselves out.</summary>
    Oneself,

    /// <summary>They are shut out: letting them in again makes a link.</summary>
    ShutOut,

    /// <summary>They are not shut out.</summary>
    NotShutOut,
}

/// <summary>
/// Who may sign in at the desk, and what administrators do about it: load, let the member change, note who did what. Runs
/// inside the write gate, so that two administrators cannot remove each other. The caller saves. Everywhere, <c>by</c> is the
/// administrator, or null for a command on the server.
/// </summary>
public static class StaffList
{
    public static Task<StaffMember?> FindAsync(ContactsDbContext db, string email, CancellationToken cancel)
    {
        var normalized = StaffMember.Normalize(email);
        return db.StaffMembers.SingleOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
    }

    /// <param name="code">Of the one-time link that they join with.</param>
    public static async Task<StaffAnswer> AddAsync(ContactsDbContext db, string email, StaffRole role, OneTimeCode code, Guid? by, DateTimeOffset now, CancellationToken cancel)
    {
        if (await FindAsync(db, email, cancel) is not null)
            return StaffAnswer.AlreadyThere;
        var member = StaffMember.Add(email, role, now);
        member.Invite(code, now);
        db.Add(member);
        return Note(db, member, by, $"added as {Words(role)}", now);
    }

    /// <summary>Takes everything that opens the door away and lets them begin again with a new link.</summary>
    public static async Task<StaffAnswer> ResetAsync(ContactsDbContext db, StaffMember member, OneTimeCode code, Guid? by, DateTimeOffset now, CancellationToken cancel)
    {
        if (member.DisabledAt is not null)
            return StaffAnswer.ShutOut;
        if (member.Id == by)
            return StaffAnswer.Oneself;
        member.Reset();
        member.Invite(code, now);
        await EndSessionsAsync(db, member.Id, but: null, now, cancel);
        return Note(db, member, by, "reset", now);
    }

    public static async Task<StaffAnswer> SetRoleAsync(ContactsDbContext db, StaffMember member, StaffRole role, Guid? by, DateTimeOffset now, CancellationToken cancel)
    {
        if (member.Role == role)
            return StaffAnswer.Done;
        if (await IsLastAdministratorAsync(db, member, cancel))
            return StaffAnswer.LastAdministrator;
        member.SetRole(role);
        return Note(db, member, by, $"gave the role {Words(role)}", now);
    }

    /// <summary>Shuts them out with the next thing that they press: sessions, links and claims end with it.</summary>
    public static async Task<StaffAnswer> DisableAsync(ContactsDbContext db, StaffMember member, Guid? by, DateTimeOffset now, CancellationToken cancel)
    {
        if (member.DisabledAt is not null)
            return StaffAnswer.Done;
        if (await IsLastAdministratorAsync(db, member, cancel))
            return StaffAnswer.LastAdministrator;
        if (member.Id == by)
            return StaffAnswer.Oneself;
        member.Disable(now);
        await EndSessionsAsync(db, member.Id, but: null, now, cancel);
        await Desk.TakeBackAsync(db, member.Id, by, now, cancel);
        return Note(db, member, by, "shut out", now);
    }

    public static StaffAnswer Enable(ContactsDbContext db, StaffMember member, OneTimeCode code, Guid? by, DateTimeOffset now)
    {
        if (member.DisabledAt is null)
            return StaffAnswer.NotShutOut;
        member.Enable(code, now);
        return Note(db, member, by, "let in again", now);
    }

    /// <summary>Ends one session of theirs; one that is over already, or is not theirs, is left alone.</summary>
    public static async Task EndSessionAsync(ContactsDbContext db, Guid memberId, Guid sessionId, Guid by, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.StaffSessions.Of(memberId).SingleOrDefaultAsync(s => s.Id == sessionId && s.EndedAt == null, cancel) is not { } session)
            return;
        session.End(now);
        db.Add(AuditEntry.OfAccount(memberId, by, "ended a session", now));
    }

    /// <param name="but">The session that goes on.</param>
    public static async Task EndAllSessionsAsync(ContactsDbContext db, Guid memberId, Guid? but, Guid by, DateTimeOffset now, CancellationToken cancel)
    {
        if (await EndSessionsAsync(db, memberId, but, now, cancel))
            db.Add(AuditEntry.OfAccount(memberId, by, but is null ? "ended every session" : "ended every other session", now));
    }

    /// <summary>As in <c>supervisor</c>.</summary>
    public static string Words(StaffRole role) => role.ToString().ToLowerInvariant();

    private static async Task<bool> EndSessionsAsync(ContactsDbContext db, Guid memberId, Guid? but, DateTimeOffset now, CancellationToken cancel)
    {
        var sessions = await db.StaffSessions.Of(memberId).Where(s => s.EndedAt == null && s.Id != but).ToListAsync(cancel);
        sessions.ForEach(s => s.End(now));
        return sessions.Count > 0;
    }

    private static async Task<bool> IsLastAdministratorAsync(ContactsDbContext db, StaffMember member, CancellationToken cancel) =>
        member is { Role: StaffRole.Administrator, CanSignIn: true }
            && !(await db.StaffMembers.Where(m => m.Role == StaffRole.Administrator && m.Id != member.Id).ToListAsync(cancel)).Any(m => m.CanSignIn);

    private static StaffAnswer Note(ContactsDbContext db, StaffMember member, Guid? by, string action, DateTimeOffset now)
    {
        db.Add(AuditEntry.OfAccount(member.Id, by, action, now));
        return StaffAnswer.Done;
    }
}
