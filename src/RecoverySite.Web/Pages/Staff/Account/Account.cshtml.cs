using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>A member's own account: where they are signed in, whose a new browser is, and the codes for a day without a phone.</summary>
public sealed class AccountModel(CurrentContent content, TimeProvider clock, Settings settings, ContactsStore store, StepUp stepUp, StaffAccounts accounts, StaffSignIn signIn) : StaffPage(content, clock)
{
    private const int HowManyCodes = 10;

    [FromQuery(Name = "done")]
    public string? DoneWhat { get; set; }

    /// <summary>What was done on the page before.</summary>
    public string? Done => DoneWhat switch
    {
        "ended" => "That session has ended.",
        "ended-others" => "You are signed in here alone.",
        "password" => "Your password is changed, and you are signed in here alone.",
        _ => null,
    };

    /// <summary>They have just said so of a new browser.</summary>
    public bool WasSomebodyElse => DoneWhat == "not-me";

    public TimeSpan Idle => settings.StaffIdle;

    public TimeSpan Longest => settings.StaffSession;

    public SessionTable Sessions { get; private set; } = null!;

    /// <summary>Shown this once.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; private set; } = [];

    public string? Problem { get; private set; }

    /// <summary>What is wrong is in the form for the password.</summary>
    public bool IsAboutPassword { get; private set; }

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostEndAsync([FromForm] Guid session)
    {
        await store.WriteAsync(db => StaffList.EndSessionAsync(db, Me, session, Me, Now, CancellationToken.None), CancellationToken.None);
        return SeeOther("/staff/account?done=ended");
    }

    public async Task<IActionResult> OnPostEndOthersAsync()
    {
        await store.WriteAsync(db => StaffList.EndAllSessionsAsync(db, Me, Session!.Id, Me, Now, CancellationToken.None), CancellationToken.None);
        return SeeOther("/staff/account?done=ended-others");
    }

    public async Task<IActionResult> OnPostOwnAsync([FromForm] Guid session, [FromForm] string? to)
    {
        await AnswerAsync(session, (theirs, now) => theirs.Own(now), "said that a new browser is their own");
        return SeeOther(StaffAccess.SafeTarget(to));
    }

    public async Task<IActionResult> OnPostDisownAsync([FromForm] Guid session)
    {
        await AnswerAsync(session, (theirs, now) => theirs.Disown(now), "said that a new browser is not their own, and ended its session");
        return SeeOther("/staff/account?done=not-me");
    }

    /// <summary>Whoever knew the old one is signed out with it.</summary>
    public async Task<IActionResult> OnPostPasswordAsync([FromForm] string? password, [FromForm] string? factor)
    {
        // Looked at first: a code is good once, and must not be spent on a password that is not taken.
        Problem = await accounts.WeaknessAsync(Member!, password) ?? await stepUp.ConfirmAsync(HttpContext, factor);
        if (Problem is not null)
        {
            IsAboutPassword = true;
            await LoadAsync(CancellationToken.None);
            return Again(StatusCodes.Status422UnprocessableEntity);
        }
        var hash = accounts.PasswordHasher.HashPassword(Member!, password!);
        var changed = await store.WriteAsync(
            async db =>
            {
                var member = (await db.StaffMembers.FindAsync(Me))!;
                member.ChangePassword(hash);
                db.Add(AuditEntry.OfAccount(Me, "changed their password", Now));
                await StaffList.EndAllSessionsAsync(db, Me, Session!.Id, Me, Now, CancellationToken.None);
                return member;
            },
            CancellationToken.None);
        await signIn.StayAsync(changed);
        return SeeOther("/staff/account?done=password");
    }

    public async Task<IActionResult> OnPostRecoveryCodesAsync([FromForm] string? factor)
    {
        Problem = await stepUp.ConfirmAsync(HttpContext, factor);
        if (Problem is not null)
        {
            await LoadAsync(CancellationToken.None);
            return Again(StatusCodes.Status422UnprocessableEntity);
        }
        string[] codes = [.. Enumerable.Range(0, HowManyCodes).Select(_ => OneTimeCode.Create(StaffAccounts.RecoveryCodeGroups).Text)];
        await store.WriteAsync(
            async db =>
            {
                (await db.StaffMembers.FindAsync(Me))!.SetRecoveryCodes(codes);
                db.Add(AuditEntry.OfAccount(Me, "made new recovery codes", Now));
            },
            CancellationToken.None);
        RecoveryCodes = codes;
        return Page();
    }

    /// <summary>Only what this session was asked: a browser that is in question itself does not answer for another.</summary>
    private async Task AnswerAsync(Guid session, Action<StaffSession, DateTimeOffset> answer, string said)
    {
        if (HttpContext.SessionsInQuestion().All(s => s.Id != session))
            return;
        await store.WriteAsync(
            async db =>
            {
                if (await db.StaffSessions.InQuestion(Me).SingleOrDefaultAsync(s => s.Id == session) is not { } theirs)
                    return;
                answer(theirs, Now);
                db.Add(AuditEntry.OfAccount(Me, said, Now));
            },
            CancellationToken.None);
    }

    private async Task LoadAsync(CancellationToken cancel) =>
        Sessions = new SessionTable(await store.ReadAsync(db => db.StaffSessions.Of(Me).Running(Now, Idle, Longest).ToListAsync(cancel), cancel), Session!.Id, Words);
}
