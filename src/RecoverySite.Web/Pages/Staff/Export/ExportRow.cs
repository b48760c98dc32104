using System.Globalization;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Staff.Requests;

namespace RecoverySite.Web.Pages.Staff.Export;

/// <summary>
/// One request as a row of the file. What a visitor took back stays out, as it does at the desk: of a request of which no form stands,
/// there is that somebody asked, and when.
/// </summary>
public sealed class ExportRow(CallRequest request, IEnumerable<StaffNote> notes, StaffNames names, Site site, DateTimeOffset now)
{
    private static readonly (string Name, Func<ExportRow, string> Cell)[] Columns =
    [
        ("references", r => Joined(", ", r.Sent.Select(s => s.Reference))),
        ("state", r => r.State),
        ("asked at", r => r.At(r.Request.OpenedAt)),
        ("waiting since", r => r.At(r.Request.WaitingSince)),
        ("to be called at", r => r.Request.IsOpen ? r.At(r.Request.DueAt) : ""),
        ("first called at", r => r.At(r.Request.FirstCalledAt)),
        ("first reached at", r => r.At(r.Request.FirstReachedAt)),
        ("closed at", r => r.At(r.Request.ClosedAt)),
        ("whose it is or was", r => r.Request.ClaimedBy is { } by ? r.Names.Of(by) : ""),
        ("name", r => Joined(" / ", r.Forms.Select(f => f.Name))),
        ("country code", r => r.Number.CountryCode),
        ("number", r => r.Number.National),
        ("extension", r => Joined(" / ", r.Forms.Select(f => f.Extension))),
        ("for whom", r => Joined(" / ", r.Forms.Select(f => f.IsForSomeoneElse switch { true => "someone else", false => "themselves", null => null }))),
        ("voicemail is all right", r => YesNo(r.Request.VoicemailIsOk)),
        ("may say who calls", r => YesNo(r.Request.MaySayWho)),
        ("text message is all right", r => YesNo(r.Request.TextIsOk)),
        ("time zone", r => RequestModel.TimeZoneOf(r.Request)),
        ("from page", r => r.Request.FromPage ?? ""),
        ("calls", r => $"{r.Calls.Count}"),
        ("last outcome", r => r.Calls.LastOrDefault(c => c.Outcome is not null)?.Outcome is { } outcome ? Desk.Words(outcome) : ""),
        ("what they wrote", r => Joined("\n\n", r.Forms.Select(f => f.Note))),
        ("notes of staff", r => r.Notes),
    ];

    public static IEnumerable<string> Header => Columns.Select(c => c.Name);

    public IEnumerable<string> Cells => Columns.Select(c => c.Cell(this));

    private CallRequest Request => request;

    private StaffNames Names => names;

    private IReadOnlyList<Submission> Sent { get; } = [.. request.Submissions.OrderBy(s => s.ReceivedAt)];

    private IEnumerable<Submission> Forms => Sent.Where(s => s.IsLive);

    private bool IsTakenBack => !Forms.Any();

    private (string CountryCode, string National) Number => IsTakenBack ? ("", "") : PhoneNumber.Split(request.Number);

    private IReadOnlyList<CallAttempt> Calls { get; } = [.. request.Attempts.Where(a => a.Outcome != CallOutcome.NotCalled).OrderBy(a => a.DialledAt)];

    private string State => request switch
    {
        { ClosedBecause: { } reason } => Desk.Words(reason),
        { IsHeld: true } => "held",
        _ => request.DueAt > now ? "later" : "waiting",
    };

    private string Notes => IsTakenBack ? "" : string.Join("\n\n", notes.OrderBy(n => n.At).Select(n => $"{At(n.At)} {names.Of(n.By)}: {n.Text}"));

    /// <summary>ISO 8601 with the offset of the site's clock.</summary>
    private string At(DateTimeOffset? moment) =>
        moment is { } then ? Instant.FromDateTimeOffset(then).InZone(site.Zone).ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture) : "";

    private static string Joined(string between, IEnumerable<string?> texts) => string.Join(between, texts.Where(t => t is not null).Distinct());

    private static string YesNo(bool isSo) => isSo ? "yes" : "no";
}
