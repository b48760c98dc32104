using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

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
    /// <summary>Of twenty random bits each.</summary>
    public const int RecoveryCodeGroups = 4;

    /// <returns>Why the password is not taken, without its full stop; null when it is.</returns>
    public async Task<string?> WeaknessAsync(StaffMember member, string? password)
    {
        foreach (var validator in PasswordValidators)
        {
            if (await validator.ValidateAsync(this, member, password) is { Succeeded: false } weak)
                return weak.Errors.First().Description.TrimEnd('.');
        }
        return null;
    }

    protected override string CreateTwoFactorRecoveryCode() => OneTimeCode.Create(RecoveryCodeGroups).Text;
}
