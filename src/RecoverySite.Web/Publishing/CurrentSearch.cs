using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Search;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// The search over what the site shows. The index is made beside the requests, at the start and after each change; until the next one is
/// ready the last one answers, of pages that are still there. Knows nothing of who searches, and keeps nothing of it.
/// </summary>
public sealed partial class CurrentSearch(CurrentContent content, TimeProvider clock, ILogger<CurrentSearch> log) : BackgroundService
{
    private readonly TaskCompletionSource<SearchIndex> first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SearchIndex? current;

    /// <summary>Waits for the index right after a start.</summary>
    /// <inheritdoc cref="SearchIndex.Search"/>
    public async Task<SearchAnswer> SearchAsync(string query, bool asTyped, ContentLibrary library, Instant now, CancellationToken cancel)
    {
        var index = current ?? await first.Task.WaitAsync(cancel);
        var answer = index.Search(query, now, asTyped);
        // The index may be of the library before: what is shown is what is there now.
        return ReferenceEquals(index.Library, library) ? answer : answer with
        {
            Hits =
            [
                .. from hit in answer.Hits
                   let page = library.Find(hit.Page.Path.Value, now)
                   where page is not null
                   select new SearchHit(page, page.Versions.FirstOrDefault(v => v.Url == hit.Version.Url) ?? page.Own),
            ],
        };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = content.Changed;
            try
            {
                // On a thread of its own: it takes seconds for thousands of pages, and requests come first.
                current = await Task.Factory.StartNew(Make, stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                first.TrySetResult(current);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                first.TrySetException(e);
                LogNoIndex(e.GetType().FullName!, e.StackTrace ?? "");
            }
            await changed.WaitAsync(stoppingToken);
            await Task.Delay(ContentWatch.ReadersFirst, clock, stoppingToken);
        }

        SearchIndex Make()
        {
            Scheduling.StandAside();
            return new SearchIndex(content.Library, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The search does not find what changed last: {ExceptionType} {StackTrace}")]
    private partial void LogNoIndex(string exceptionType, string stackTrace);
}
