using System.Net.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;
using RecoverySite.Contacts.Tests.Store;
using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests.Notices;

/// <summary>A store, a mail server and a courier between them, with a clock that the test moves.</summary>
internal sealed class Mailroom : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly string[] recipients;

    public Mailroom(params string[] recipients)
    {
        this.recipients = recipients.Length == 0 ? ["desk@example.org"] : recipients;
        Courier = NewCourier(Test.Store);
    }

    public TestStore Test { get; } = new();
    public SmtpSink Sink { get; } = new();
    public SteppedClock Clock { get; } = new(Start);

    public MailCourier Courier { get; private set; }

    public List<string> Subjects => [.. Sink.Taken.Select(m => m.Header("Subject"))];

    public List<string> MessageIds => [.. Sink.Taken.Select(m => m.Header("Message-ID"))];

    public Func<NoticeMail, Letter> Write { get; set; } = mail => new Letter($"{mail.Requests} since {mail.Since:HH:mm:ss}", "Look at the queue.\r\n");

    /// <summary>The site ends without a word and is started again; only the file is left.</summary>
    public void Crash() => Courier = NewCourier(Test.Open());

    /// <param name="person">Tells numbers apart.</param>
    public Task<Submission> AskAsync(int person, string? held = null, string? key = null) => Test.ReceiveAsync(Form(person, held, key), Clock.GetUtcNow());

    /// <summary>Many at the same moment.</summary>
    public Task AskAsync(IEnumerable<int> people) =>
        Test.Store.WriteAsync(
            async db =>
            {
                foreach (var person in people)
                    await Intake.ReceiveAsync(db, Form(person), TestStore.Words, "/request-a-call", Clock.GetUtcNow(), default);
            },
            default);

    public static CallForm Form(int person, string? held = null, string? key = null)
    {
        var number = $"216-{200 + person / 100}-01{person % 100:00}";
        return new(key ?? Guid.NewGuid().ToString("N"), PhoneNumber.Parse(number)!, number, null, null, true, null, null, "America/New_York", null, null, held);
    }

    public Task<TimeSpan> LookAsync() => Courier.LookAsync(default);

    public Task<TimeSpan> LookAfterAsync(TimeSpan pause)
    {
        Clock.Advance(pause);
        return LookAsync();
    }

    public Task AtDeskAsync(Guid id, Action<ContactsDbContext, CallRequest> act) =>
        Test.Store.WriteAsync(async db => act(db, (await Desk.FindAsync(db, id, default))!), default);

    public Task<Guid> StaffAsync() =>
        Test.Store.WriteAsync(db => Task.FromResult(db.Add(StaffMember.Add("ana@example.org", StaffRole.Supervisor, Start)).Entity.Id), default);

    /// <summary>Waiting requests that no message tells of which the server has taken.</summary>
    public async Task<int> UncoveredAsync()
    {
        var taken = MessageIds.Select(id => id.Trim('<', '>')).ToHashSet();
        var covered = await Test.Store.ReadAsync(db => db.Notices.Join(db.NoticeMails.Where(m => m.DeliveredAt != null), n => n.MailId, m => m.Id, (n, m) => new { n.CallRequestId, m.MessageId }).ToListAsync(), default);
        var waiting = await Test.Store.ReadAsync(db => db.CallRequests.Waiting().Select(r => r.Id).ToListAsync(), default);
        return waiting.Except(covered.Where(c => taken.Contains(c.MessageId)).Select(c => c.CallRequestId)).Count();
    }

    public void Dispose()
    {
        Sink.Dispose();
        Test.Dispose();
    }

    private MailCourier NewCourier(ContactsStore store) =>
        new(
            store,
            new MailServer("127.0.0.1", Sink.Port, isEncrypted: false, login: null, new MailAddress("site@recoverysite.example"), [.. recipients.Select(r => new MailAddress(r))]),
            mail => Write(mail),
            Clock,
            NullLogger<MailCourier>.Instance);
}
