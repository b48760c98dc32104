using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

public sealed class NotAllowedModel(CurrentContent content, TimeProvider clock) : StaffPage(content, clock)
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status403Forbidden;
}
