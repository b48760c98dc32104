using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>What a browser is to a member who signs in with it.</summary>
public enum BrowserStanding
{
    /// <summary>They have not signed in with it before, or so long ago that nobody can tell, or they said that it is not theirs.</summary>
    Unknown,

    /// <summary>Somebody has signed in with it as them before, and they have not said whose it is.</summary>
    InQuestion,

    /// <summary>It is theirs.</summary>
    Known,
}

/// <summary>
/// Browsers in which a member has signed in before. Whoever guesses at their account from elsewhere does not make them wait.
/// It opens nothing: password and code are asked for all the same. A reset ends it. A browser stands as the session stands in
/// which it was remembered, so whoever was there once does not vouch for themselves by coming again.
/// </summary>
public sealed class KnownBrowsers(IDataProtectionProvider protection, StaffCookies cookies, ContactsStore store)
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromDays(180);

    private readonly IDataProtector protector = protection.CreateProtector("staff", "known browser");

    /// <param name="session">The one that begins.</param>
    public void Remember(HttpContext context, StaffMember member, StaffSession session)
    {
        var cookie = cookies.Cookie("known-browser").Build(context);
        cookie.MaxAge = RememberedFor;
        context.Response.Cookies.Append(cookies.Name("known-browser"), protector.Protect($"{Token(member)} {session.Id}"), cookie);
    }

    /// <exception cref="StoreUnavailableException"/>
    public async Task<BrowserStanding> StandingAsync(HttpContext context, StaffMember member)
    {
        if (Read(context) is not { } token || !token.StartsWith(Token(member), StringComparison.Ordinal))
            return BrowserStanding.Unknown;
        var rest = token[Token(member).Length..];
        // From before sessions were kept: nobody could be asked about it.
        if (rest == "")
            return BrowserStanding.Known;
        if (!Guid.TryParse(rest, out var id) || await store.ReadAsync(db => db.StaffSessions.Of(member.Id).SingleOrDefaultAsync(s => s.Id == id), CancellationToken.None) is not { DisownedAt: null } session)
            return BrowserStanding.Unknown;
        return session.IsInQuestion ? BrowserStanding.InQuestion : BrowserStanding.Known;
    }

    private string? Read(HttpContext context)
    {
        try
        {
            return context.Request.Cookies[cookies.Name("known-browser")] is { } token ? protector.Unprotect(token) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Another authenticator app is another start, whatever the reason for it.
    private static string Token(StaffMember member) => $"{member.Id} {OneTimeCode.HashOf(member.AuthenticatorKey ?? "")}";
}
