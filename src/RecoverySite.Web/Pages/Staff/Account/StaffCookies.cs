namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// Names and rules of the desk's cookies: sent under /staff alone, over HTTPS alone, hidden from script. On the machine of a
/// developer they go without the prefix and the rule, because not every browser takes those over HTTP from localhost.
/// </summary>
public sealed class StaffCookies(IHostEnvironment environment)
{
    public const string Path = "/staff";

    public string Name(string what) => (environment.IsDevelopment() ? "staff-" : "__Secure-staff-") + what;

    public CookieBuilder Cookie(string what) =>
        new OverHttps(!environment.IsDevelopment()) { Name = Name(what), Path = Path, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, SecurePolicy = CookieSecurePolicy.None };

    /// <summary>The framework's own rule refuses to serve a form over HTTP at all; browsers hold localhost for as safe as HTTPS.</summary>
    private sealed class OverHttps(bool isSecure) : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var cookie = base.Build(context, expiresFrom);
            cookie.Secure = isSecure;
            return cookie;
        }
    }
}
