using RecoverySite.Contacts;
using RecoverySite.Contacts.Retention;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>One request in the list of all, in whatever state it is.</summary>
/// <param name="Seen">What of it must not have changed when it is closed from here: its id, whether it is held, and how many forms stand.</param>
/// <param name="State">In words, as in <c>Closed: reached</c>.</param>
/// <param name="By">Who took it last, or null.</param>
/// <param name="GoesAt">When it is deleted; null while it is open.</param>
public sealed record ListRow(QueueRow Row, string Seen, string State, bool IsOpen, string? By, string? FromPage, DateTimeOffset? GoesAt)
{
    public Guid Id => Row.Id;

    public static ListRow Of(RequestSummary request, QueueRow row, StaffNames names, DateTimeOffset now) =>
        new(
            row,
            SeenAs(request.Id, request.IsHeld, request.Forms.Count(f => f.IsLive)),
            request switch
            {
                { ClosedBecause: { } because } => $"Closed: {Desk.Words(because)}",
                { IsHeld: true } => "Held",
                _ when row.HolderName is { } holder => row.IsMine ? "Yours" : $"{holder} has it",
                _ when request.DueAt > now => "To be called later",
                _ => "Waiting",
            },
            request.ClosedAt is null,
            request.ClaimedBy is null ? null : names.Of(request.ClaimedBy),
            request.FromPage,
            Purge.After(request.ClosedAt, request.ClosedBecause));

    /// <inheritdoc cref="Seen"/>
    public static string SeenAs(CallRequest request) => SeenAs(request.Id, request.IsHeld, request.Submissions.Count(s => s.IsLive));

    private static string SeenAs(Guid id, bool isHeld, int forms) => $"{id}.{(isHeld ? "held" : "free")}.{forms}";
}
