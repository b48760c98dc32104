using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Protection;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>
/// A request as lists tell it: read column by column, and of what is sealed only number and name are opened. Loading whole requests
/// takes several times as long, and a list needs neither what they wrote nor their receipts. Times are UTC.
/// </summary>
public sealed record RequestSummary
{
    public required Guid Id { get; init; }

    /// <summary>E.164; <see cref="Unreadable.Text"/> when nobody can read it any more.</summary>
    public required string Number { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset WaitingSince { get; init; }
    public required DateTimeOffset DueAt { get; init; }
    public required DateTimeOffset? TryAgainAt { get; init; }
    public required bool IsHeld { get; init; }
    public required DateTimeOffset? ClosedAt { get; init; }
    public required CloseReason? ClosedBecause { get; init; }
    public required Guid? ClaimedBy { get; init; }
    public required DateTimeOffset? ClaimedAt { get; init; }
    public required DateTimeOffset? ClaimedUntil { get; init; }
    public required string? FromPage { get; init; }

    /// <inheritdoc cref="CallRequest.Warning"/>
    public required CloseReason? Warning { get; init; }

    /// <summary>In the order in which they came.</summary>
    public required IReadOnlyList<Form> Forms { get; init; }

    /// <summary>In the order in which they were made.</summary>
    public required IReadOnlyList<Call> Calls { get; init; }

    /// <inheritdoc cref="Submission"/>
    public sealed record Form(string? Name, DateTimeOffset ReceivedAt, bool IsLive, bool VoicemailIsOk, bool MaySayWho, bool TextIsOk, string TimeZone, bool HasNote, string? HeldBecause);

    /// <inheritdoc cref="CallAttempt"/>
    public sealed record Call(Guid By, DateTimeOffset DialledAt, CallOutcome? Outcome);

    /// <summary>Of the form sent last, if it can be of one that stands.</summary>
    public string TimeZone => Forms.OrderBy(f => f.IsLive).ThenBy(f => f.ReceivedAt).LastOrDefault()?.TimeZone ?? "";

    /// <summary>The last call, while nobody has said what came of it.</summary>
    public Call? OpenCall => Calls.Count > 0 && Calls[^1].Outcome is null ? Calls[^1] : null;

    /// <inheritdoc cref="CallRequest.HolderAt"/>
    public Guid? HolderAt(DateTimeOffset now) => ClosedAt is null && ClaimedUntil > now ? ClaimedBy : null;

    /// <summary>Whether it is nobody's, nobody else owes it an outcome, and they have not just put it back themselves.</summary>
    public bool IsFreeFor(Guid staffId, DateTimeOffset now)
    {
        var wasTheirsJustNow = ClaimedBy == staffId && ClaimedUntil > now - CallRequest.ClaimBeforeDialling && !Forms.Any(f => f.ReceivedAt > ClaimedUntil);
        return HolderAt(now) is null && (OpenCall is null || OpenCall.By == staffId) && !(wasTheirsJustNow && WasPutBack);
    }

    /// <summary>Whether the last claim was given up, by hand or because no call was made: neither did it lapse, nor did a call come of it.</summary>
    private bool WasPutBack =>
        Calls.LastOrDefault(c => c.By == ClaimedBy && c.DialledAt >= ClaimedAt) is { } call ? call.Outcome == CallOutcome.NotCalled : ClaimedUntil < ClaimedAt + CallRequest.ClaimBeforeDialling;

    /// <summary>In the order of the query.</summary>
    public static async Task<IReadOnlyList<RequestSummary>> ReadAsync(ContactsDbContext db, IQueryable<CallRequest> requests, CancellationToken cancel)
    {
        const string Number = SealedColumns.Prefix + nameof(CallRequest.Number), Name = SealedColumns.Prefix + nameof(Submission.Name), Note = SealedColumns.Prefix + nameof(Submission.Note);
        var rows = await requests
            .Select(r => new
            {
                r.Id, SealedNumber = EF.Property<string>(r, Number), r.OpenedAt, r.WaitingSince, r.DueAt, r.TryAgainAt, r.IsHeld,
                r.ClosedAt, r.ClosedBecause, r.ClaimedBy, r.ClaimedAt, r.ClaimedUntil, r.FromPage, r.Warning,
            })
            .ToListAsync(cancel);
        if (rows.Count == 0)
            return [];
        // By their ids: as a part of the query, the requests would be looked for once more for each of the two.
        var ids = rows.ConvertAll(r => r.Id);
        var forms = (await db.Submissions.Where(s => EF.Parameter(ids).Contains(s.CallRequestId)).OrderBy(s => s.ReceivedAt)
            .Select(s => new { s.Id, s.CallRequestId, SealedName = EF.Property<string?>(s, Name), s.ReceivedAt, s.WithdrawnAt, s.VoicemailIsOk, s.MaySayWho, s.TextIsOk, s.TimeZone, HasNote = EF.Property<string?>(s, Note) != null, s.HeldBecause })
            .ToListAsync(cancel)).ToLookup(f => f.CallRequestId);
        var calls = (await db.CallAttempts.Where(a => EF.Parameter(ids).Contains(a.CallRequestId)).OrderBy(a => a.DialledAt)
            .Select(a => new { a.CallRequestId, Call = new Call(a.By, a.DialledAt, a.Outcome) })
            .ToListAsync(cancel)).ToLookup(c => c.CallRequestId, c => c.Call);
        return
        [
            .. rows.Select(r => new RequestSummary
            {
                Id = r.Id,
                Number = SealedColumns.Open<CallRequest>(db, r.SealedNumber, nameof(CallRequest.Number), r.Id),
                OpenedAt = r.OpenedAt,
                WaitingSince = r.WaitingSince,
                DueAt = r.DueAt,
                TryAgainAt = r.TryAgainAt,
                IsHeld = r.IsHeld,
                ClosedAt = r.ClosedAt,
                ClosedBecause = r.ClosedBecause,
                ClaimedBy = r.ClaimedBy,
                ClaimedAt = r.ClaimedAt,
                ClaimedUntil = r.ClaimedUntil,
                FromPage = r.FromPage,
                Warning = r.Warning,
                Forms = [.. forms[r.Id].Select(f => new Form(
                    f.SealedName is null ? null : SealedColumns.Open<Submission>(db, f.SealedName, nameof(Submission.Name), f.Id),
                    f.ReceivedAt, f.WithdrawnAt is null, f.VoicemailIsOk, f.MaySayWho, f.TextIsOk, f.TimeZone, f.HasNote, f.HeldBecause))],
                Calls = [.. calls[r.Id]],
            }),
        ];
    }
}
