using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>The second step: a code from the authenticator app, or a recovery code. Wrong ones wait as wrong passwords do.</summary>
[AllowAnonymous]
public sealed class CodeModel(CurrentContent content, TimeProvider clock, StaffSignIn signIn, SignInDelays delays) : StaffPage(content, clock)
{
    [FromQuery(Name = "to")]
    public string? Target { get; set; }

    public string To => StaffAccess.SafeTarget(Target);

    public string? Problem { get; private set; }

    public bool IsRecovery { get; private set; }

    public async Task<IActionResult> OnGetAsync() => await signIn.HalfSignedInAsync() is { HasSecondFactor: true } ? Page() : StartAgain();

    /// <summary>A recovery code has letters: whoever enters one here means it, and need not look for the other field.</summary>
    public Task<IActionResult> OnPostAsync([FromForm] string? code) =>
        code?.Any(char.IsAsciiLetter) == true ? OnPostRecoveryAsync(code) : TryAsync(() => signIn.TwoFactorAuthenticatorSignInAsync(code ?? "", isPersistent: false, rememberClient: false), "That code is not right, or was used already. Wait for the next one and enter it");

    public Task<IActionResult> OnPostRecoveryAsync([FromForm] string? code)
    {
        IsRecovery = true;
        return TryAsync(() => signIn.TwoFactorRecoveryCodeSignInAsync(code ?? ""), "That is none of your recovery codes, or it was used already");
    }

    private async Task<IActionResult> TryAsync(Func<Task<Microsoft.AspNetCore.Identity.SignInResult>> check, string problem)
    {
        if (await signIn.HalfSignedInAsync() is not { HasSecondFactor: true } member)
            return StartAgain();
        if (delays.Begin(member.Email, SignInDoor.Code, isStaff: true) is { } wait)
        {
            Problem = SignInDelays.Words(wait);
            return Again(StatusCodes.Status429TooManyRequests);
        }
        if (!(await check()).Succeeded)
        {
            Problem = problem;
            return Again(StatusCodes.Status422UnprocessableEntity);
        }
        delays.Forget(member.Email);
        if (IsRecovery)
            await signIn.NoteAsync(member, "used a recovery code");
        return SeeOther(To);
    }

    private IActionResult StartAgain() => SeeOther("/staff/sign-in" + QueryString.Create("to", To));
}
