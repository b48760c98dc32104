using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

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
