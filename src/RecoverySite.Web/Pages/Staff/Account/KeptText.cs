using System.Globalization;
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
            Chunks.AppendResponseCookie(context, cookies.Name("kept"), protector.Protect($"{path}\n{text}", KeptFor), cookies.Options(KeptFor));
    }

    /// <summary>The text kept for this page, once.</summary>
    public string? Take(HttpContext context, string path)
    {
        if (Chunks.GetRequestCookie(context, cookies.Name("kept")) is not { Length: > 0 } kept)
            return null;
        Chunks.DeleteCookie(context, cookies.Name("kept"), cookies.Options(KeptFor));
        try
        {
            return protector.Unprotect(kept).Split('\n', 2) is [var keptFor, var text] && keptFor.Equals(path, StringComparison.OrdinalIgnoreCase) ? text : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>
/// Names and rules of the desk's cookies: sent under /staff alone, over HTTPS alone, hidden from script. On the machine of a
/// developer, where there is no HTTPS, they go without the prefix that some browsers take only with it.
/// </summary>
public sealed class StaffCookies(IHostEnvironment environment)
{
    public const string Path = "/staff";

    public CookieSecurePolicy Secure => environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;

    public string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"{(environment.IsDevelopment() ? "" : "__Secure-")}staff-{what}");

    public CookieOptions Options(TimeSpan life) => new() { Path = Path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = !environment.IsDevelopment(), MaxAge = life };

    public void Apply(CookieBuilder cookie, string what)
    {
        cookie.Name = Name(what);
        cookie.Path = Path;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = Secure;
        cookie.IsEssential = true;
    }
}
