using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// Browsers in which a member has signed in before. Whoever guesses at their account from elsewhere does not make them wait.
/// It opens nothing: password and code are asked for all the same. A reset ends it.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, StaffCookies cookies)
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(180);

    private readonly IDataProtector protector = protection.CreateProtector("staff", "known browser");

    public void Remember(HttpContext context, StaffMember member)
    {
        var cookie = cookies.Cookie("known-browser").Build(context);
        cookie.MaxAge = RememberedFor;
        context.Response.Cookies.Append(cookies.Name("known-browser"), protector.Protect(Token(member)), cookie);
    }

    public bool IsKnown(HttpContext context, StaffMember member)
    {
        try
        {
            return context.Request.Cookies[cookies.Name("known-browser")] is { } token && protector.Unprotect(token) == Token(member);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // Another authenticator app is another start, whatever the reason for it.
    private static string Token(StaffMember member) => $"{member.Id} {OneTimeCode.HashOf(member.AuthenticatorKey ?? "")}";
}
