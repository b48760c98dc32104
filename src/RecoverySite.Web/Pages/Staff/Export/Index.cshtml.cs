using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Export;

/// <summary>Requests as a file for a spreadsheet. Who took it, when and why is stored before the first of them is sent.</summary>
[Authorize(Policy = StaffAccess.Supervisor)]
public sealed partial class ExportModel(CurrentContent content, TimeProvider clock, ContactsStore store, StepUp stepUp) : StaffPage(content, clock)
{
    public const int ShortestReason = 5, LongestReason = 200;

    private const int UsualDays = 30;

    public string From { get; private set; } = "";
    public string To { get; private set; } = "";
    public string Reason { get; private set; } = "";

    /// <summary>What was not taken, and why.</summary>
    public string? Problem { get; private set; }

    /// <summary>The id of the field that <see cref="Problem"/> is about; null when it is the code.</summary>
    public string? Wrong { get; private set; }

    public void OnGet()
    {
        var today = Days.Of(Site, Now);
        (From, To) = (Days.Write(today.AddDays(1 - UsualDays)), Days.Write(today));
    }

    public async Task<IActionResult> OnPostAsync([FromForm] string? from, [FromForm] string? to, [FromForm] string? reason, [FromForm] string? factor)
    {
        (From, To, Reason) = (from ?? "", to ?? "", Unseen().Replace(reason ?? "", " ").Trim());
        if (Days.Read(From) is not { } first)
            return Refuse("from", "Enter the first day, like 2026-11-24");
        if (Days.Read(To) is not { } last || last < first)
            return Refuse("to", "Enter a last day that is not before the first, like 2026-11-24");
        if (Reason.Length is < ShortestReason or > LongestReason)
            return Refuse("reason", $"Say what the file is for, in {ShortestReason} to {LongestReason} characters");
        if (LooksLikeANumber().IsMatch(Reason))
            return Refuse("reason", "Leave the number out of the reason: it is kept for six years");
        if (await stepUp.ConfirmAsync(HttpContext, factor) is { } unconfirmed)
            return Refuse(null, unconfirmed);

        var (start, end) = (Days.Begin(Site, first), Days.End(Site, last));
        // Whoever asks while the file is being sent is in the next one.
        end = end > Now ? Now.AddTicks(1) : end;
        var count = await store.ReadAsync(db => db.CallRequests.AskedBetween(start, end).CountAsync(CancellationToken.None), CancellationToken.None);
        await store.WriteAsync(
            db =>
            {
                Contacts.Desk.Export(db, Me, count, first, last, Reason, Now);
                return Task.CompletedTask;
            },
            CancellationToken.None);
        return new RequestFile(store, Site, start, end, Now, $"requests-{Days.Write(first)}-to-{Days.Write(last)}.csv");
    }

    private PageResult Refuse(string? field, string problem)
    {
        (Wrong, Problem) = (field, problem);
        return Again(StatusCodes.Status422UnprocessableEntity);
    }

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Unseen();

    // Digits of any script, with what people write between them.
    [GeneratedRegex(@"(?:\d[\s\p{Pd}\u2212.()/]*){7}")]
    private static partial Regex LooksLikeANumber();
}
