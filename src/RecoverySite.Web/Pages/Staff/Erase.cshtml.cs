using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff;

/// <summary>Erases a person who asks for it: find, see what would go, confirm, and a receipt that names nobody.</summary>
[Authorize(Policy = StaffAccess.Supervisor)]
public sealed class EraseModel(CurrentContent content, TimeProvider clock, ContactsStore store, StepUp stepUp) : StaffPage(content, clock)
{
    /// <summary>Typed by the staff member; never part of an address.</summary>
    public string Typed { get; private set; } = "";

    public Erasable? Found { get; private set; }

    public string? Problem { get; private set; }

    /// <summary>The entry that an erasure left.</summary>
    public AuditEntry? Receipt { get; private set; }

    public StaffNames Names { get; private set; } = null!;

    /// <summary>Somebody is in a call with the person, or about to be.</summary>
    public Guid? Holder => Found?.Requests.Select(r => r.HolderAt(Now)).FirstOrDefault(h => h is not null);

    public async Task<IActionResult> OnGetAsync([FromQuery] long? receipt, CancellationToken cancel)
    {
        if (receipt is { } id)
        {
            (Receipt, Names) = await store.ReadAsync(
                async db => (await db.AuditEntries.SingleOrDefaultAsync(e => e.Id == id && e.Action.StartsWith(Erasure.Erased), cancel), await StaffNames.ReadAsync(db, cancel)), cancel);
        }
        return receipt is null || Receipt is not null ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostFindAsync([FromForm] string? person, CancellationToken cancel)
    {
        await FindAsync(person, cancel);
        if (Found is not null)
            return Page();
        Problem = Typed.Length == 0 ? "Enter a phone number or a reference" : "Nothing is stored under that number or reference";
        return Again(StatusCodes.Status422UnprocessableEntity);
    }

    public async Task<IActionResult> OnPostEraseAsync([FromForm] string? person, [FromForm] string? fingerprint, [FromForm] string? factor)
    {
        var typed = person?.Trim() ?? "";
        if (await stepUp.ConfirmAsync(HttpContext, factor) is { } unconfirmed)
        {
            await FindAsync(typed, CancellationToken.None);
            Problem = unconfirmed;
            return Again(StatusCodes.Status422UnprocessableEntity);
        }
        var receipt = await store.WriteAsync(db => Erasure.EraseAsync(db, typed, fingerprint ?? "", Me, Now, CancellationToken.None), CancellationToken.None);
        if (receipt is not null)
        {
            await store.EmptyLogAsync(CancellationToken.None);
            return SeeOther($"/staff/erase?receipt={receipt.Id}");
        }
        await FindAsync(typed, CancellationToken.None);
        Problem = Found is null ? "Nothing is stored under that number or reference any more" : "Something has changed since you looked. This is what would be erased now";
        return Again(StatusCodes.Status409Conflict);
    }

    private async Task FindAsync(string? person, CancellationToken cancel)
    {
        Typed = person?.Trim() ?? "";
        (Found, Names) = await store.ReadAsync(async db => (await Erasure.FindAsync(db, Typed, cancel), await StaffNames.ReadAsync(db, cancel)), cancel);
    }
}
