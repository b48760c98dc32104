using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>The receipt, shown for a day to whoever has its address. An unknown address and an old one look alike.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ReceivedModel(CurrentContent content, TimeProvider clock, ContactsStore store, CallbackTimes callbacks) : ReadingPage(content, clock)
{
    private static readonly TimeSpan ShownFor = TimeSpan.FromHours(24);

    public Receipt? Receipt { get; private set; }

    /// <summary>True when the store could not take the withdrawal.</summary>
    public bool IsStoreDown { get; private set; }

    public OpeningHours Hours => Site.Phone.Hours;

    public async Task<IActionResult> OnGetAsync([FromRoute] string token, CancellationToken cancel)
    {
        var (since, hash) = (Now.ToDateTimeOffset() - ShownFor, Submission.HashOf(token));
        try
        {
            var submission = await store.ReadAsync(db => db.Submissions.SingleOrDefaultAsync(s => s.ReceiptHash == hash && (s.ReceivedAt > since || s.WithdrawnAt > since), cancel), cancel);
            Receipt = submission is null ? null : new Receipt(submission.Reference, submission.Number[^4..], submission.VoicemailIsOk, submission.MaySayWho, submission.TextIsOk, submission.CallFrom, submission.CallUntil, submission.TimeZone, !submission.IsLive);
            return Page();
        }
        catch (StoreUnavailableException)
        {
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    public async Task<IActionResult> OnPostWithdrawAsync([FromRoute] string token)
    {
        try
        {
            await store.WriteAsync(db => Intake.WithdrawAsync(db, token, Now.ToDateTimeOffset(), CancellationToken.None), CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            IsStoreDown = true;
            Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            Response.Headers.RetryAfter = "60";
            return Page();
        }
        return OnPost();
    }

    public IActionResult OnPost()
    {
        Response.Headers.Location = Request.Path.ToUriComponent();
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>When the call can come, as a sentence.</summary>
    public string WhenWeCall(Receipt receipt)
    {
        if (receipt is { CallFrom: { } from, CallUntil: { } until })
            return $"You asked us to call on {Choices.Label(Hours, new Interval(Instant.FromDateTimeOffset(from), Instant.FromDateTimeOffset(until)), receipt.TimeZone)}.";
        const string order = "We call people in the order in which they asked";
        const string longest = "starting with whoever has waited longest.";
        var state = Hours.At(Now);
        if (state.IsOpen)
        {
            var usual = callbacks.Words is { } words ? $"{order}, {words}, {longest}" : $"{order}, {longest}";
            var then = state.NextChange is { } close && Hours.At(close).NextChange is { } opensAgain
                ? $" If we have not called you when we close, we go on {CallingWords.When(Hours, Now, opensAgain)}."
                : "";
            return $"We are here now. {CallingWords.Status(Hours, Now)}. {usual}{then}";
        }
        return state.NextChange is { } opens
            ? $"We are closed now and start calling {CallingWords.When(Hours, Now, opens)}. {order}, {longest}"
            : $"We are closed now. {order}, {longest}";
    }
}

public sealed record Receipt(string Reference, string LastFourDigits, bool VoicemailIsOk, bool MaySayWho, bool TextIsOk, DateTimeOffset? CallFrom, DateTimeOffset? CallUntil, string TimeZone, bool IsWithdrawn);
