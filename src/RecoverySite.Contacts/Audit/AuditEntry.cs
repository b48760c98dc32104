using System.Globalization;

namespace RecoverySite.Contacts.Audit;

/// <summary>One thing that happened, without personal data. Entries are only ever added; the database refuses anything else.</summary>
public sealed class AuditEntry
{
    /// <summary>The actor of what visitors do, of what is done by a command on the server, and of what the site does by itself.</summary>
    public const string Visitor = "visitor", Command = "command", Site = "site";

    private AuditEntry()
    {
    }

    public long Id { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary><see cref="Visitor"/>, <see cref="Command"/>, <see cref="Site"/> or the id of a staff member.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>Reads on after the actor's name: <c>claimed it</c>.</summary>
    public string Action { get; private set; } = "";

    public Guid? CallRequestId { get; private set; }
    public Guid? SubmissionId { get; private set; }

    /// <summary>The staff member whom it was done to, when it was one.</summary>
    public Guid? StaffMemberId { get; private set; }

    public static string ActorOf(Guid staffId) => staffId.ToString("D", CultureInfo.InvariantCulture);

    internal static AuditEntry ByVisitor(string action, CallRequest request, Submission submission, DateTimeOffset now) =>
        new() { At = now, Actor = Visitor, Action = action, CallRequestId = request.Id, SubmissionId = submission.Id };

    internal static AuditEntry ByStaff(Guid staffId, string action, CallRequest request, DateTimeOffset now) =>
        new() { At = now, Actor = ActorOf(staffId), Action = action, CallRequestId = request.Id };

    /// <summary>Something that is about no single request.</summary>
    internal static AuditEntry ByStaff(Guid staffId, string action, DateTimeOffset now) => new() { At = now, Actor = ActorOf(staffId), Action = action };

    internal static AuditEntry BySite(string action, DateTimeOffset now) => new() { At = now, Actor = Site, Action = action };

    /// <summary>Something that a staff member did with their own account.</summary>
    public static AuditEntry OfAccount(Guid staffId, string action, DateTimeOffset now) =>
        new() { At = now, Actor = ActorOf(staffId), Action = action, StaffMemberId = staffId };

    /// <summary>Something that was done to a staff member's account.</summary>
    /// <param name="by">The colleague who did it, or they themselves; null when a command did.</param>
    public static AuditEntry OfAccount(Guid staffId, Guid? by, string action, DateTimeOffset now) =>
        new() { At = now, Actor = by is { } actor ? ActorOf(actor) : Command, Action = action, StaffMemberId = staffId };

    /// <summary>A claim that ended with the account of whoever had it.</summary>
    /// <inheritdoc cref="OfAccount(Guid, Guid?, string, DateTimeOffset)"/>
    internal static AuditEntry OfClaim(CallRequest request, Guid staffId, Guid? by, string action, DateTimeOffset now) =>
        new() { At = now, Actor = by is { } actor ? ActorOf(actor) : Command, Action = action, StaffMemberId = staffId, CallRequestId = request.Id };
}
