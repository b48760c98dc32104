using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Retention;
using RecoverySite.Contacts.Tests.Store;
using RecoverySite.Tests.Store;

namespace RecoverySite.Contacts.Tests.Retention;

public sealed class PurgeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    private readonly TestStore test = new();
    private readonly MovedClock clock = new() { Now = Now };
    private readonly Purge purge;

    public PurgeTests() => purge = new Purge(test.Store, clock, Past);

    private static PastRequest Past(CallRequest request) => PastRequest.Of(DateOnly.FromDateTime(request.OpenedAt.UtcDateTime), request.OpenedAt.Hour, request.FromPage, null, null);

    public void Dispose() => test.Dispose();

    /// <summary>What it says and how long things take are moved apart.</summary>
    private sealed class MovedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }
        public TimeSpan Elapsed { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
        public override long GetTimestamp() => Elapsed.Ticks;
    }

    private Task<int> AfterAsync(TimeSpan time)
    {
        (clock.Now, clock.Elapsed) = (clock.Now + time, clock.Elapsed + time);
        return purge.RunAsync(default);
    }

    private static CallForm Form(string key, string number, string? heldBecause = null) =>
        new(key, PhoneNumber.Parse(number)!, number, "Samantha", false, true, null, null, "America/New_York", "Please ask for my sister", null, heldBecause);

    private Task<bool> WithdrawAsync(Submission submission) => test.Store.WriteAsync(db => Intake.WithdrawAsync(db, submission.ReceiptToken, Now, default), default);

    [Fact]
    public async Task What_was_closed_ninety_days_ago_goes_and_what_waits_stays_for_ever()
    {
        await WithdrawAsync(await test.ReceiveAsync(Form("k1", "216-555-0123"), Now));
        await test.ReceiveAsync(Form("k2", "216-555-0124"), Now);
        await purge.RunAsync(default);

        Assert.Equal(0, await AfterAsync(TimeSpan.FromDays(90)));
        Assert.Equal(1, await Purge.CountDueAsync(test.Store, clock.Now.AddHours(1), default));
        Assert.Equal(1, await AfterAsync(TimeSpan.FromHours(1)));

        Assert.Equal(0, await AfterAsync(TimeSpan.FromDays(1000)));
        Assert.Equal("+12165550124", (await test.Store.ReadAsync(db => db.CallRequests.SingleAsync(), default)).Number);
        Assert.Equal("deleted 1 request whose time had come", test.Sql("SELECT Action FROM AuditEntries WHERE Actor = 'site'"));
    }

    [Fact]
    public async Task Everything_that_hangs_on_a_request_goes_with_it_and_not_a_byte_is_left()
    {
        var submission = await test.ReceiveAsync(Form("k1", "216-555-0123"), Now);
        await WithdrawAsync(submission);
        var staff = StaffMember.Add("ana@example.org", StaffRole.Caller, Now);
        await test.Store.WriteAsync(
            async db =>
            {
                db.Add(staff);
                Desk.Write(db, (await Desk.FindAsync(db, submission.CallRequestId, default))!, staff.Id, "Her sister picks up after six.", Now);
            },
            default);
        string[] values =
        [
            .. new[] { "SELECT Number FROM Submissions", "SELECT Name FROM Submissions", "SELECT Note FROM Submissions", "SELECT Reference FROM Submissions", "SELECT ReceiptHash FROM Submissions", "SELECT KeyHash FROM Submissions", "SELECT Number FROM CallRequests", "SELECT Text FROM StaffNotes" }
                .Select(sql => (string)test.Sql(sql)!),
        ];
        var index = (byte[])test.Sql("SELECT NumberIndex FROM CallRequests")!;
        await purge.RunAsync(default);

        Assert.Equal(1, await AfterAsync(TimeSpan.FromDays(91)));

        foreach (var table in new[] { "CallRequests", "Submissions", "Consents", "StaffNotes", "CallAttempts" })
            Assert.Equal(0L, test.Sql($"SELECT count(*) FROM {table}"));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(test.File)!))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            foreach (var value in values)
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)) < 0, $"What was deleted is left in {Path.GetFileName(file)}");
            Assert.True(bytes.AsSpan().IndexOf(index) < 0, $"The index of the number is left in {Path.GetFileName(file)}");
        }
    }

    [Fact]
    public async Task More_than_one_batch_goes_in_one_run()
    {
        for (var i = 0; i < 120; i++)
            await WithdrawAsync(await test.ReceiveAsync(Form($"k{i}", string.Create(CultureInfo.InvariantCulture, $"216-555-{i:D4}")), Now));
        await purge.RunAsync(default);

        Assert.Equal(120, await AfterAsync(TimeSpan.FromDays(91)));
    }

    [Fact]
    public async Task No_table_that_grows_is_walked_through_for_it()
    {
        for (var i = 0; i < 50; i++)
            await WithdrawAsync(await test.ReceiveAsync(Form($"k{i}", string.Create(CultureInfo.InvariantCulture, $"216-555-{i:D4}")), Now));
        await purge.RunAsync(default);
        using var plans = new QueryPlans(test.File);

        Assert.Equal(50, await Purge.CountDueAsync(test.Store, clock.Now.AddDays(91), default));
        Assert.Equal(50, await AfterAsync(TimeSpan.FromDays(91)));

        Assert.Empty(plans.ScansOf("CallRequests", "Submissions", "Consents", "CallAttempts", "StaffNotes", "Notices", "NumberMarks", "AuditEntries", "PastRequests", "CallTaps"));
        // Nor, while forms wait, all that were ever closed for one reason.
        Assert.DoesNotContain(plans.Steps, s => s.Sql.Contains("AskedNotToBeCalled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_somebody_vouches_for_after_it_was_found_stays()
    {
        for (var i = 0; i < 50; i++)
            await WithdrawAsync(await test.ReceiveAsync(Form($"k{i}", string.Create(CultureInfo.InvariantCulture, $"216-555-{i:D4}")), Now));
        var held = (await test.ReceiveAsync(Form("held", "614-555-0123", "looks like spam"), Now)).CallRequestId;
        var staff = Guid.NewGuid();
        await test.Store.WriteAsync(async db => await Desk.SeeAsync(db, (await Desk.FindAsync(db, held, default))!, staff, withNumber: false, isSameLook: false, Now, default), default);
        Task? vouching = null;
        var purge = new Purge(test.Store, clock, request =>
        {
            // Behind the first that go, and before the next.
            vouching ??= test.Store.WriteAsync(async db => Desk.VouchFor(db, (await Desk.FindAsync(db, held, default))!, staff, Now), default);
            return Past(request);
        });
        await purge.RunAsync(default);
        (clock.Now, clock.Elapsed) = (clock.Now + TimeSpan.FromDays(91), clock.Elapsed + TimeSpan.FromDays(91));

        Assert.Equal(50, await purge.RunAsync(default));

        await vouching!;
        Assert.Equal(held, (await test.Store.ReadAsync(db => db.CallRequests.SingleAsync(), default)).Id);
    }

    [Fact]
    public async Task A_clock_that_jumps_ahead_for_a_while_deletes_nothing_before_its_time()
    {
        await WithdrawAsync(await test.ReceiveAsync(Form("k1", "216-555-0123"), Now));
        await purge.RunAsync(default);

        clock.Now += TimeSpan.FromDays(365);
        clock.Elapsed += TimeSpan.FromHours(1);
        Assert.Equal(0, await purge.RunAsync(default));
        clock.Now -= TimeSpan.FromDays(365);
        Assert.Equal(0, await AfterAsync(TimeSpan.FromHours(1)));
        Assert.Equal(0, await AfterAsync(TimeSpan.FromHours(1)));
        Assert.Equal(1, await AfterAsync(TimeSpan.FromDays(91)));
    }

    [Fact]
    public async Task A_clock_that_goes_back_deletes_nothing()
    {
        await WithdrawAsync(await test.ReceiveAsync(Form("k1", "216-555-0123"), Now));
        await purge.RunAsync(default);

        clock.Now -= TimeSpan.FromDays(30);

        Assert.Equal(0, await purge.RunAsync(default));
        Assert.Equal(0, await AfterAsync(TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task What_is_held_goes_two_weeks_after_somebody_looked_and_never_before()
    {
        var unseen = await test.ReceiveAsync(Form("k1", "216-555-0123", "looks like spam"), Now);
        var seen = await test.ReceiveAsync(Form("k2", "216-555-0124", "looks like spam"), Now);
        await test.Store.WriteAsync(async db => await Desk.SeeAsync(db, (await Desk.FindAsync(db, seen.CallRequestId, default))!, Guid.NewGuid(), withNumber: false, isSameLook: false, Now.AddDays(10), default), default);
        await purge.RunAsync(default);

        Assert.Equal(0, await AfterAsync(TimeSpan.FromDays(23)));
        Assert.Equal(1, await AfterAsync(TimeSpan.FromDays(2)));
        Assert.Equal(0, await AfterAsync(TimeSpan.FromDays(300)));
        Assert.Equal(unseen.CallRequestId, (await test.Store.ReadAsync(db => db.CallRequests.SingleAsync(), default)).Id);
    }

    [Fact]
    public async Task That_somebody_asked_not_to_be_called_outlives_the_request_as_an_index()
    {
        var submission = await test.ReceiveAsync(Form("k1", "216-555-0123"), Now);
        await test.Store.WriteAsync(
            async db =>
            {
                var staff = StaffMember.Add("ana@example.org", StaffRole.Caller, Now);
                db.Add(staff);
                var request = (await Desk.FindAsync(db, submission.CallRequestId, default))!;
                Desk.Claim(db, request, staff.Id, knowingly: false, Now);
                Assert.True(Desk.Record(db, request, staff.Id, CallOutcome.AskedNotToBeCalled, null, Now));
            },
            default);
        await purge.RunAsync(default);

        Assert.Equal(1, await AfterAsync(TimeSpan.FromDays(91)));

        var mark = await test.Store.ReadAsync(db => db.NumberMarks.SingleAsync(), default);
        Assert.Equal((NumberMarkKind.DoNotCall, test.Store.Keys!.IndexOfNumber("+12165550123")), (mark.Kind, mark.NumberIndex), (a, b) => a.Item1 == b.Item1 && a.Item2.SequenceEqual(b.Item2));
    }

    [Fact]
    public async Task The_audit_goes_after_six_years_and_the_store_itself_refuses_any_sooner()
    {
        await test.ReceiveAsync(Form("k1", "216-555-0123"), Now);
        test.Sql("INSERT INTO AuditEntries (At, Actor, Action) VALUES (1, 'visitor', 'an old one')");
        await purge.RunAsync(default);

        await AfterAsync(TimeSpan.FromHours(1));

        Assert.Equal("asked", test.Sql("SELECT group_concat(Action) FROM AuditEntries"));
        Assert.Contains("append-only", Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => test.Sql("DELETE FROM AuditEntries")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_requests_that_go_the_figures_keep_when_they_came_and_how_many_were_alike_and_nothing_of_spam()
    {
        var staff = StaffMember.Add("ana@example.org", StaffRole.Supervisor, Now);
        await test.Store.WriteAsync(db => Task.FromResult(db.Add(staff)), default);
        await WithdrawAsync(await test.ReceiveAsync(Form("k1", "216-555-0123") with { FromPage = "/heroin/cravings" }, Now));
        await WithdrawAsync(await test.ReceiveAsync(Form("k2", "216-555-0124") with { FromPage = "/heroin/cravings" }, Now));
        await WithdrawAsync(await test.ReceiveAsync(Form("k3", "216-555-0125"), Now.AddHours(1)));
        await WithdrawAsync(await test.ReceiveAsync(Form("k4", "216-555-0126", "looks like spam"), Now));
        var spam = await test.ReceiveAsync(Form("k5", "216-555-0127"), Now);
        var held = await test.ReceiveAsync(Form("k6", "216-555-0128", "looks like spam"), Now);
        await test.Store.WriteAsync(
            async db =>
            {
                Assert.True(Desk.Close(db, (await Desk.FindAsync(db, spam.CallRequestId, default))!, staff.Id, CloseReason.Spam, Now));
                await Desk.SeeAsync(db, (await Desk.FindAsync(db, held.CallRequestId, default))!, staff.Id, withNumber: false, isSameLook: false, Now, default);
            },
            default);
        await test.ReceiveAsync(Form("k7", "216-555-0129"), Now);
        await purge.RunAsync(default);

        Assert.Equal(6, await AfterAsync(TimeSpan.FromDays(91)));
        await AfterAsync(TimeSpan.FromHours(1));

        Assert.Equal(
            [("2026-11-24", 15, "/heroin/cravings", 2L), ("2026-11-24", 16, "", 1L)],
            (await test.Store.ReadAsync(db => db.PastRequests.OrderBy(p => p.Hour).ToListAsync(), default)).Select(p => (p.Day.ToString("O"), p.Hour, p.Page, p.Count)));
    }

    [Fact]
    public async Task Requests_that_go_in_another_run_are_added_to_those_alike()
    {
        await WithdrawAsync(await test.ReceiveAsync(Form("k1", "216-555-0123"), Now));
        var later = await test.ReceiveAsync(Form("k2", "216-555-0124"), Now);
        await purge.RunAsync(default);
        await AfterAsync(TimeSpan.FromDays(91));
        await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, later.ReceiptToken, clock.Now, default), default);

        Assert.Equal(1, await AfterAsync(TimeSpan.FromDays(91)));

        Assert.Equal(2, (await test.Store.ReadAsync(db => db.PastRequests.SingleAsync(), default)).Count);
    }

    [Fact]
    public async Task What_stays_of_requests_is_kept_for_twenty_five_months()
    {
        await test.Store.WriteAsync(
            db =>
            {
                db.AddRange(PastRequest.Of(new DateOnly(2024, 10, 23), 9, null, 1, 2), PastRequest.Of(new DateOnly(2024, 10, 25), 9, null, 1, 2));
                return Task.CompletedTask;
            },
            default);
        await purge.RunAsync(default);

        await AfterAsync(TimeSpan.FromHours(1));

        Assert.Equal(new DateOnly(2024, 10, 25), (await test.Store.ReadAsync(db => db.PastRequests.SingleAsync(), default)).Day);
    }

    [Fact]
    public async Task Counts_of_taps_are_kept_for_twenty_five_months()
    {
        await test.Store.WriteAsync(
            async db =>
            {
                await CallTap.AddAsync(db, new DateOnly(2024, 10, 23), "/heroin", "bar", 3, default);
                await CallTap.AddAsync(db, new DateOnly(2024, 10, 25), "/heroin", "bar", 3, default);
            },
            default);
        await purge.RunAsync(default);

        await AfterAsync(TimeSpan.FromHours(1));

        Assert.Equal(new DateOnly(2024, 10, 25), (await test.Store.ReadAsync(db => db.CallTaps.SingleAsync(), default)).Day);
    }
}
