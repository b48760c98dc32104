using Microsoft.Extensions.Primitives;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// Makes pages ready, beside the requests: at once what somebody reads, or read before the last change; the others when nothing has
/// changed for a while. It asks the site for each as a reader does. What comes out the same stays as it was made.
/// </summary>
internal sealed partial class Publisher(PublishedPages published, ReadyPages server, CurrentContent content, TimeProvider clock, ILogger<Publisher> log) : BackgroundService
{
    /// <summary>While one change follows another, what nobody reads and what is only made smaller is not worth the work.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static readonly string[] OfOneAnswer = ["Content-Length", "Content-Encoding", "Date", "ETag", "Transfer-Encoding", "Vary"];

    /// <summary>Addresses that somebody read before the last change.</summary>
    private HashSet<string> read = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ask = await server.Site.WaitAsync(stoppingToken);
        await Task.WhenAll(WarmUpAsync(ask, stoppingToken), PublishAsync(ask, stoppingToken));
    }

    private async Task PublishAsync(Func<Uri, string, Task<RenderedPage>> ask, CancellationToken stopping)
    {
        while (true)
        {
            var changed = content.Changed;
            var edition = published.Begin();
            try
            {
                await MakeReadyAsync(edition, ask, changed, stopping);
            }
            catch (OperationCanceledException) when (published.IsCurrent(edition))
            {
                published.Save(edition);
                throw;
            }
            read = [.. edition.Places.Where(p => p.IsWanted).Select(p => p.Address.Target)];
        }
    }

    /// <summary>Where pages were kept, none may have been made yet in this process, and the first change would wait for that. One of the middle, which is an article, is made and not shown.</summary>
    private async Task WarmUpAsync(Func<Uri, string, Task<RenderedPage>> ask, CancellationToken stopping)
    {
        var places = published.Begin().Places;
        var target = places[places.Count / 2].Address.Target;
        // Not while whoever waited for the start is answered.
        await Task.Delay(Soon, clock, stopping);
        try
        {
            Make(await ask(content.BaseUrl, target), last: null);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotMade(target, e.GetType().FullName!, e.StackTrace ?? "");
        }
    }

    private async Task MakeReadyAsync(Edition edition, Func<Uri, string, Task<RenderedPage>> ask, Task changed, CancellationToken stopping)
    {
        var start = clock.GetTimestamp();
        var atOnce = new Queue<PublishedPlace>(edition.Places.Where(p => read.Contains(p.Address.Target)));
        var later = new Queue<PublishedPlace>(edition.Places);
        var toMakeSmaller = new Queue<PublishedPlace>(edition.Places);
        var isSaved = false;
        while (published.IsCurrent(edition))
        {
            stopping.ThrowIfCancellationRequested();
            var isCalm = clock.GetElapsedTime(start) >= Calm;
            if (published.Wanted.TryRead(out var wanted))
            {
                if (wanted is { IsReady: false } && edition.PlaceOf(wanted.Address.Target) == wanted)
                    await MakeAsync(wanted, edition, ask);
            }
            else if (atOnce.TryDequeue(out var place) || (isCalm && later.TryDequeue(out place)))
            {
                if (!place.IsReady)
                    await MakeAsync(place, edition, ask);
            }
            else if (isCalm && !isSaved)
            {
                published.Save(edition);
                isSaved = true;
                ProcessMemory.GiveBack();
            }
            else if (isCalm && toMakeSmaller.TryDequeue(out place))
            {
                if ((place.Page ?? published.Last(place)) is { IsSmallest: false } page)
                {
                    Show(place, edition, await Task.Run(page.Smallest, stopping));
                    isSaved = toMakeSmaller.Count > 0;
                }
            }
            else
            {
                var left = isCalm ? edition.Until - clock.GetUtcNow() : Calm - clock.GetElapsedTime(start);
                using var awake = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                await Task.WhenAny(changed, published.Wanted.WaitToReadAsync(awake.Token).AsTask(), Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, awake.Token));
                await awake.CancelAsync();
            }
        }
    }

    private async Task MakeAsync(PublishedPlace place, Edition edition, Func<Uri, string, Task<RenderedPage>> ask)
    {
        var target = place.Address.Target;
        try
        {
            var answer = await ask(content.BaseUrl, target);
            if (!IsForAll(answer))
            {
                LogNotKept(target, answer.Status);
                return;
            }
            Show(place, edition, Make(answer, published.Last(place)));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The page answers for itself, as it does before it is ready.
            LogNotMade(target, e.GetType().FullName!, e.StackTrace ?? "");
        }
    }

    private void Show(PublishedPlace place, Edition edition, PublishedPage page)
    {
        // What came of another library, or of a later hour, is not of this edition.
        if (!published.IsCurrent(edition))
            return;
        published.Keep(place, page);
        if (place.IsWanted || place.Packed is null)
            published.Hold(place, page);
    }

    private PublishedPage Make(RenderedPage answer, PublishedPage? last)
    {
        var hash = PublishedPage.HashOf(answer.Body);
        KeyValuePair<string, StringValues>[] headers = [.. answer.Headers.Where(h => !OfOneAnswer.Contains(h.Key, StringComparer.OrdinalIgnoreCase))];
        if (last?.Hash == hash && last.Headers.SequenceEqual(headers))
            return last;
        var now = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());
        return PublishedPage.Of(answer.Body, hash, headers, now == last?.Changed ? null : now).Ready();
    }

    /// <summary>Nothing is kept that is an error, or that was meant for one reader.</summary>
    private static bool IsForAll(RenderedPage answer) =>
        answer.Status == StatusCodes.Status200OK
        && answer.Headers.SetCookie.Count == 0
        && !answer.Headers.CacheControl.ToString().Contains("no-store", StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(Level = LogLevel.Error, Message = "A page is not kept ready, because it answered {Status}: {Target}")]
    private partial void LogNotKept(string target, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "A page could not be made ready: {Target} {ExceptionType} {StackTrace}")]
    private partial void LogNotMade(string target, string exceptionType, string stackTrace);
}
