using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// Identity's sign-in with what this desk asks for besides: nobody signs in without a second factor, each sign-in is an
/// audit entry and the beginning of a session, and a sign-in that is half done ends when the account changes.
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
    KnownBrowsers browsers,
    NoticeBell bell,
    TimeProvider clock) : SignInManager<StaffMember>(userManager, contextAccessor, claimsFactory, options, logger, schemes, confirmation)
{
    /// <summary>Name of the property of a cookie that says which <see cref="StaffSession"/> it belongs to.</summary>
    public const string Session = "session";

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

    /// <summary>Leaves this browser in its session, with the account as it is now.</summary>
    public async Task StayAsync(StaffMember member)
    {
        var session = (await Context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Properties;
        await Context.SignInAsync(IdentityConstants.ApplicationScheme, await CreateUserPrincipalAsync(member), session);
    }

    /// <summary>An audit entry about something that they did with their own account.</summary>
    public Task NoteAsync(StaffMember member, string action) =>
        store.WriteAsync(db => Task.FromResult(db.Add(AuditEntry.OfAccount(member.Id, action, clock.GetUtcNow()))), CancellationToken.None);

    public override async Task SignInWithClaimsAsync(StaffMember user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var now = clock.GetUtcNow();
        // The first of all sign-ins is in a new browser without being news.
        var standing = await browsers.StandingAsync(Context, user);
        var isNew = user.LastSignedInAt is not null && standing != BrowserStanding.Known;
        // Once for each browser: one that stays in question is no news at each sign-in.
        var isNews = isNew && standing == BrowserStanding.Unknown;
        var session = StaffSession.Begin(user, Browser.Words(Context.Request.Headers.UserAgent), isNew, now);
        await store.WriteAsync(
            async db =>
            {
                db.Add(session);
                if (isNews)
                    db.Add(SignInNotice.Of(session));
                db.Add(AuditEntry.OfAccount(user.Id, "signed in", now));
                if (await db.StaffMembers.FindAsync(user.Id) is { } member)
                    member.SignedIn(now);
            },
            CancellationToken.None);
        browsers.Remember(Context, user, session);
        if (isNews)
            bell.Ring();
        authenticationProperties ??= new AuthenticationProperties();
        authenticationProperties.Items[Session] = session.Id.ToString("D");
        await base.SignInWithClaimsAsync(user, authenticationProperties, additionalClaims);
    }
}
