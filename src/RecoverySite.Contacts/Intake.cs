using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>Takes visitors' forms in. Runs inside the write gate, so that what it looks up cannot change before it is saved.</summary>
public static class Intake
{
    /// <summary>How long the same key means the same form.</summary>
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    /// <summary>
    /// A key seen before is the same form, corrected where its words differ; unless it has another number and another name,
    /// for then the form was filled in again for somebody else, and the first person must not be lost. Nor does a form that
    /// was withdrawn, is a day old, was dealt with or cannot be read any more stand in the way of asking again. A number that is waiting already takes the form as
    /// "asked again". Everything else opens a request. The caller saves.
    /// </summary>
    /// <param name="words">What the visitor agreed to. Noted when the store does not know it yet.</param>
    public static async Task<Submission> ReceiveAsync(ContactsDbContext db, CallForm form, ConsentText words, string consentPage, DateTimeOffset now, CancellationToken cancel)
    {
        form = form.At(now);
        // Nearly every form is such a one, and in a crowd each question to the store makes all wait.
        var fresh = NewForm.Of(form, words, consentPage, now, db.Keys);
        if (db.TryInsert(fresh))
            return fresh.Submission;

        var keyHash = Submission.HashOf(form.Key);
        await KnowAsync(db, words, cancel);
        if (await db.Submissions.SingleOrDefaultAsync(s => s.KeyHash == keyHash, cancel) is { } earlier)
        {
            var isForAnotherPerson = earlier.Number != form.Number.E164 && earlier.Name != form.Name;
            var isOpen = await db.CallRequests.AnyAsync(r => r.Id == earlier.CallRequestId && r.ClosedAt == null, cancel);
            if (isOpen && earlier.IsLive && earlier.IsReadable && earlier.ReceivedAt > now - KeyLife && !isForAnotherPerson)
            {
                if (!earlier.Says(form, now))
                {
                    await CorrectAsync(db, earlier, form, now, cancel);
                    db.Add(Consent.Give(earlier, words.Hash, consentPage, now));
                }
                return earlier;
            }
            form = form.WithNewKey();
        }

        var (request, isNew) = await OpenForAsync(db, form.Number.E164, now, cancel);
        var submission = Submission.Receive(form, await FreeReferenceAsync(db, cancel), now);
        request.Attach(submission);
        db.AddRange(RowsOf(submission, request, isNew, words, consentPage, now));
        return submission;
    }

    /// <summary>The same on its own, with all that can be done before the write gate done before it. On return it is on the disk.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was saved.</exception>
    public static Task<Submission> ReceiveAsync(ContactsStore store, CallForm form, ConsentText words, string consentPage, DateTimeOffset now, CancellationToken cancel)
    {
        var fresh = store.Keys is { } keys ? NewForm.Of(form.At(now), words, consentPage, now, keys) : null;
        return store.WriteAsync(
            transaction => fresh?.TryInsert(transaction) == true ? fresh.Submission : null,
            db => ReceiveAsync(db, form, words, consentPage, now, cancel),
            cancel);
    }

    /// <summary>Notes a wording of consent, once.</summary>
    public static async Task KnowAsync(ContactsDbContext db, ConsentText text, CancellationToken cancel)
    {
        if (await db.ConsentTexts.FindAsync([text.Hash], cancel) is null)
            db.Add(text);
    }

    /// <summary>Takes back the form with this receipt. Returns false when there is none.</summary>
    public static async Task<bool> WithdrawAsync(ContactsDbContext db, string receiptToken, DateTimeOffset now, CancellationToken cancel)
    {
        var hash = Submission.HashOf(receiptToken);
        if (await db.Submissions.SingleOrDefaultAsync(s => s.ReceiptHash == hash, cancel) is not { } submission)
            return false;
        if (!submission.IsLive)
            return true;
        var request = await db.CallRequests.Include(r => r.Submissions).SingleAsync(r => r.Id == submission.CallRequestId, cancel);
        request.Withdraw(submission, now);
        db.Add(AuditEntry.ByVisitor("withdrew", request, submission, now));
        return true;
    }

    /// <summary>What comes of a form that has joined its request; no row refers to a later one.</summary>
    internal static IEnumerable<object> RowsOf(Submission submission, CallRequest request, bool isNew, ConsentText words, string consentPage, DateTimeOffset now)
    {
        object[] rows = [submission, Consent.Give(submission, words.Hash, consentPage, now), AuditEntry.ByVisitor(isNew ? "asked" : "asked again", request, submission, now), Notice.Of(request, now)];
        return isNew ? [request, .. rows] : rows;
    }

    /// <summary>There are 2^40. A form that drew one a second time would be refused by the store, once in a million forms when a million are there.</summary>
    private static async Task<string> FreeReferenceAsync(ContactsDbContext db, CancellationToken cancel)
    {
        string reference;
        do
            reference = CrockfordBase32.Random(groups: 2);
        while (await db.Submissions.AnyAsync(s => s.Reference == reference, cancel));
        return reference;
    }

    private static async Task CorrectAsync(ContactsDbContext db, Submission submission, CallForm form, DateTimeOffset now, CancellationToken cancel)
    {
        var request = await db.CallRequests.Include(r => r.Submissions).SingleAsync(r => r.Id == submission.CallRequestId, cancel);
        submission.Correct(form, now);
        // Of a damaged row nobody knows whether the number is another: the form stays, and staff read what was typed in it.
        if (request.IsReadable && submission.Number != request.Number)
        {
            request.Detach(submission, now);
            db.Add(AuditEntry.ByVisitor("corrected to another number", request, submission, now));
            (request, var isNew) = await OpenForAsync(db, submission.Number, now, cancel);
            if (isNew)
                db.Add(request);
            request.Attach(submission);
            db.Add(Notice.Of(request, now));
        }
        else
        {
            if (request.TryAgainAt is not null)
                db.Add(Notice.Of(request, now));
            request.TakeCorrection();
        }
        db.Add(AuditEntry.ByVisitor("corrected", request, submission, now));
    }

    /// <summary>The request that the number has, or a new one, which the caller adds.</summary>
    private static async Task<(CallRequest Request, bool IsNew)> OpenForAsync(ContactsDbContext db, string number, DateTimeOffset now, CancellationToken cancel)
    {
        if (await db.CallRequests.Include(r => r.Submissions).WithNumber(db, number).SingleOrDefaultAsync(r => r.ClosedAt == null, cancel) is { } open)
            return (open, false);
        return (CallRequest.Open(number, await WarningAsync(db, number, cancel), now), true);
    }

    private static async Task<CloseReason?> WarningAsync(ContactsDbContext db, string number, CancellationToken cancel)
    {
        var index = db.Keys.IndexOfNumber(number);
        // By the number alone: with the reasons asked for too, SQLite may look through all that ended with one of them.
        var ends = await db.CallRequests.WithNumber(db, number).Select(r => r.ClosedBecause).Distinct().ToListAsync(cancel);
        if (ends.Contains(CloseReason.AskedNotToBeCalled) || await db.NumberMarks.AnyAsync(m => m.NumberIndex == index && m.Kind == NumberMarkKind.DoNotCall, cancel))
            return CloseReason.AskedNotToBeCalled;
        return ends.Contains(CloseReason.WrongNumber) ? CloseReason.WrongNumber : null;
    }
}
