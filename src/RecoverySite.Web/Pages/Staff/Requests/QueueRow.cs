using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>One request as lists show it: enough to choose, too little to call.</summary>
/// <param name="HolderName">Who has it now, or null.</param>
/// <param name="DialledByName">Who dialed last without saying what came of it, or null.</param>
/// <param name="HasNote">They wrote something.</param>
/// <param name="Warning">How an earlier request from the number ended, where a caller must know of it first; otherwise null.</param>
/// <param name="IsToBeReadFirst">They wrote something, several people asked with this number, a text is better, or there is a warning: nothing for a blind tap.</param>
/// <param name="IsOwedByMe">I dialed last and have not said what came of it.</param>
/// <param name="LookedAtBy">Colleagues who have it open just now.</param>
public sealed record QueueRow(
    Guid Id,
    string MaskedNumber,
    string? Name,
    DateTimeOffset OpenedAt,
    DateTimeOffset WaitingSince,
    DateTimeOffset? TryAgainAt,
    bool VoicemailIsOk,
    bool MaySayWho,
    bool TextIsOk,
    string TimeZone,
    int Forms,
    DateTimeOffset LastAskedAt,
    int Attempts,
    CallOutcome? LastOutcome,
    string? HolderName,
    bool IsMine,
    DateTimeOffset? ClaimedAt,
    string? DialledByName,
    DateTimeOffset? DialledAt,
    string? HeldBecause,
    bool HasNote,
    CloseReason? Warning,
    bool IsToBeReadFirst,
    bool IsOwedByMe,
    IReadOnlyList<string> LookedAtBy)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15), TooLong = TimeSpan.FromHours(1);

    public static QueueRow Of(RequestSummary request, StaffNames names, ILookup<Guid, Guid> looking, Guid me, DateTimeOffset now)
    {
        var forms = request.Forms.Where(f => f.IsLive).ToList();
        var calls = request.Calls.Where(c => c.Outcome != CallOutcome.NotCalled).ToList();
        var holder = request.HolderAt(now);
        return new QueueRow(
            request.Id,
            PhoneNumber.MaskedForStaff(request.Number),
            string.Join(" / ", forms.Select(f => f.Name).OfType<string>().Distinct()) is { Length: > 0 } asked ? asked : null,
            request.OpenedAt,
            request.WaitingSince,
            request.TryAgainAt,
            // One "no" is enough, also when its form was withdrawn.
            request.Forms.Count > 0 && request.Forms.All(f => f.VoicemailIsOk),
            request.Forms.Count > 0 && request.Forms.All(f => f.MaySayWho),
            request.Forms.Count > 0 && request.Forms.All(f => f.TextIsOk),
            request.TimeZone,
            forms.Count,
            forms.Select(f => f.ReceivedAt).LastOrDefault(),
            calls.Count,
            calls.Select(c => c.Outcome).LastOrDefault(),
            holder is null ? null : names.Of(holder),
            holder == me,
            request.ClaimedAt,
            request.OpenCall is { } open ? names.Of(open.By) : null,
            request.OpenCall?.DialledAt,
            forms.Select(f => f.HeldBecause).FirstOrDefault(h => h is not null),
            forms.Exists(f => f.HasNote),
            request.Warning,
            request.Warning is not null || forms.Exists(f => f.HasNote || f.TextIsOk) || forms.Select(f => f.Name).OfType<string>().Distinct().Count() > 1,
            request.OpenCall?.By == me,
            [.. looking[request.Id].Where(who => who != me && who != holder).Select(who => names.Of(who)).Order()]);
    }

    /// <summary>So that they are awake, whatever the hour.</summary>
    public bool AskedJustNow(DateTimeOffset now) => IndexModel.AskedJustNow([LastAskedAt], now);

    /// <summary>What colour the wait has.</summary>
    public string? WaitClass(DateTimeOffset now) => now - WaitingSince >= TooLong ? "too-long" : now - WaitingSince >= Long ? "long" : null;

    /// <summary>When it is to be called, for those that are not due yet.</summary>
    public DateTimeOffset DueAt => TryAgainAt is { } again && again > WaitingSince ? again : WaitingSince;
}
