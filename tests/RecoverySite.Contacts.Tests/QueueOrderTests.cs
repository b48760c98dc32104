using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts.Tests.Store;

namespace RecoverySite.Contacts.Tests;

/// <summary>
/// A long random day at the desk, told twice: to the real store, and to a list in memory that knows nothing but who asked when, when they
/// are to be called and whether anybody still has to. After every event both must name the same people in the same order.
/// </summary>
public sealed class QueueOrderTests : IDisposable
{
    private const int Events = 10_000, Numbers = 60;

    private readonly TestStore test = new();
    private readonly Random random = new(20261124);
    private readonly Dictionary<Guid, Expected> model = [];
    private readonly List<Guid> staff = [];
    private readonly Dictionary<string, int> happened = [];
    private DateTimeOffset now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);

    /// <param name="Due">Not to be called before.</param>
    private sealed record Expected(DateTimeOffset Since, DateTimeOffset Due, bool IsHeld);

    public void Dispose() => test.Dispose();

    [Fact]
    public async Task In_ten_thousand_events_nobody_stands_above_somebody_who_has_waited_longer()
    {
        for (var i = 0; i < 4; i++)
            staff.Add((await test.Store.WriteAsync(db => Task.FromResult(db.Add(StaffMember.Add($"caller{i}@example.org", StaffRole.Caller, now)).Entity), default)).Id);

        for (var i = 0; i < Events; i++)
        {
            now += TimeSpan.FromSeconds(random.Next(1, 600));
            await HappenAsync(i);

            var shown = await test.Store.ReadAsync(db => db.CallRequests.Waiting().DueAt(now).LongestWaitFirst().Select(r => new { r.Id, r.WaitingSince }).ToListAsync(), default);
            Assert.True(shown.Zip(shown.Skip(1)).All(pair => pair.First.WaitingSince <= pair.Second.WaitingSince), $"After event {i} a newer one stood above an older one.");
            var expected = model.Where(m => !m.Value.IsHeld && m.Value.Due <= now).ToDictionary(m => m.Key, m => m.Value.Since);
            Assert.Equal(expected, shown.ToDictionary(s => s.Id, s => s.WaitingSince));
        }

        // A day on which nobody ever put anything off or asked again would prove nothing.
        foreach (var kind in new[] { "asked", "asked again", "asked for later", "held", "vouched", "claimed", "put back", "put off", "reached", "put off without a call", "spam", "opened again", "withdrew" })
            Assert.True(happened.GetValueOrDefault(kind) > 20, $"\"{kind}\" happened {happened.GetValueOrDefault(kind)} times.");
    }

    private void Count(string kind) => happened[kind] = happened.GetValueOrDefault(kind) + 1;

    private Task HappenAsync(int i)
    {
        var open = model.Keys.Order().ToList();
        if (open.Count == 0 || random.Next(100) < 25)
            return AskAsync(i);
        var id = open[random.Next(open.Count)];
        return random.Next(7) switch
        {
            0 => VouchAsync(id),
            1 => WorkAsync(id, CallOutcome.Reached, null),
            2 => WorkAsync(id, CallOutcome.NoAnswer, now.AddMinutes(random.Next(5, 3000))),
            3 => PutBackAsync(id),
            4 => PutOffAsync(id),
            5 => random.Next(3) == 0 ? SpamAndBackAsync(id) : WithdrawAsync(id),
            _ => WorkAsync(id, CallOutcome.NotCalled, null),
        };
    }

    private async Task AskAsync(int i)
    {
        var number = $"216-555-{random.Next(Numbers):0000}";
        DateTimeOffset? from = random.Next(4) == 0 ? now.AddMinutes(random.Next(10, 2000)) : null;
        var held = random.Next(6) == 0 ? "looks like spam" : null;
        var form = new CallForm($"key{i}", PhoneNumber.Parse(number)!, number, null, null, true, from, from?.AddHours(2), "America/New_York", null, null, held);
        var sent = await test.ReceiveAsync(form, now);
        var earlier = model.GetValueOrDefault(sent.CallRequestId);
        Count(earlier is not null ? "asked again" : from is not null ? "asked for later" : held is not null ? "held" : "asked");
        // The first wish to be called counts, and whoever asks again takes back what was agreed about later.
        var since = earlier is not null && earlier.Since < (from ?? now) ? earlier.Since : from ?? now;
        model[sent.CallRequestId] = new Expected(since, since, held is not null && earlier is null or { IsHeld: true } && held is not null);
    }

    private Task<T> AtDeskAsync<T>(Guid id, Func<Contacts.Store.ContactsDbContext, CallRequest, T> work) =>
        test.Store.WriteAsync(async db => work(db, (await Desk.FindAsync(db, id, default))!), default);

    private Guid Somebody => staff[random.Next(staff.Count)];

    private async Task VouchAsync(Guid id)
    {
        if (!model[id].IsHeld)
            return;
        await AtDeskAsync(id, (db, r) =>
        {
            Desk.VouchFor(db, r, staff[0], now);
            return true;
        });
        model[id] = model[id] with { IsHeld = false };
        Count("vouched");
    }

    private async Task<bool> ClaimAsync(Guid id, Guid who)
    {
        var answer = await AtDeskAsync(id, (db, r) => Desk.Claim(db, r, who, knowingly: true, now));
        if (answer != ClaimAnswer.Claimed)
            return false;
        // Being claimed changes no place.
        Count("claimed");
        return true;
    }

    private async Task WorkAsync(Guid id, CallOutcome outcome, DateTimeOffset? again)
    {
        var who = Somebody;
        if (model[id].IsHeld || !await ClaimAsync(id, who))
            return;
        Assert.True(await AtDeskAsync(id, (db, r) => Desk.Dial(db, r, who, now) && Desk.Record(db, r, who, outcome, again, now, "America/New_York")));
        if (outcome == CallOutcome.Reached)
        {
            model.Remove(id);
            Count("reached");
        }
        else if (again is { } at)
        {
            model[id] = model[id] with { Due = at > model[id].Since ? at : model[id].Since };
            Count("put off");
        }
    }

    private async Task PutBackAsync(Guid id)
    {
        var who = Somebody;
        if (model[id].IsHeld || !await ClaimAsync(id, who))
            return;
        if (await AtDeskAsync(id, (db, r) => Desk.Release(db, r, who, now)))
            Count("put back");
    }

    private async Task PutOffAsync(Guid id)
    {
        DateTimeOffset? at = random.Next(3) == 0 ? null : now.AddMinutes(random.Next(5, 3000));
        if (!await AtDeskAsync(id, (db, r) => Desk.CallLater(db, r, Somebody, at, "America/New_York", now)))
            return;
        model[id] = model[id] with { Due = at > model[id].Since ? at.Value : model[id].Since, IsHeld = false };
        Count("put off without a call");
    }

    private async Task SpamAndBackAsync(Guid id)
    {
        if (!await AtDeskAsync(id, (db, r) => Desk.Close(db, r, Somebody, CloseReason.Spam, now)))
            return;
        var before = model[id];
        model.Remove(id);
        Count("spam");
        if (!await test.Store.WriteAsync(async db => await Desk.ReopenAsync(db, (await Desk.FindAsync(db, id, default))!, staff[0], now, default), default))
            return;
        model[id] = before with { Due = before.Since };
        Count("opened again");
    }

    private async Task WithdrawAsync(Guid id)
    {
        var tokens = await test.Store.ReadAsync(async db => (await Desk.FindAsync(db, id, default))!.Submissions.Where(s => s.IsLive).OrderBy(s => s.ReceivedAt).Select(s => (s.ReceiptToken, s.WaitingSince, IsHeld: s.HeldBecause is not null)).ToList(), default);
        var first = tokens[0];
        Assert.True(await test.Store.WriteAsync(db => Intake.WithdrawAsync(db, first.ReceiptToken, now, default), default));
        Count("withdrew");
        if (tokens.Count == 1)
        {
            model.Remove(id);
            return;
        }
        var request = await test.Store.ReadAsync(async db => (await Desk.FindAsync(db, id, default))!, default);
        var since = tokens.Skip(1).Min(t => t.WaitingSince);
        model[id] = new Expected(since, request.TryAgainAt > since ? request.TryAgainAt.Value : since, request.IsHeld);
    }
}
