using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.People;

/// <summary>Who may sign in, and the way in for one more.</summary>
[Authorize(Policy = StaffAccess.Administrator)]
public sealed class PeopleModel(CurrentContent content, TimeProvider clock, ContactsStore store, StepUp stepUp) : StaffPage(content, clock)
{
    private readonly Uri baseUrl = content.BaseUrl;

    public IReadOnlyList<StaffMember> People { get; private set; } = [];

    public string Email { get; private set; } = "";

    public StaffRole Role { get; private set; }

    public bool IsEmailWrong { get; private set; }

    public string? Problem { get; private set; }

    public InviteLink? Link { get; private set; }

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostInviteAsync([FromForm] string? email, [FromForm] string? role, [FromForm] string? factor)
    {
        (Email, Role) = (email?.Trim() ?? "", AccountWords.RoleOf(role) ?? StaffRole.Caller);
        if (!StaffMember.IsEmail(Email))
            return await RefuseAsync("Enter their e-mail address, like ana@example.org", isEmailWrong: true);
        if (await stepUp.ConfirmAsync(HttpContext, factor) is { } unconfirmed)
            return await RefuseAsync(unconfirmed);
        var code = OneTimeCode.Create(JoinLink.Groups);
        if (await store.WriteAsync(db => StaffList.AddAsync(db, Email, Role, code, Me, Now, CancellationToken.None), CancellationToken.None) != StaffAnswer.Done)
            return await RefuseAsync("That address is on the list already. A new link is made on the page of that person", isEmailWrong: true, StatusCodes.Status409Conflict);
        // No address may hold the link, so this answer shows it. Sent again, the form finds the address on the list.
        (Link, Email, Role) = (new InviteLink(Email, JoinLink.For(baseUrl, code)), "", StaffRole.Caller);
        await LoadAsync(CancellationToken.None);
        return Page();
    }

    private async Task<IActionResult> RefuseAsync(string problem, bool isEmailWrong = false, int status = StatusCodes.Status422UnprocessableEntity)
    {
        (Problem, IsEmailWrong) = (problem, isEmailWrong);
        await LoadAsync(CancellationToken.None);
        return Again(status);
    }

    /// <summary>Those who may sign in first, by name.</summary>
    private async Task LoadAsync(CancellationToken cancel) =>
        People = await store.ReadAsync(db => db.StaffMembers.OrderBy(m => m.DisabledAt != null).ThenBy(m => m.Name == "").ThenBy(m => m.Name).ThenBy(m => m.Email).ToListAsync(cancel), cancel);
}
