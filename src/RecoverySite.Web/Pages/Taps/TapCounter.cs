using System.Collections.Concurrent;
using System.Text;
using NodaTime;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Taps;

/// <summary>
/// Counts taps on call links and on the link to the form by day, page and place, and stores the counts once a second. Of who tapped, nothing is read.
/// Pages and places that the site does not have are not counted, so a flood needs no more memory than one number for each
/// that it does have.
/// </summary>
public sealed class TapCounter(ContactsStore store, CurrentContent content, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Where our number stands on a page; the layout and the partials say which is where. The link to the form counts as one place.</summary>
    private static readonly HashSet<string> Places = ["header", "bar", "block", "hero", "text", "footer", CallTap.Ask];

    /// <summary>Pages that are no articles.</summary>
    private static readonly HashSet<string> OtherPages = ["/request-a-call", "other"];

    private readonly ConcurrentDictionary<(DateOnly Day, string Page, string Place), long> counts = new();

    /// <summary>Reads what the beacon says: the page and the place of the link, on a line each.</summary>
    public void Count(string said)
    {
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        if (said.Split('\n') is not [var page, var place] || !Places.Contains(place) || !(OtherPages.Contains(page) || (page.StartsWith('/') && content.Library.Find(page[1..], now) is not null)))
            return;
        var day = now.InZone(content.Library.Site.Zone).Date.ToDateOnly();
        counts.AddOrUpdate((day, page, place), 1, (_, count) => count + 1);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await StoreAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await StoreAsync();
    }

    /// <summary>What the store cannot take stays counted here and goes with the next second.</summary>
    private async Task StoreAsync()
    {
        var taken = counts.Keys.Select(key => (Key: key, Count: counts.TryRemove(key, out var count) ? count : 0)).Where(t => t.Count > 0).ToList();
        if (taken.Count == 0)
            return;
        try
        {
            await store.WriteAsync(
                async db =>
                {
                    foreach (var ((day, page, place), count) in taken)
                        await CallTap.AddAsync(db, day, page, place, count, CancellationToken.None);
                },
                CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            foreach (var (key, count) in taken)
                counts.AddOrUpdate(key, count, (_, since) => since + count);
        }
    }
}

/// <summary><c>POST /call-taps</c>, the beacon of a call link and of the link to the form. Whatever it says, the answer is the same and the log has no line.</summary>
public static class CallTapsEndpoint
{
    private const int LongestMessage = 300;

    public static void MapCallTaps(this IEndpointRouteBuilder app) => app.MapPost("/call-taps", TakeAsync).WithMetadata(new NotLogged());

    private static async Task<IResult> TakeAsync(HttpRequest request, TapCounter counter)
    {
        // Whoever asks not to be tracked is not even counted.
        var isPrivate = request.Headers["Sec-GPC"] == "1" || request.Headers["DNT"] == "1";
        var buffer = new byte[LongestMessage + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        if (!isPrivate && length <= LongestMessage)
            counter.Count(Encoding.UTF8.GetString(buffer, 0, length));
        return TypedResults.NoContent();
    }
}
