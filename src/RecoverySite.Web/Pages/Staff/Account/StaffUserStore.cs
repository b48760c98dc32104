using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// ASP.NET Core Identity's way to staff members. Its own EF Core store would keep six tables that nobody here needs and save
/// past the write gate; this one saves through it. What Identity changes on a member is saved by <see cref="UpdateAsync"/>.
/// </summary>
public sealed class StaffUserStore(ContactsStore store) :
    IUserPasswordStore<StaffMember>, IUserSecurityStampStore<StaffMember>, IUserTwoFactorStore<StaffMember>,
    IUserAuthenticatorKeyStore<StaffMember>, IUserTwoFactorRecoveryCodeStore<StaffMember>
{
    private static readonly IdentityError ChangedMeanwhile = new() { Code = "ConcurrencyFailure", Description = "Somebody changed this account at the same moment." };

    public Task<IdentityResult> CreateAsync(StaffMember user, CancellationToken cancellationToken) => SaveAsync(db => db.Add(user), cancellationToken);

    public Task<IdentityResult> UpdateAsync(StaffMember user, CancellationToken cancellationToken) => SaveAsync(db => db.Update(user), cancellationToken);

    public Task<IdentityResult> DeleteAsync(StaffMember user, CancellationToken cancellationToken) => SaveAsync(db => db.Remove(user), cancellationToken);

    public Task<StaffMember?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? FindAsync(m => m.Id == id, cancellationToken) : Task.FromResult<StaffMember?>(null);

    /// <summary>People sign in with their e-mail address.</summary>
    public Task<StaffMember?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindAsync(m => m.NormalizedEmail == normalizedUserName, cancellationToken);

    public Task<string> GetUserIdAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult(user.Id.ToString("D"));

    public Task<string?> GetUserNameAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.NormalizedEmail);

    public Task SetUserNameAsync(StaffMember user, string? userName, CancellationToken cancellationToken) => Do(() => user.SetEmail(userName ?? ""));

    // The member normalizes its address by itself.
    public Task SetNormalizedUserNameAsync(StaffMember user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash);

    public Task<bool> HasPasswordAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult(user.PasswordHash is not null);

    public Task SetPasswordHashAsync(StaffMember user, string? passwordHash, CancellationToken cancellationToken) => Do(() => user.SetPasswordHash(passwordHash));

    public Task<string?> GetSecurityStampAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.SecurityStamp);

    public Task SetSecurityStampAsync(StaffMember user, string stamp, CancellationToken cancellationToken) => Do(() => user.SetSecurityStamp(stamp));

    public Task<bool> GetTwoFactorEnabledAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult(user.HasSecondFactor);

    public Task SetTwoFactorEnabledAsync(StaffMember user, bool enabled, CancellationToken cancellationToken) => Do(() => user.SetSecondFactor(enabled));

    public Task<string?> GetAuthenticatorKeyAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult(user.AuthenticatorKey);

    public Task SetAuthenticatorKeyAsync(StaffMember user, string key, CancellationToken cancellationToken) => Do(() => user.SetAuthenticatorKey(key));

    public Task<int> CountCodesAsync(StaffMember user, CancellationToken cancellationToken) => Task.FromResult(user.RecoveryCodeHashes.Count);

    public Task<bool> RedeemCodeAsync(StaffMember user, string code, CancellationToken cancellationToken) => Task.FromResult(user.TakeRecoveryCode(code));

    public Task ReplaceCodesAsync(StaffMember user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) => Do(() => user.SetRecoveryCodes(recoveryCodes));

    // The store is the site's and outlives this.
    public void Dispose()
    {
    }

    private static Task Do(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    private Task<StaffMember?> FindAsync(System.Linq.Expressions.Expression<Func<StaffMember, bool>> which, CancellationToken cancel) =>
        store.ReadAsync(db => db.StaffMembers.SingleOrDefaultAsync(which, cancel), cancel);

    private Task<IdentityResult> SaveAsync(Action<ContactsDbContext> change, CancellationToken cancel) =>
        store.WriteAsync(
            async db =>
            {
                change(db);
                try
                {
                    await db.SaveChangesAsync(cancel);
                    return IdentityResult.Success;
                }
                catch (DbUpdateConcurrencyException)
                {
                    db.ChangeTracker.Clear();
                    return IdentityResult.Failed(ChangedMeanwhile);
                }
            },
            cancel);
}
