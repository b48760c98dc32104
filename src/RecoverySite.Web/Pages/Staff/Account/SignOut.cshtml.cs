using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// Ends this session in the store, so that a cookie that somebody has copied is worth nothing afterwards. Other browsers have sessions
/// of their own. Whoever signs out of the last has gone, so that colleagues see what they leave.
/// </summary>
public sealed class SignOutModel(CurrentContent content, TimeProvider clock, ContactsStore store, StaffSignIn signIn, Settings settings) : StaffPage(content, clock)
{
    public async Task<IActionResult> OnPostAsync()
    {
        await store.WriteAsync(
            async db =>
            {
                (await db.StaffSessions.FindAsync(Session!.Id))?.End(Now);
                // In another browser they are still there, perhaps in the middle of a call.
                if (!await db.StaffSessions.Running(Now, settings.StaffIdle, settings.StaffSession).AnyAsync(s => s.StaffMemberId == Me && s.Id != Session!.Id))
                    await Contacts.Desk.GoOffDutyAsync(db, Me, Now, CancellationToken.None);
                db.Add(AuditEntry.OfAccount(Me, "signed out", Now));
            },
            CancellationToken.None);
        await signIn.SignOutAsync();
        return SeeOther("/staff/sign-in");
    }
}
