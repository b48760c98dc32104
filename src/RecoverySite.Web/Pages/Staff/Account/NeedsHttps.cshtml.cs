using Microsoft.AspNetCore.Authorization;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

[AllowAnonymous]
public sealed class NeedsHttpsModel(CurrentContent content, TimeProvider clock) : StaffPage(content, clock)
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status403Forbidden;
}
