using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>Where a one-time link leads. The link, the address and the password are checked together and taken in one step.</summary>
[AllowAnonymous]
public sealed class JoinModel(CurrentContent content, TimeProvider clock, ContactsStore store, StaffAccounts accounts, StaffSignIn signIn, FirstAdministrator first) : StaffPage(content, clock)
{
    private const int LongestName = 60;
    private const string NotInvited = "Code and address do not go together, or the link has been used or is more than three days old. Ask for a new one";

    public string Invite { get; private set; } = "";
    public string Email { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string? Problem { get; private set; }

    public async Task<IActionResult> OnPostAsync([FromForm] string? invite, [FromForm] string? email, [FromForm] string? name, [FromForm] string? password)
    {
        // Whoever pastes the whole link has pasted the code.
        (Invite, Email, Name) = ((invite ?? "").Split('#')[^1].Trim(), email?.Trim() ?? "", name?.Trim() ?? "");
        if (Name.Length is 0 or > LongestName)
            return Refuse("Enter the name that colleagues should see");
        if (!StaffMember.IsEmail(Email))
            return Refuse("Enter your e-mail address, like ana@example.org");
        var candidate = StaffMember.Add(Email, StaffRole.Administrator, Now);
        if (await accounts.WeaknessAsync(candidate, password) is { } weakness)
            return Refuse(weakness);

        var hash = OneTimeCode.HashOf(Invite);
        // Hashing a password costs; whoever has no link does not make us do it.
        if (!await store.ReadAsync(async db => await InvitedAsync(db, candidate, hash) is not null, CancellationToken.None))
            return Refuse(NotInvited);
        var passwordHash = accounts.PasswordHasher.HashPassword(candidate, password!);
        var member = await store.WriteAsync(db => JoinAsync(db, candidate, hash, passwordHash), CancellationToken.None);
        if (member is null)
            return Refuse(NotInvited);
        await signIn.PasswordWasRightAsync(member);
        return SeeOther("/staff/sign-in/set-up");
    }

    private async Task<StaffMember?> JoinAsync(ContactsDbContext db, StaffMember candidate, string hash, string passwordHash)
    {
        if (await InvitedAsync(db, candidate, hash) is not { } member)
            return null;
        if (member == candidate)
            db.Add(member);
        member.Reset();
        member.SetPasswordHash(passwordHash);
        member.Join(Name);
        db.Add(AuditEntry.OfAccount(member.Id, "joined", Now));
        return member;
    }

    /// <summary>Whoever the link was made for, the candidate for the first administrator included; null when it is none.</summary>
    private async Task<StaffMember?> InvitedAsync(ContactsDbContext db, StaffMember candidate, string hash)
    {
        var member = await db.StaffMembers.SingleOrDefaultAsync(m => m.NormalizedEmail == candidate.NormalizedEmail);
        if (member is not null)
            return member.IsInvitedBy(hash, Now) ? member : null;
        return first.IsInvitedBy(hash) && await FirstAdministrator.IsNeededAsync(db, CancellationToken.None) ? candidate : null;
    }

    private PageResult Refuse(string problem)
    {
        Problem = problem;
        return Again(StatusCodes.Status422UnprocessableEntity);
    }
}
