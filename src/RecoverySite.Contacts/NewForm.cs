using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>
/// A form as it is written when neither it nor its number was ever here, as nearly every form is. All that can be made without the store
/// is made here: in a crowd, what is done inside the write gate all wait for.
/// </summary>
internal sealed class NewForm
{
    private static readonly Lazy<string> NothingIsKnown = new(() => PreparedCommands.Of(WordsOfNothingIsKnown));

    private readonly string question = NothingIsKnown.Value;
    private readonly string words;
    private readonly byte[] number, lastFour;
    private readonly PreparedRow[] rows;

    private NewForm(Submission submission, string words, IEnumerable<object> rows, KeyRing keys)
    {
        (Submission, this.words) = (submission, words);
        (number, lastFour) = (keys.IndexOfNumber(submission.Number), keys.IndexOfLastFour(submission.Number));
        this.rows = [.. rows.Select(row => PreparedRow.Of(row, keys))];
    }

    public Submission Submission { get; }

    public static NewForm Of(CallForm form, ConsentText words, string consentPage, DateTimeOffset now, KeyRing keys)
    {
        var request = CallRequest.Open(form.Number.E164, warning: null, now);
        var submission = Submission.Receive(form, CrockfordBase32.Random(groups: 2), now);
        request.Attach(submission);
        return new NewForm(submission, words.Hash, Intake.RowsOf(submission, request, isNew: true, words, consentPage, now), keys);
    }

    /// <summary>Writes it, or nothing: where something is known of it, or of its number, and where the words are not known.</summary>
    public bool TryInsert(SqliteTransaction transaction)
    {
        if (transaction.Prepared(question, words, Submission.KeyHash, Submission.Reference, number, lastFour).ExecuteScalar() is null)
            return false;
        foreach (var row in rows)
            row.Insert(transaction);
        return true;
    }

    private static string WordsOfNothingIsKnown(ContactsDbContext db)
    {
        var (p0, p1, p2, p3, p4) = ("", "", "", Array.Empty<byte>(), Array.Empty<byte>());
        return db.ConsentTexts
            .Where(t => t.Hash == p0
                && !db.Submissions.Any(s => s.KeyHash == p1)
                && !db.Submissions.Any(s => s.Reference == p2)
                && !db.CallRequests.Any(r => EF.Property<byte[]>(r, SealedColumns.LastFourIndex) == p4 && EF.Property<byte[]>(r, SealedColumns.NumberIndex) == p3)
                && !db.NumberMarks.Any(m => m.NumberIndex == p3))
            .Select(t => t.Hash)
            .CreateDbCommand().CommandText;
    }
}
