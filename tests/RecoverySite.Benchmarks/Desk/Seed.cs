using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Benchmarks.Desk;

/// <summary>
/// Fills a store through the same verbs that visitors and staff use: 90 days of requests, of which one in twenty is still open. Every
/// number is another one; the same seed makes the same store.
/// </summary>
internal sealed class Seed(ContactsStore store, DateTimeOffset now)
{
    private const int AtOnce = 1000, StaffMembers = 30;

    private static readonly TimeSpan Span = TimeSpan.FromDays(90);
    private static readonly ConsentText Words = ConsentText.Of("v1", "You ask us to call.", "Ask");
    private static readonly string[] Zones = ["America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Pacific/Honolulu"];

    private readonly Random random = new(8);
    private List<Guid> staff = [];

    /// <summary>Another one for each, clear of exchanges like 411 that are none.</summary>
    public static string NumberOf(int i) => $"+1{(i < 800_000 ? 216 : 614)}{512 + (i / 10_000 % 80)}{i % 10_000:0000}";

    public static string PageOf(int i) => i % 10 == 0 ? "" : $"/topic-{i % 4}/article-{i % 23}";

    /// <summary>Goes on where it was cut off.</summary>
    public async Task RunAsync(int requests, TextWriter progress)
    {
        var there = await store.WriteAsync(
            async db =>
            {
                var known = await db.StaffMembers.Select(m => m.Id).Take(StaffMembers).ToListAsync();
                staff = known.Count > 0 ? known : [.. Enumerable.Range(1, StaffMembers).Select(i => db.Add(StaffMember.Add($"caller{i}@example.org", StaffRole.Caller, now - Span)).Entity.Id)];
                return await db.CallRequests.CountAsync();
            },
            default);
        for (var first = there; first < requests; first += AtOnce)
        {
            var few = Enumerable.Range(first, Math.Min(AtOnce, requests - first)).ToList();
            await store.WriteAsync(db => AskAndAnswerAsync(db, few, requests), default);
            if (first % 50_000 == 0)
                await progress.WriteLineAsync($"{first:N0} of {requests:N0} requests");
        }
    }

    private async Task AskAndAnswerAsync(ContactsDbContext db, IReadOnlyList<int> few, int requests)
    {
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var asked = new List<(Submission Sent, DateTimeOffset At, int I)>();
        foreach (var i in few)
        {
            var at = now - Span + (Span * ((i + 1.0) / (requests + 1)));
            var number = NumberOf(i);
            var form = new CallForm($"key {i}", PhoneNumber.Parse(number)!, number, i % 3 == 0 ? null : $"Person {i}", i % 4 == 0, i % 2 == 0, null, null, Zones[i % Zones.Length], i % 5 == 0 ? "Mornings are best." : null, PageOf(i) is { Length: > 0 } page ? page : null, i % 100 == 7 ? "it came from a program" : null);
            var sent = await Intake.ReceiveAsync(db, form, Words, "/request-a-call", at, default);
            asked.Add((sent, at, i));
        }
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync();
        // A new form goes past the tracker.
        var ids = asked.Select(a => a.Sent.CallRequestId).ToList();
        var opened = await db.CallRequests.Include(r => r.Submissions).Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id);
        foreach (var (sent, at, i) in asked.Where(a => a.I % 20 != 3 && a.I % 100 != 7))
            Answer(db, opened[sent.CallRequestId], at + TimeSpan.FromMinutes(random.Next(1, 240)), i);
        db.ChangeTracker.DetectChanges();
    }

    private void Answer(ContactsDbContext db, CallRequest request, DateTimeOffset at, int i)
    {
        var who = staff[random.Next(staff.Count)];
        if (i % 10 == 9)
        {
            Contacts.Desk.Close(db, request, who, i % 30 == 9 ? CloseReason.Spam : CloseReason.CalledUs, at);
            return;
        }
        Contacts.Desk.Claim(db, request, who, knowingly: false, at);
        Contacts.Desk.Dial(db, request, who, at);
        // One in fifty is to be called again in days to come.
        var (outcome, again) = (i % 50) switch
        {
            < 35 => (CallOutcome.Reached, (DateTimeOffset?)null),
            35 => (CallOutcome.NoAnswer, now.AddHours(random.Next(1, 200))),
            < 42 => (CallOutcome.NoAnswer, null),
            < 46 => (CallOutcome.WrongNumber, null),
            _ => (CallOutcome.AskedNotToBeCalled, null),
        };
        Contacts.Desk.Record(db, request, who, outcome, again, at.AddMinutes(3), "America/New_York");
    }
}
