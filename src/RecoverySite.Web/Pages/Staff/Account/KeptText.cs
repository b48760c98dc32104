using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// A note that was being written when the session ended, kept for half an hour, encrypted, in the browser that it came from,
/// and given back where it was written once somebody has signed in again.
/// </summary>
public sealed class KeptText(IDataProtectionProvider protection, StaffCookies cookies)
{
    public const int Longest = 2000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(30);

    // A long note does not fit into one cookie.
    private static readonly ChunkingCookieManager Chunks = new();

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("staff", "kept text").ToTimeLimitedDataProtector();

    public void Keep(HttpContext context, string path, string text)
    {
        if (text.Length is > 0 and <= Longest)
            Chunks.AppendResponseCookie(context, cookies.Name("kept"), protector.Protect($"{path}\n{text}", KeptFor), Lasting(cookies.Cookie("kept").Build(context)));
    }

    /// <summary>The text kept for this page, once.</summary>
    public string? Take(HttpContext context, string path)
    {
        if (Chunks.GetRequestCookie(context, cookies.Name("kept")) is not { Length: > 0 } kept)
            return null;
        Chunks.DeleteCookie(context, cookies.Name("kept"), cookies.Cookie("kept").Build(context));
        try
        {
            return protector.Unprotect(kept).Split('\n', 2) is [var keptFor, var text] && keptFor.Equals(path, StringComparison.OrdinalIgnoreCase) ? text : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Lasting(CookieOptions cookie)
    {
        cookie.MaxAge = KeptFor;
        return cookie;
    }
}
