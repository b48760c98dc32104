namespace RecoverySite.Contacts;

/// <summary>What a staff member wrote down about a request. Only ever added; a correction is a further note.</summary>
public sealed class StaffNote
{
    private StaffNote()
    {
    }

    public Guid Id { get; private set; }
    public Guid CallRequestId { get; private set; }

    /// <summary>Staff member.</summary>
    public Guid By { get; private set; }

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; private set; }

    public string Text { get; private set; } = "";

    internal static StaffNote Write(Guid requestId, Guid by, string text, DateTimeOffset now, Guid? id) =>
        new() { Id = id ?? Guid.CreateVersion7(now), CallRequestId = requestId, By = by, At = now, Text = text };
}
