using Microsoft.AspNetCore.Mvc;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>Ends every session of whoever asks, on all their devices: a cookie that somebody has copied is worth nothing afterwards.</summary>
public sealed class SignOutModel(CurrentContent content, TimeProvider clock, StaffSignIn signIn, StaffAccounts accounts) : StaffPage(content, clock)
{
    public async Task<IActionResult> OnPostAsync()
    {
        await accounts.UpdateSecurityStampAsync(Member!);
        await signIn.NoteAsync(Member!, "signed out");
        await signIn.SignOutAsync();
        return SeeOther("/staff/sign-in");
    }
}
