using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests.Notices;

public sealed class MailCourierTests : IDisposable
{
    private readonly Mailroom room = new();

    public void Dispose() => room.Dispose();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    [Fact]
    public async Task It_rests_ten_seconds_then_twice_as_long_each_time_and_never_more_than_a_quarter_of_an_hour()
    {
        room.Sink.Manner = SmtpManner.RefusesTheSender;
        await room.AskAsync(1);
        int Attempts() => room.Sink.Heard.Split("MAIL FROM").Length - 1;
        await room.LookAsync();

        foreach (var (rest, attempts) in new[] { 10, 20, 40, 80, 160, 320, 640, 900, 900, 900 }.Select((rest, i) => (rest, i + 1)))
        {
            var pause = await room.LookAfterAsync(Seconds(rest - 1));
            Assert.Equal((attempts, Seconds(1)), (Attempts(), pause));
            await room.LookAfterAsync(Seconds(1));
            Assert.Equal(attempts + 1, Attempts());
        }
    }

    [Fact]
    public async Task Whoever_asks_meanwhile_shortens_no_rest_and_a_clock_set_back_lengthens_none()
    {
        room.Sink.Manner = SmtpManner.IsDown;
        await room.AskAsync(1);
        await room.LookAsync();
        room.Sink.Manner = SmtpManner.Takes;
        await room.AskAsync(2);

        Assert.Equal(Seconds(10), await room.LookAsync());
        Assert.Empty(room.Sink.Taken);
        Assert.Equal(2, room.Courier.Trouble!.Untold.Requests);

        await room.LookAfterAsync(-TimeSpan.FromDays(1));
        Assert.Equal(2, room.Sink.Taken.Count);
        Assert.Null(room.Courier.Trouble);
    }

    [Theory]
    [InlineData(SmtpManner.IsDown, FaultKind.CannotConnect, null)]
    [InlineData(SmtpManner.DropsAfterData, FaultKind.BrokeOff, null)]
    [InlineData(SmtpManner.TalksNonsense, FaultKind.BrokeOff, null)]
    [InlineData(SmtpManner.IsBusy, FaultKind.RefusesMessage, 451)]
    [InlineData(SmtpManner.RefusesTheMessage, FaultKind.RefusesMessage, 554)]
    [InlineData(SmtpManner.RefusesTheSender, FaultKind.RefusesMessage, 550)]
    [InlineData(SmtpManner.WantsAnotherPassword, FaultKind.RefusesUs, 530)]
    public async Task Whatever_goes_wrong_has_one_of_few_names_and_the_same_message_goes_when_it_is_mended(SmtpManner manner, FaultKind kind, int? code)
    {
        room.Sink.Manner = manner;
        await room.AskAsync(1);
        await room.LookAsync();
        Assert.Equal(new DeliveryFault(kind, code), room.Courier.Trouble!.Fault);
        var stored = room.Test.Sql("SELECT MessageId FROM NoticeMails");

        room.Sink.Manner = SmtpManner.Takes;
        await room.LookAfterAsync(Seconds(10));

        Assert.Equal($"<{stored}>", Assert.Single(room.MessageIds));
        Assert.Null(room.Courier.Trouble);
    }

    [Fact]
    public async Task A_server_that_stalls_holds_up_neither_visitors_nor_the_courier_for_longer_than_half_a_minute()
    {
        room.Sink.Manner = SmtpManner.Stalls;
        await room.AskAsync(1);
        var look = room.LookAsync();
        await room.Sink.SilenceAsync();

        await room.AskAsync(2);
        Assert.False(look.IsCompleted);
        room.Clock.Advance(Seconds(30));
        await look;

        Assert.Equal(FaultKind.NoAnswer, room.Courier.Trouble!.Fault.Kind);
    }

    [Fact]
    public async Task With_one_recipient_refused_the_others_have_it_and_with_all_refused_nobody_has()
    {
        using var some = new Mailroom("gone@example.org", "ana@example.org", "gone2@example.org");
        some.Sink.Manner = SmtpManner.KnowsSome;
        await some.AskAsync(1);
        await some.LookAsync();
        Assert.Equal(["ana@example.org"], Assert.Single(some.Sink.Taken).To);
        Assert.Equal((2, null), (some.Courier.Refused, some.Courier.Trouble));

        using var all = new Mailroom("gone@example.org", "gone2@example.org");
        all.Sink.Manner = SmtpManner.KnowsSome;
        await all.AskAsync(1);
        await all.LookAsync();
        Assert.Equal(new DeliveryFault(FaultKind.RefusesMessage, 550), all.Courier.Trouble!.Fault);
    }

    [Fact]
    public async Task After_a_crash_between_the_servers_yes_and_our_note_the_very_same_message_goes_once_more()
    {
        room.Sink.Manner = SmtpManner.TakesInSilence;
        await room.AskAsync(1);
        _ = room.LookAsync();
        await room.Sink.SilenceAsync();
        await room.AskAsync(2);

        room.Crash();
        room.Sink.Manner = SmtpManner.Takes;
        await room.LookAsync();
        await room.LookAfterAsync(TimeSpan.FromDays(1));

        Assert.Equal([1, 1, 2], room.MessageIds.Select(id => room.MessageIds.Distinct().ToList().IndexOf(id) + 1));
        Assert.Equal(room.Sink.Taken.First().Body, room.Sink.Taken.ElementAt(1).Body);
        Assert.Equal(room.Subjects[0], room.Subjects[1]);
    }

    [Fact]
    public async Task What_the_store_could_not_note_is_not_sent_again_while_the_site_lives()
    {
        await room.AskAsync(1);
        room.Write = mail =>
        {
            // By the time that the message is taken, the disk refuses to note it.
            room.Test.Sql("CREATE TRIGGER Refuse BEFORE UPDATE ON NoticeMails BEGIN SELECT RAISE(ABORT, 'refused'); END");
            return new Letter("1", "");
        };
        await Assert.ThrowsAsync<StoreUnavailableException>(room.LookAsync);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => room.LookAfterAsync(TimeSpan.FromHours(1)));

        room.Test.Sql("DROP TRIGGER Refuse");
        await room.LookAsync();

        Assert.Single(room.Sink.Taken);
        Assert.Equal(0, await room.UncoveredAsync());
    }

    [Fact]
    public async Task A_message_under_way_whose_request_is_closed_meanwhile_is_not_sent_and_stands_in_nobodys_way()
    {
        room.Sink.Manner = SmtpManner.IsDown;
        var first = await room.AskAsync(1);
        await room.LookAsync();
        await room.Test.Store.WriteAsync(db => Intake.WithdrawAsync(db, first.ReceiptToken, room.Clock.GetUtcNow(), default), default);
        room.Clock.Advance(Seconds(5));
        await room.AskAsync(2);

        room.Sink.Manner = SmtpManner.Takes;
        await room.LookAfterAsync(Seconds(5));

        Assert.Equal(["1 since 15:00:05"], room.Subjects);
    }

    [Fact]
    public async Task An_exception_of_any_kind_is_a_failure_like_another()
    {
        await room.AskAsync(1);
        var write = room.Write;
        var thrown = 0;
        room.Write = _ => throw new InvalidOperationException($"our own mistake {++thrown}");

        for (var i = 0; i < 100; i++)
            await room.LookAfterAsync(TimeSpan.FromMinutes(15));
        Assert.Equal((100, FaultKind.Unforeseen), (thrown, room.Courier.Trouble!.Fault.Kind));

        room.Write = write;
        await room.LookAfterAsync(TimeSpan.FromMinutes(15));
        Assert.Single(room.Sink.Taken);
    }

    [Fact]
    public async Task Where_encryption_is_asked_for_and_not_offered_nothing_is_said()
    {
        using var store = new Store.TestStore();
        var server = new MailServer("127.0.0.1", room.Sink.Port, isEncrypted: true, new("desk", "canary-password"), new("site@recoverysite.example"), [new("desk@example.org")]);
        var courier = new MailCourier(store.Store, server, room.Write, room.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<MailCourier>.Instance);
        await store.ReceiveAsync(Mailroom.Form(1), Mailroom.Start);

        await courier.LookAsync(default);

        Assert.Equal(FaultKind.NotSafe, courier.Trouble!.Fault.Kind);
        Assert.DoesNotContain("MAIL", room.Sink.Heard, StringComparison.Ordinal);
        Assert.DoesNotContain("AUTH", room.Sink.Heard, StringComparison.Ordinal);
    }
}
