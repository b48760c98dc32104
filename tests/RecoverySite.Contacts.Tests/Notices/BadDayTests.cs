using RecoverySite.Tests;

namespace RecoverySite.Contacts.Tests.Notices;

/// <summary>A day on which the mail server does everything that it should not, in turn, while people go on asking.</summary>
public sealed class BadDayTests : IDisposable
{
    private const int People = 1000;

    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    private static readonly SmtpManner[] Hours =
    [
        SmtpManner.Takes, SmtpManner.IsDown, SmtpManner.IsDown, SmtpManner.Takes, SmtpManner.Stalls, SmtpManner.Stalls,
        SmtpManner.DropsAfterData, SmtpManner.Takes, SmtpManner.IsBusy, SmtpManner.IsBusy, SmtpManner.RefusesTheMessage, SmtpManner.Takes,
        SmtpManner.RefusesTheSender, SmtpManner.WantsAnotherPassword, SmtpManner.TakesInSilence, SmtpManner.TalksNonsense, SmtpManner.IsDown, SmtpManner.KnowsSome,
        SmtpManner.DropsAfterData, SmtpManner.Stalls, SmtpManner.TakesInSilence, SmtpManner.IsBusy, SmtpManner.IsDown, SmtpManner.Takes,
    ];

    private readonly Mailroom room = new("ana@example.org", "gone@example.org");

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task At_its_end_everybody_is_told_of_and_no_message_came_twice_but_for_the_crashes()
    {
        var asked = 0;
        var crashes = 0;
        foreach (var (manner, quarter) in Hours.SelectMany(manner => Enumerable.Range(0, 4).Select(quarter => (manner, quarter))))
        {
            // A crash is a matter of one moment; after it the server is well.
            var isCrash = manner == SmtpManner.TakesInSilence && quarter == 0;
            room.Sink.Manner = manner == SmtpManner.TakesInSilence && !isCrash ? SmtpManner.Takes : manner;
            var people = Enumerable.Range(asked, Math.Min(room.Sink.Manner is SmtpManner.Takes or SmtpManner.KnowsSome ? 1 : 15, People - asked)).ToList();
            asked += people.Count;
            room.Clock.Advance(Quarter);
            await room.AskAsync(people);

            var look = room.LookAsync();
            if (manner is SmtpManner.Stalls or SmtpManner.TakesInSilence && room.Sink.Manner == manner)
            {
                await room.Sink.SilenceAsync();
                // A visitor is answered while the mail server keeps us waiting.
                await room.AskAsync(0);
                Assert.False(look.IsCompleted);
                if (isCrash)
                {
                    crashes++;
                    room.Crash();
                    continue;
                }
                room.Clock.Advance(TimeSpan.FromSeconds(30));
            }
            await look;
        }

        Assert.Equal(People, asked);
        Assert.Equal(1000L, room.Test.Sql("SELECT count(*) FROM CallRequests"));
        Assert.Equal(0, await room.UncoveredAsync());
        var times = room.MessageIds.GroupBy(id => id).Select(g => g.Count()).ToList();
        Assert.Equal(2, crashes);
        Assert.Equal(2, times.Count(n => n == 2));
        Assert.DoesNotContain(times, n => n > 2);
        // Digests after each outage, single messages in the good hours.
        Assert.Contains(room.Subjects, s => s.StartsWith("1 ", StringComparison.Ordinal));
        Assert.Contains(room.Subjects, s => s.Length > 3 && char.IsAsciiDigit(s[1]));
    }
}
