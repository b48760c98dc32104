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

/// <summary>Identity's accounts, with recovery codes long enough to be kept under a fast hash.</summary>
public sealed class StaffAccounts(
    IUserStore<StaffMember> userStore,
    IOptions<IdentityOptions> options,
    IPasswordHasher<StaffMember> passwordHasher,
    IEnumerable<IUserValidator<StaffMember>> userValidators,
    IEnumerable<IPasswordValidator<StaffMember>> passwordValidators,
    ILookupNormalizer keyNormalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<StaffMember>> logger) : UserManager<StaffMember>(userStore, options, passwordHasher, userValidators, passwordValidators, keyNormalizer, errors, services, logger)
{
    protected override string CreateTwoFactorRecoveryCode() => OneTimeCode.Create(groups: 4).Text;
}

/// <summary>Codes of an authenticator app, by the site's clock, each good for one use.</summary>
public sealed class AuthenticatorCodes(TimeProvider clock) : IUserTwoFactorTokenProvider<StaffMember>
{
    public Task<string> GenerateAsync(string purpose, UserManager<StaffMember> manager, StaffMember user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<StaffMember> manager, StaffMember user) =>
        user.TakeCode(token, clock.GetUtcNow()) && (await manager.UpdateAsync(user)).Succeeded;

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<StaffMember> manager, StaffMember user) => Task.FromResult(user.AuthenticatorKey is not null);
}

/// <summary>What a page and a policy can read of whoever is signed in.</summary>
public sealed class StaffPrincipal(UserManager<StaffMember> userManager, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<StaffMember>(userManager, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffMember user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(identity.RoleClaimType, user.Role.ToString()));
        return identity;
    }
}

/// <summary>Refuses what is guessed first. Length does the rest: no rule about digits and signs.</summary>
public sealed class NotEasilyGuessed : IPasswordValidator<StaffMember>
{
    private static readonly string[] First = ["password", "passwort", "123456", "qwerty", "letmein", "welcome", "iloveyou", "abcdef", "recovery"];

    public Task<IdentityResult> ValidateAsync(UserManager<StaffMember> manager, StaffMember user, string? password)
    {
        var plain = (password ?? "").ToLowerInvariant();
        var own = user.Email.Split('@')[0].ToLowerInvariant();
        var rest = First.Append(own.Length >= 3 ? own : "password").Aggregate(plain, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        // Without the words that everybody tries first, something must be left to guess.
        var isWeak = rest.Distinct().Count() < 5 || rest.Length < 6;
        return Task.FromResult(isWeak
            ? IdentityResult.Failed(new IdentityError { Code = "EasilyGuessed", Description = "Choose a password that is harder to guess: four words that do not belong together are good" })
            : IdentityResult.Success);
    }
}
