using Microsoft.AspNetCore.Mvc;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// Ends this session in the store, so that a cookie that somebody has copied is worth nothing afterwards. Other browsers have sessions
/// of their own. Whoever signs out has gone, so that colleagues see what they leave.
/// </summary>
public sealed class SignOutModel(CurrentContent content, TimeProvider clock, ContactsStore store, StaffSignIn signIn) : StaffPage(content, clock)
{
    public async Task<IActionResult> OnPostAsync()
    {
        await store.WriteAsync(
            async db =>
            {
                (await db.StaffSessions.FindAsync(Session!.Id))?.End(Now);
                await Contacts.Desk.GoOffDutyAsync(db, Me, Now, CancellationToken.None);
                db.Add(AuditEntry.OfAccount(Me, "signed out", Now));
            },
            CancellationToken.None);
        await signIn.SignOutAsync();
        return SeeOther("/staff/sign-in");
    }
}
