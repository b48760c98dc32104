using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RecoverySite.Contacts.Notices;
using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests.Notices;

public sealed class WebhookCourierTests : IDisposable
{
    private readonly Mailroom room = new();
    private readonly WebhookSink sink = new();
    private readonly Webhook webhook;
    private readonly WebhookCourier courier;

    public WebhookCourierTests()
    {
        webhook = new Webhook(sink.Url, new byte[24]);
        courier = new WebhookCourier(room.Test.Store, webhook, room.Clock, NullLogger<WebhookCourier>.Instance);
    }

    public void Dispose()
    {
        webhook.Dispose();
        sink.Dispose();
        room.Dispose();
    }

    [Fact]
    public async Task Each_notice_goes_by_itself_in_order_under_its_own_id()
    {
        var asked = new List<Submission>();
        foreach (var who in new[] { 1, 2, 1 })
        {
            asked.Add(await room.AskAsync(who));
            room.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        await courier.LookAsync(default);
        await courier.LookAsync(default);

        Assert.Equal(asked.Select(a => a.CallRequestId), sink.Taken.Select(p => JsonDocument.Parse(p.Body).RootElement.GetProperty("data").GetProperty("id").GetGuid()));
        Assert.Equal(3, sink.Taken.Select(p => p.Header("webhook-id")).Distinct().Count());
        Assert.Null(courier.Trouble);
    }

    [Theory]
    [InlineData("500 No", FaultKind.RefusesMessage, 500)]
    [InlineData("410 Gone", FaultKind.RefusesMessage, 410)]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:9/elsewhere", FaultKind.RefusesMessage, 302)]
    [InlineData("no HTTP at all", FaultKind.BrokeOff, null)]
    public async Task What_is_not_taken_goes_again_with_the_same_id_and_body_and_a_signature_of_its_time(string answer, FaultKind kind, int? code)
    {
        sink.Answer = answer;
        await room.AskAsync(1);
        await courier.LookAsync(default);
        Assert.Equal(new DeliveryFault(kind, code), courier.Trouble!.Fault);

        sink.Answer = "200 OK";
        await courier.LookAsync(default);
        Assert.Single(sink.Taken);
        room.Clock.Advance(TimeSpan.FromSeconds(10));
        await courier.LookAsync(default);

        var (first, second) = (sink.Taken.First(), sink.Taken.Last());
        Assert.Equal(2, sink.Taken.Count);
        Assert.Equal((first.Header("webhook-id"), first.Body), (second.Header("webhook-id"), second.Body));
        Assert.NotEqual(first.Header("webhook-signature"), second.Header("webhook-signature"));
        Assert.Null(courier.Trouble);
    }

    [Fact]
    public async Task Silence_is_borne_for_seven_seconds_and_mail_goes_meanwhile()
    {
        sink.Answer = null;
        await room.AskAsync(1);
        var look = courier.LookAsync(default);
        await sink.NextAsync();

        await room.LookAsync();
        Assert.Single(room.Sink.Taken);
        Assert.False(look.IsCompleted);
        room.Clock.Advance(TimeSpan.FromSeconds(7));
        await look;

        Assert.Equal(FaultKind.NoAnswer, courier.Trouble!.Fault.Kind);
    }

    [Fact]
    public async Task Once_nobody_waits_any_more_it_is_given_up()
    {
        sink.Answer = "503 Later";
        var asked = await room.AskAsync(1);
        await courier.LookAsync(default);
        await room.Test.Store.WriteAsync(db => Intake.WithdrawAsync(db, asked.ReceiptToken, room.Clock.GetUtcNow(), default), default);

        room.Clock.Advance(TimeSpan.FromSeconds(10));
        await courier.LookAsync(default);

        Assert.Single(sink.Taken);
        Assert.Null(courier.Trouble);
    }
}
