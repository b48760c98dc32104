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
        if (!StaffEmail.IsValid(Email))
            return Refuse("Enter your e-mail address, like ana@example.org");
        var candidate = StaffMember.Add(Email, StaffRole.Administrator, Now);
        foreach (var validator in accounts.PasswordValidators)
        {
            if (await validator.ValidateAsync(accounts, candidate, password) is { Succeeded: false } weak)
                return Refuse(weak.Errors.First().Description.TrimEnd('.'));
        }

        var hash = OneTimeCode.HashOf(Invite);
        var passwordHash = accounts.PasswordHasher.HashPassword(candidate, password!);
        var member = await store.WriteAsync(db => JoinAsync(db, candidate, hash, passwordHash), CancellationToken.None);
        if (member is null)
            return Refuse("Code and address do not go together, or the link has been used or is more than three days old. Ask for a new one");
        await signIn.PasswordWasRightAsync(member);
        return SeeOther("/staff/sign-in/set-up");
    }

    private async Task<StaffMember?> JoinAsync(ContactsDbContext db, StaffMember candidate, string hash, string passwordHash)
    {
        var member = await db.StaffMembers.SingleOrDefaultAsync(m => m.NormalizedEmail == candidate.NormalizedEmail);
        if (member is null && first.IsInvitedBy(hash) && await FirstAdministrator.IsNeededAsync(db, CancellationToken.None))
            db.Add(member = candidate);
        else if (member is null || !member.IsInvitedBy(hash, Now))
            return null;
        member.Reset();
        member.SetPasswordHash(passwordHash);
        member.Join(Name);
        db.Add(AuditEntry.OfAccount(member.Id, "joined", Now));
        return member;
    }

    private PageResult Refuse(string problem)
    {
        Problem = problem;
        return Again(StatusCodes.Status422UnprocessableEntity);
    }
}

/// <summary>An address that somebody can be told apart by; whether mail arrives there is not asked.</summary>
public static class StaffEmail
{
    public static bool IsValid(string email) =>
        email.Length <= 254 && System.Net.Mail.MailAddress.TryCreate(email, out var address) && address.Address == email && !email.Any(char.IsWhiteSpace);
}
