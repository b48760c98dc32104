using Microsoft.AspNetCore.Identity;
using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>Codes of an authenticator app, by the site's clock, each good for one use.</summary>
public sealed class AuthenticatorCodes(TimeProvider clock) : IUserTwoFactorTokenProvider<StaffMember>
{
    public Task<string> GenerateAsync(string purpose, UserManager<StaffMember> manager, StaffMember user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<StaffMember> manager, StaffMember user) =>
        user.TakeCode(token, clock.GetUtcNow()) && (await manager.UpdateAsync(user)).Succeeded;

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<StaffMember> manager, StaffMember user) => Task.FromResult(user.AuthenticatorKey is not null);
}
