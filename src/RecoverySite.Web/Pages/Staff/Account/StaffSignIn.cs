using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// Identity's sign-in with what this desk asks for besides: nobody signs in without a second factor, each sign-in is an
/// audit entry and knows when it began, and a sign-in that is half done ends when the account changes.
/// </summary>
public sealed class StaffSignIn(
    UserManager<StaffMember> userManager,
    IHttpContextAccessor contextAccessor,
    IUserClaimsPrincipalFactory<StaffMember> claimsFactory,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<StaffMember>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<StaffMember> confirmation,
    ContactsStore store,
    TimeProvider clock) : SignInManager<StaffMember>(userManager, contextAccessor, claimsFactory, options, logger, schemes, confirmation)
{
    /// <summary>Name of the property of a session that says when it began, round-trip format.</summary>
    public const string Since = "since";

    private const string Stamp = "stamp";

    public override Task<bool> IsTwoFactorEnabledAsync(StaffMember user) => Task.FromResult(true);

    /// <summary>Remembers for five minutes that the password was right.</summary>
    public Task PasswordWasRightAsync(StaffMember member)
    {
        var half = new ClaimsIdentity(IdentityConstants.TwoFactorUserIdScheme);
        half.AddClaim(new Claim(ClaimTypes.Name, member.Id.ToString("D")));
        half.AddClaim(new Claim(Stamp, member.SecurityStamp));
        return Context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half));
    }

    /// <summary>Whose password was right a moment ago; null when nobody's was, or when the account has changed since.</summary>
    public async Task<StaffMember?> HalfSignedInAsync()
    {
        var half = (await Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        return half?.FindFirstValue(ClaimTypes.Name) is { } id && await UserManager.FindByIdAsync(id) is { } member && half.FindFirstValue(Stamp) == member.SecurityStamp
            ? member
            : null;
    }

    /// <summary>An audit entry about something that they did with their own account.</summary>
    public Task NoteAsync(StaffMember member, string action) =>
        store.WriteAsync(db => Task.FromResult(db.Add(AuditEntry.OfAccount(member.Id, action, clock.GetUtcNow()))), CancellationToken.None);

    public override async Task SignInWithClaimsAsync(StaffMember user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var now = clock.GetUtcNow();
        await store.WriteAsync(
            async db =>
            {
                db.Add(AuditEntry.OfAccount(user.Id, "signed in", now));
                if (await db.StaffMembers.FindAsync(user.Id) is { } member)
                    member.SignedIn(now);
            },
            CancellationToken.None);
        authenticationProperties ??= new AuthenticationProperties();
        authenticationProperties.Items[Since] = now.ToString("O");
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
    }
}
