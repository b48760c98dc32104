using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>Takes visitors' forms in. Runs inside the write gate, so that what it looks up cannot change before it is saved.</summary>
public static class Intake
{
    /// <summary>How long the same key means the same form.</summary>
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    /// <summary>Whether neither the form nor its number was ever here. False also when the store does not know the words.</summary>
    private static readonly Func<ContactsDbContext, string, string, string, byte[], CancellationToken, Task<bool>> NothingIsKnownAsync = EF.CompileAsyncQuery(
        (ContactsDbContext db, string words, string key, string reference, byte[] number, CancellationToken cancel) => db.ConsentTexts.Any(t =>
            t.Hash == words
            && !db.Submissions.Any(s => s.KeyHash == key)
            && !db.Submissions.Any(s => s.Reference == reference)
            && !db.CallRequests.Any(r => EF.Property<byte[]>(r, SealedColumns.NumberIndex) == number)
            && !db.NumberMarks.Any(m => m.NumberIndex == number)));

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
        var keyHash = Submission.HashOf(form.Key);
        var reference = CrockfordBase32.Random(groups: 2);
        // Nearly every form is such a one, and in a crowd each question to the store makes all wait.
        if (await NothingIsKnownAsync(db, words.Hash, keyHash, reference, db.Keys.IndexOfNumber(form.Number.E164), cancel))
            return Add(db.Insert, form, reference, CallRequest.Open(form.Number.E164, warning: null, now), isNew: true, words, consentPage, now);

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
        return Add(row => db.Add(row), form, await FreeReferenceAsync(db, cancel), request, isNew, words, consentPage, now);
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

    /// <param name="save">Takes one new row after another; none refers to a later one.</param>
    private static Submission Add(Action<object> save, CallForm form, string reference, CallRequest request, bool isNew, ConsentText words, string consentPage, DateTimeOffset now)
    {
        var submission = Submission.Receive(form, reference, now);
        request.Attach(submission);
        if (isNew)
            save(request);
        save(submission);
        save(Consent.Give(submission, words.Hash, consentPage, now));
        save(AuditEntry.ByVisitor(isNew ? "asked" : "asked again", request, submission, now));
        save(Notice.Of(request, now));
        return submission;
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
