using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using RecoverySite.Contacts;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>Between the password and the first sign-in: the authenticator app, and the recovery codes, shown once.</summary>
[AllowAnonymous]
public sealed class SetUpModel(CurrentContent content, TimeProvider clock, StaffSignIn signIn, StaffAccounts accounts, SignInDelays delays) : StaffPage(content, clock)
{
    private StaffMember? joining;

    [FromQuery(Name = "to")]
    public string? Target { get; set; }

    public string To => StaffAccess.SafeTarget(Target);

    public string? Problem { get; private set; }

    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    /// <summary>As authenticator apps read it from the picture (the key URI format that they share).</summary>
    public string KeyUri => $"otpauth://totp/{Uri.EscapeDataString(Site.Name)}:{Uri.EscapeDataString(joining!.Email)}?secret={joining.AuthenticatorKey}&issuer={Uri.EscapeDataString(Site.Name)}";

    public string ReadableKey => string.Join(' ', joining!.AuthenticatorKey!.Chunk(4).Select(four => new string(four)));

    public async Task<IActionResult> OnGetAsync()
    {
        joining = await signIn.HalfSignedInAsync();
        if (joining is null or { HasSecondFactor: true })
            return SeeOther("/staff/sign-in");
        if (joining.AuthenticatorKey is null)
        {
            if (!(await accounts.ResetAuthenticatorKeyAsync(joining)).Succeeded)
                return SeeOther("/staff/sign-in");
            // The stamp of the account has changed with the key.
            await signIn.PasswordWasRightAsync(joining);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? code)
    {
        joining = await signIn.HalfSignedInAsync();
        if (joining is null or { HasSecondFactor: true } or { AuthenticatorKey: null })
            return SeeOther("/staff/sign-in");
        if (delays.Begin(joining.Email, SignInDoor.Code, isStaff: true) is { } wait)
        {
            Problem = SignInDelays.Words(wait);
            return Again(StatusCodes.Status429TooManyRequests);
        }
        if (!await accounts.VerifyTwoFactorTokenAsync(joining, TokenOptions.DefaultAuthenticatorProvider, code ?? ""))
        {
            Problem = "That code is not right. Check that the clock of your phone is right, and enter the code that the app shows now";
            return Again(StatusCodes.Status422UnprocessableEntity);
        }
        // When the account was reset at this very moment, the reset stands.
        if (!(await accounts.SetTwoFactorEnabledAsync(joining, true)).Succeeded || await accounts.GenerateNewTwoFactorRecoveryCodesAsync(joining, 10) is not { } codes)
            return SeeOther("/staff/sign-in");
        RecoveryCodes = [.. codes];
        await signIn.NoteAsync(joining, "set up an authenticator app");
        await signIn.SignInAsync(joining, isPersistent: false);
        await HttpContext.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        delays.Forget(joining.Email);
        return Page();
    }
}
