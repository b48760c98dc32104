using Microsoft.AspNetCore.Mvc;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

public sealed class SignOutModel(CurrentContent content, TimeProvider clock, StaffSignIn signIn) : StaffPage(content, clock)
{
    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return SeeOther("/staff/sign-in");
    }
}
