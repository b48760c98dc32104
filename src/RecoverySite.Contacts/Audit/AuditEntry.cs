namespace RecoverySite.Contacts.Audit;

/// <summary>One thing that happened, without personal data. Entries are only ever added; the database refuses anything else.</summary>
public sealed class AuditEntry
{
    private AuditEntry()
    {
    }

    public long Id { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; private set; }

    public string Actor { get; private set; } = "";
    public string Action { get; private set; } = "";
    public Guid CallRequestId { get; private set; }
    public Guid? SubmissionId { get; private set; }

    internal static AuditEntry ByVisitor(string action, CallRequest request, Submission submission, DateTimeOffset now) =>
        new() { At = now, Actor = "visitor", Action = action, CallRequestId = request.Id, SubmissionId = submission.Id };
}
