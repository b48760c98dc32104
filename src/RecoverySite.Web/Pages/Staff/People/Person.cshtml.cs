using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.People;

/// <summary>One person at the desk, and what an administrator may do about their account. A code is asked for before each change.</summary>
[Authorize(Policy = StaffAccess.Administrator)]
public sealed class PersonModel(CurrentContent content, TimeProvider clock, Settings settings, ContactsStore store, StepUp stepUp) : StaffPage(content, clock)
{
    private readonly Uri baseUrl = content.BaseUrl;

    [FromQuery(Name = "done")]
    public string? DoneWhat { get; set; }

    /// <summary>What was done on the page before.</summary>
    public string? Done => DoneWhat switch
    {
        "role" => "The new role is in force.",
        "disabled" => "Shut out, in every browser. Links that were not used open nothing any more.",
        "ended" => "That session has ended.",
        "ended-all" => "Those sessions have ended.",
        _ => null,
    };

    public StaffMember Person { get; private set; } = null!;

    public SessionTable Sessions { get; private set; } = null!;

    /// <summary>As chosen, or as it is.</summary>
    public StaffRole Role { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>The handler of the form that was not taken.</summary>
    public string? Refused { get; private set; }

    public InviteLink? Link { get; private set; }

    public static string PathOf(Guid id) => $"/staff/people/{id}";

    public async Task<IActionResult> OnGetAsync([FromRoute] Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostRoleAsync([FromRoute] Guid id, [FromForm] string? role, [FromForm] string? factor) =>
        AccountWords.RoleOf(role) is { } wanted
            ? await ChangeAsync(id, "Role", factor, (db, member) => StaffList.SetRoleAsync(db, member, wanted, Me, Now, CancellationToken.None), "role", wanted)
            : await RefuseAsync(id, "Role", "Choose a role");

    public Task<IActionResult> OnPostDisableAsync([FromRoute] Guid id, [FromForm] string? factor) =>
        ChangeAsync(id, "Disable", factor, (db, member) => StaffList.DisableAsync(db, member, Me, Now, CancellationToken.None), "disabled");

    public Task<IActionResult> OnPostResetAsync([FromRoute] Guid id, [FromForm] string? factor) =>
        LinkAsync(id, "Reset", factor, (db, member, code) => StaffList.ResetAsync(db, member, code, Me, Now, CancellationToken.None));

    public Task<IActionResult> OnPostEnableAsync([FromRoute] Guid id, [FromForm] string? factor) =>
        LinkAsync(id, "Enable", factor, (db, member, code) => Task.FromResult(StaffList.Enable(db, member, code, Me, Now)));

    public Task<IActionResult> OnPostEndAsync([FromRoute] Guid id, [FromForm] Guid session, [FromForm] string? factor) =>
        ChangeAsync(id, "End", factor, async (db, member) =>
        {
            await StaffList.EndSessionAsync(db, member.Id, session, Me, Now, CancellationToken.None);
            return StaffAnswer.Done;
        }, "ended");

    public Task<IActionResult> OnPostEndAllAsync([FromRoute] Guid id, [FromForm] string? factor) =>
        ChangeAsync(id, "EndAll", factor, async (db, member) =>
        {
            await StaffList.EndAllSessionsAsync(db, member.Id, Session!.Id, Me, Now, CancellationToken.None);
            return StaffAnswer.Done;
        }, "ended-all");

    private async Task<IActionResult> ChangeAsync(Guid id, string form, string? factor, Func<ContactsDbContext, StaffMember, Task<StaffAnswer>> change, string done, StaffRole? chosen = null) =>
        await TryAsync(id, form, factor, change, chosen) ?? SeeOther($"{PathOf(id)}?done={done}");

    /// <summary>No address may hold the link, so the answer itself shows it.</summary>
    private async Task<IActionResult> LinkAsync(Guid id, string form, string? factor, Func<ContactsDbContext, StaffMember, OneTimeCode, Task<StaffAnswer>> change)
    {
        var code = OneTimeCode.Create(JoinLink.Groups);
        if (await TryAsync(id, form, factor, (db, member) => change(db, member, code)) is { } refused)
            return refused;
        if (!await LoadAsync(id, CancellationToken.None))
            return NotFound();
        Link = new InviteLink(Person.Email, JoinLink.For(baseUrl, code));
        return Page();
    }

    /// <returns>Null when it was done.</returns>
    private async Task<IActionResult?> TryAsync(Guid id, string form, string? factor, Func<ContactsDbContext, StaffMember, Task<StaffAnswer>> change, StaffRole? chosen = null)
    {
        if (await stepUp.ConfirmAsync(HttpContext, factor) is { } unconfirmed)
            return await RefuseAsync(id, form, unconfirmed, chosen: chosen);
        var answer = await store.WriteAsync(
            async db => await db.StaffMembers.FindAsync(id) is { } member ? await change(db, member) : StaffAnswer.NotThere,
            CancellationToken.None);
        return answer switch
        {
            StaffAnswer.Done => null,
            StaffAnswer.NotThere => NotFound(),
            _ => await RefuseAsync(id, form, ProblemOf(answer), StatusCodes.Status409Conflict, chosen),
        };
    }

    private async Task<IActionResult> RefuseAsync(Guid id, string form, string problem, int status = StatusCodes.Status422UnprocessableEntity, StaffRole? chosen = null)
    {
        if (!await LoadAsync(id, CancellationToken.None))
            return NotFound();
        (Problem, Refused, Role) = (problem, form, chosen ?? Role);
        return Again(status);
    }

    private static string ProblemOf(StaffAnswer answer) => answer switch
    {
        StaffAnswer.LastAdministrator => "This is the last administrator who can sign in, and nobody could let anybody in afterwards. Make sure of another administrator first",
        StaffAnswer.Oneself => "Nobody does this to themselves. Ask another administrator",
        StaffAnswer.ShutOut => "They are shut out. Let them in again first",
        _ => "They are not shut out any more",
    };

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        var (person, sessions) = await store.ReadAsync(
            async db => (await db.StaffMembers.SingleOrDefaultAsync(m => m.Id == id, cancel), await db.StaffSessions.Of(id).Running(Now, settings.StaffIdle, settings.StaffSession).ToListAsync(cancel)), cancel);
        if (person is null)
            return false;
        (Person, Role, Sessions) = (person, person.Role, new SessionTable(sessions, Session!.Id, Words));
        return true;
    }
}
