using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Requests;

/// <summary>One request as lists show it: enough to choose, too little to call.</summary>
/// <param name="HolderName">Who has it now, or null.</param>
/// <param name="DialledByName">Who dialed last without saying what came of it, or null.</param>
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
    IReadOnlyList<string> LookedAtBy)
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(15), TooLong = TimeSpan.FromHours(1);

    public static QueueRow Of(CallRequest request, StaffNames names, ILookup<Guid, Guid> looking, Guid me, DateTimeOffset now)
    {
        var forms = request.Submissions.Where(s => s.IsLive).OrderBy(s => s.ReceivedAt).ToList();
        var holder = request.HolderAt(now);
        var dialed = request.OpenAttempt;
        return new QueueRow(
            request.Id,
            PhoneNumber.MaskedForStaff(request.Number),
            string.Join(" / ", forms.Select(s => s.Name).OfType<string>().Distinct()) is { Length: > 0 } asked ? asked : null,
            request.OpenedAt,
            request.WaitingSince,
            request.TryAgainAt,
            request.VoicemailIsOk,
            request.MaySayWho,
            request.TextIsOk,
            forms.Select(s => s.TimeZone).LastOrDefault() ?? "",
            forms.Count,
            forms.Select(s => s.ReceivedAt).LastOrDefault(),
            request.Attempts.Count(a => a.Outcome != CallOutcome.NotCalled),
            request.Attempts.Where(a => a.Outcome != CallOutcome.NotCalled).OrderBy(a => a.DialledAt).Select(a => a.Outcome).LastOrDefault(),
            holder is null ? null : names.Of(holder),
            holder == me,
            request.ClaimedAt,
            dialed is null ? null : names.Of(dialed.By),
            dialed?.DialledAt,
            forms.Select(s => s.HeldBecause).FirstOrDefault(h => h is not null),
            [.. looking[request.Id].Where(who => who != me && who != holder).Select(who => names.Of(who)).Order()]);
    }

    /// <summary>What colour the wait has.</summary>
    public string? WaitClass(DateTimeOffset now) => now - WaitingSince >= TooLong ? "too-long" : now - WaitingSince >= Long ? "long" : null;

    /// <summary>When it is to be called, for those that are not due yet.</summary>
    public DateTimeOffset DueAt => TryAgainAt is { } again && again > WaitingSince ? again : WaitingSince;
}
