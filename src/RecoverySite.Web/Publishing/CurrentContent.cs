using RecoverySite.Content;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>The library that the site shows now.</summary>
public sealed partial class CurrentContent
{
    private CurrentContent(ContentLibrary library, Uri baseUrl) => (Library, BaseUrl) = (library, baseUrl);

    public ContentLibrary Library { get; }

    /// <summary>The address from which all absolute links are made; never the request's Host.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Loads the content folder. Broken articles are logged and left out.</summary>
    /// <exception cref="StartRefusedException"><c>site.yml</c> cannot be used: without it there is no number to call.</exception>
    public static CurrentContent Load(Settings settings, out IReadOnlyList<ContentProblem> problems)
    {
        var load = ContentLoader.Load(settings.ContentFolder);
        problems = load.Problems;
        if (load.Library is null)
            throw new StartRefusedException(load.Problems.Select(p => $"{settings.ContentFolder}/{p}"));
        return new CurrentContent(load.Library, settings.BaseUrl ?? load.Library.Site.BaseUrl);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Content: {Problem}")]
    public static partial void LogProblem(ILogger log, ContentProblem problem);
}
