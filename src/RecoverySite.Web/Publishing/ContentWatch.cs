using NodaTime;
using RecoverySite.Content;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// Shows a change of the content folder without a restart. It is told of changes, and looks for itself too, because notices get lost on
/// mounted folders and end when the folder is replaced. Nothing that happens to the folder stops the site.
/// </summary>
public sealed partial class ContentWatch(CurrentContent content, Settings settings, TimeProvider clock, ILogger<ContentWatch> log) : BackgroundService
{
    /// <summary>So long after a change, whatever is not the page of a reader who waits for it stands back.</summary>
    internal static readonly TimeSpan ReadersFirst = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Scan = TimeSpan.FromSeconds(2);

    private const int MostInBetween = 3;

    /// <summary>Files to check between two looks at the folder.</summary>
    private const int AtATime = 20;

    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly Lock noticing = new();

    /// <summary>Files that we were told of since the last look; null when it may be any.</summary>
    private HashSet<string>? noticed = [];

    private long lastLookAtAll;

    /// <summary>The first change shown since something was kept.</summary>
    private long? shown;

    private HashSet<Finding> known = [];
    private ContentLibrary? reported;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        DateTime? watched = null;
        FileSystemWatcher? watcher = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                // A folder that was put in another's place is a new one, of which the old watcher hears nothing.
                var folder = new DirectoryInfo(settings.ContentFolder);
                if (watched != (folder.Exists ? folder.CreationTimeUtc : null))
                {
                    watcher?.Dispose();
                    watched = folder.Exists ? folder.CreationTimeUtc : null;
                    watcher = folder.Exists ? Watch() : null;
                }
                var rest = shown is { } since ? ReadersFirst - clock.GetElapsedTime(since) : TimeSpan.Zero;
                var left = rest > TimeSpan.Zero ? rest : KeepSome(AtATime) ? TimeSpan.Zero : Scan;
                var isTold = await changed.WaitAsync(left, stoppingToken);
                if (!isTold && left < Scan)
                    continue;
                var files = Noticed();
                await LookAsync(isTold && clock.GetElapsedTime(lastLookAtAll) < 2 * Scan ? files : null, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            watcher?.Dispose();
            KeepSome(most: 0);
        }
    }

    public override void Dispose()
    {
        changed.Dispose();
        base.Dispose();
    }

    /// <returns>True when there is more to check and to keep.</returns>
    private bool KeepSome(int most)
    {
        shown = null;
        try
        {
            if (content.Loader.Keep(most))
                return true;
            if (most > 0 && !ReferenceEquals(reported, content.Library))
                Report();
        }
        catch (Exception e)
        {
            LogNotRead(e.GetType().FullName!, e.StackTrace ?? "");
        }
        return false;
    }

    /// <param name="files">To look at; null for all.</param>
    private async Task LookAsync(IReadOnlyCollection<string>? files, CancellationToken stopping)
    {
        try
        {
            if (files is null)
                lastLookAtAll = clock.GetTimestamp();
            var confirms = true;
            for (var inBetween = 0; ;)
            {
                var looked = clock.GetTimestamp();
                if (content.Loader.Refresh(Now(), out var waiting, files, confirms) is { } library)
                {
                    content.Show(library);
                    shown ??= clock.GetTimestamp();
                }
                if (waiting.Count == 0)
                    break;
                (files, confirms) = (waiting, true);
                // What was made ahead meanwhile took of the time that it waits for.
                while (await IsToldAsync(Settle - clock.GetElapsedTime(looked), stopping))
                {
                    files = Noticed() is { } more && files is not null ? [.. files, .. more] : null;
                    // A file that is written in two steps has to settle once, not twice. But one that never rests must not hold the others up.
                    if (inBetween < MostInBetween && (files is null || content.Loader.HasChanged(files)))
                    {
                        inBetween++;
                        confirms = false;
                        break;
                    }
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it was, the pages that are up stay up, and the next look may succeed.
            LogNotRead(e.GetType().FullName!, e.StackTrace ?? "");
        }
    }

    /// <returns>True as soon as somebody says that something has changed; false when nobody has for that long.</returns>
    private async Task<bool> IsToldAsync(TimeSpan time, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var told = changed.WaitAsync(enough.Token);
        await Task.WhenAny(told, Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock, enough.Token));
        await enough.CancelAsync();
        try
        {
            await told;
            return true;
        }
        catch (OperationCanceledException)
        {
            stopping.ThrowIfCancellationRequested();
            return false;
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(settings.ContentFolder) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024 };
            watcher.Changed += (_, told) => Wake(told.Name);
            watcher.Created += (_, told) => Wake(told.Name);
            watcher.Deleted += (_, told) => Wake(told.Name);
            watcher.Renamed += (_, told) => Wake(told.OldName, told.Name);
            watcher.Error += (_, _) => Wake([null]);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            LogUnwatched(e.GetType().Name);
            return null;
        }
    }

    /// <param name="files">What has changed; null in it when there may be more than we are told.</param>
    private void Wake(params ReadOnlySpan<string?> files)
    {
        lock (noticing)
        {
            foreach (var file in files)
            {
                if (file is null)
                    noticed = null;
                else
                    noticed?.Add(file.Replace('\\', '/'));
            }
        }
        try
        {
            changed.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody has woken it already, or the site is closing.
        }
    }

    private HashSet<string>? Noticed()
    {
        lock (noticing)
        {
            var files = noticed;
            noticed = [];
            return files;
        }
    }

    /// <summary>Says what is new; an editor who reads the log sees each fault once.</summary>
    private void Report()
    {
        reported = content.Library;
        var findings = reported.Findings(Now()).Where(f => f.Severity > Severity.Note).ToHashSet();
        foreach (var finding in findings.Except(known))
            LogFinding(finding.Rule.HoldsPage ? LogLevel.Error : LogLevel.Warning, finding);
        if (known.Count > 0 && findings.Count == 0)
            LogClean();
        known = findings;
    }

    private Instant Now() => Instant.FromDateTimeOffset(clock.GetUtcNow());

    [LoggerMessage(Message = "Content: {Finding}")]
    private partial void LogFinding(LogLevel level, Finding finding);

    [LoggerMessage(Level = LogLevel.Information, Message = "Content: nothing is wrong any more")]
    private partial void LogClean();

    [LoggerMessage(Level = LogLevel.Warning, Message = "The content folder cannot be watched ({ExceptionType}); it is looked at every two seconds")]
    private partial void LogUnwatched(string exceptionType);

    [LoggerMessage(Level = LogLevel.Error, Message = "The content folder could not be read: {ExceptionType} {StackTrace}")]
    private partial void LogNotRead(string exceptionType, string stackTrace);
}
