using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Staff who mistype an address stay at the desk.</summary>
public sealed class NotHereModel(CurrentContent content, TimeProvider clock) : StaffPage(content, clock)
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status404NotFound;
}
