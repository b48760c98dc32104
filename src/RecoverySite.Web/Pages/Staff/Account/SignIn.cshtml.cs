using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using RecoverySite.Contacts;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>The first of two steps. An address that nobody has, one without a password and a wrong password are answered alike.</summary>
[AllowAnonymous]
public sealed class SignInModel(CurrentContent content, TimeProvider clock, StaffSignIn signIn, StaffAccounts accounts, SignInDelays delays, KnownBrowsers browsers, StaffCookies cookies) : StaffPage(content, clock)
{
    // An address that nobody has takes as long to refuse as any other: hashed once, by the hasher that all others are hashed by.
    private static readonly StaffMember Nobody = StaffMember.Add("nobody", StaffRole.Caller, DateTimeOffset.UnixEpoch);
    private static string? nobodysPassword;

    [FromQuery(Name = "to")]
    public string? Target { get; set; }

    public string Email { get; private set; } = "";

    public string? Problem { get; private set; }

    public bool HasKeptText => Request.Cookies.ContainsKey(cookies.Name("kept"));

    public async Task<IActionResult> OnPostAsync([FromForm] string? email, [FromForm] string? password)
    {
        Email = email?.Trim() ?? "";
        if (Email.Length is 0 or > 254 || string.IsNullOrEmpty(password))
            return Refuse("Enter your e-mail address and your password", StatusCodes.Status422UnprocessableEntity);

        var member = await accounts.FindByNameAsync(Email);
        var door = member is not null && await browsers.StandingAsync(HttpContext, member) != BrowserStanding.Unknown ? SignInDoor.KnownBrowser : SignInDoor.Password;
        if (delays.Begin(Email, door, member is not null) is { } wait)
            return Refuse(SignInDelays.Words(wait), StatusCodes.Status429TooManyRequests);
        var isRight = member?.PasswordHash is null ? IsNobody(password) : await accounts.CheckPasswordAsync(member, password);
        if (!isRight)
            return Refuse("E-mail and password do not go together", StatusCodes.Status422UnprocessableEntity);
        delays.WasRight(Email, door);
        await signIn.PasswordWasRightAsync(member!);
        return SeeOther((member!.HasSecondFactor ? "/staff/sign-in/code" : "/staff/sign-in/set-up") + QueryString.Create("to", StaffAccess.SafeTarget(Target)));
    }

    private bool IsNobody(string password)
    {
        nobodysPassword ??= accounts.PasswordHasher.HashPassword(Nobody, Guid.NewGuid().ToString());
        accounts.PasswordHasher.VerifyHashedPassword(Nobody, nobodysPassword, password);
        return false;
    }

    private PageResult Refuse(string problem, int status)
    {
        Problem = problem;
        return Again(status);
    }
}
