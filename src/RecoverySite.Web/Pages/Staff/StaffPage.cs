using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecoverySite.Contacts;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>What every page of the desk knows: who is there, and the moment.</summary>
public abstract class StaffPage(CurrentContent content, TimeProvider clock) : PageModel
{
    public Site Site { get; } = content.Library.Site;

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public StaffWords Words => new(Site, Now);

    /// <summary>Null on the pages before the door.</summary>
    public StaffMember? Member => HttpContext.StaffMember();

    /// <summary>The session that this page is shown in; null with <see cref="Member"/>.</summary>
    public StaffSession? Session => HttpContext.StaffSession();

    /// <summary>Whoever is signed in; for pages behind the door.</summary>
    protected Guid Me => Member?.Id ?? throw new InvalidOperationException("Nobody is signed in.");

    public bool IsSupervisor => Member?.Role >= StaffRole.Supervisor;

    public bool IsAdministrator => Member?.Role >= StaffRole.Administrator;

    protected IActionResult SeeOther(string url)
    {
        Response.Headers.Location = url;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    protected PageResult Again(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
