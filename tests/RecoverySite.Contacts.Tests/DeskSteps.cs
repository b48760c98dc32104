using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Contacts.Tests.Store;

namespace RecoverySite.Contacts.Tests;

/// <summary>What visitors and colleagues do in one test of the desk after another.</summary>
internal static class DeskSteps
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    public static Guid Add(this TestStore test, string email) =>
        test.Store.WriteAsync(db => Task.FromResult(db.Add(StaffMember.Add(email, StaffRole.Caller, Now)).Entity), default).GetAwaiter().GetResult().Id;

    public static CallForm Form(string key, string number, bool voicemail = true, DateTimeOffset? from = null, string? held = null) =>
        new(key, PhoneNumber.Parse(number)!, number, null, null, voicemail, from, from?.AddHours(2), "America/New_York", null, null, held);

    public static async Task<Guid> AskAsync(this TestStore test, string number, DateTimeOffset? at = null, bool voicemail = true, DateTimeOffset? from = null, string? held = null) =>
        (await test.ReceiveAsync(Form(Guid.NewGuid().ToString("N"), number, voicemail, from, held), at ?? Now)).CallRequestId;

    public static Task<T> AtDeskAsync<T>(this TestStore test, Guid id, Func<ContactsDbContext, CallRequest, T> work) =>
        test.Store.WriteAsync(async db => work(db, (await Desk.FindAsync(db, id, default))!), default);

    public static Task<ClaimAnswer> ClaimAsync(this TestStore test, Guid id, Guid by, DateTimeOffset now, bool knowingly = false) =>
        test.AtDeskAsync(id, (db, r) => Desk.Claim(db, r, by, knowingly, now));

    public static Task<bool> DialAsync(this TestStore test, Guid id, Guid by, DateTimeOffset now) => test.AtDeskAsync(id, (db, r) => Desk.Dial(db, r, by, now));

    public static Task<bool> RecordAsync(this TestStore test, Guid id, Guid by, CallOutcome outcome, DateTimeOffset now, DateTimeOffset? tryAgainAt = null) =>
        test.AtDeskAsync(id, (db, r) => Desk.Record(db, r, by, outcome, tryAgainAt, now));

    public static Task<bool> CallLaterAsync(this TestStore test, Guid id, Guid by, DateTimeOffset? at, DateTimeOffset now) =>
        test.AtDeskAsync(id, (db, r) => Desk.CallLater(db, r, by, at, at is null ? null : "America/New_York", now));

    public static Task<CallRequest> RequestAsync(this TestStore test, Guid id) => test.Store.ReadAsync(async db => (await Desk.FindAsync(db, id, default))!, default);

    public static Task<Guid?> TakeNextAsync(this TestStore test, Guid by, DateTimeOffset now) => test.Store.WriteAsync(db => Desk.TakeNextAsync(db, by, _ => true, now, default), default);

    public static Task<List<string>> ActionsAsync(this TestStore test, Guid id) =>
        test.Store.ReadAsync(db => db.AuditEntries.Where(e => e.CallRequestId == id && e.Actor != AuditEntry.Visitor).OrderBy(e => e.Id).Select(e => e.Action).ToListAsync(), default);
}
