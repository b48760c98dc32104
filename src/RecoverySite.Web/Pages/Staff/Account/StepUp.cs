using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// What cannot be taken back, or opens doors, asks whoever is signed in for a code again: somebody else may have sat down
/// before the screen. A code is good for some minutes of one session. Forms ask for it with <c>_Factor</c>.
/// </summary>
public sealed class StepUp(ContactsStore store, SignInDelays delays, TimeProvider clock)
{
    public bool IsNeeded(HttpContext context) => context.StaffSession()?.IsConfirmedAt(clock.GetUtcNow()) != true;

    /// <summary>Why the code in this request was not taken, or null.</summary>
    public static string? ProblemIn(HttpContext context) => context.Items[typeof(StepUp)] as string;

    /// <param name="code">Of the authenticator app, or a recovery code. Either is good for one use, and wrong ones wait as at the door.</param>
    /// <returns>Null when it may go on; otherwise what is wrong, without its full stop.</returns>
    public async Task<string?> ConfirmAsync(HttpContext context, string? code)
    {
        var problem = IsNeeded(context) ? await CheckAsync(context, code?.Trim() ?? "") : null;
        context.Items[typeof(StepUp)] = problem;
        return problem;
    }

    private async Task<string?> CheckAsync(HttpContext context, string code)
    {
        if (context.StaffMember() is not { Id: var memberId, Email: var email } || context.StaffSession() is not { Id: var sessionId })
            throw new InvalidOperationException("Nobody is signed in.");
        if (code.Length == 0)
            return "Enter the code that your authenticator app shows now";
        if (delays.Begin(email, SignInDoor.Code, isStaff: true) is { } wait)
            return SignInDelays.Words(wait);
        if (!await store.WriteAsync(db => TakeAsync(db, context, memberId, sessionId, code), CancellationToken.None))
            return "That code is not right, or was used already. Enter the code that your authenticator app shows now";
        delays.WasRight(email, SignInDoor.Code);
        return null;
    }

    /// <summary>The member is taken as stored: of two forms with one code the second is refused.</summary>
    private async Task<bool> TakeAsync(ContactsDbContext db, HttpContext context, Guid memberId, Guid sessionId, string code)
    {
        var now = clock.GetUtcNow();
        if (await db.StaffMembers.FindAsync(memberId) is not { } member || await db.StaffSessions.FindAsync(sessionId) is not { EndedAt: null } session)
            return false;
        var isFromApp = member.TakeCode(code, now);
        if (!isFromApp && !member.TakeRecoveryCode(code))
            return false;
        session.Confirm(now);
        db.Add(AuditEntry.OfAccount(member.Id, isFromApp ? "gave a code again" : "used a recovery code", now));
        // The rest of the request goes on with what is stored now.
        (context.Items[typeof(StaffMember)], context.Items[typeof(StaffSession)]) = (member, session);
        return true;
    }
}
