using NodaTime;
using RecoverySite.Content;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Commands;

/// <summary><c>preview FILE</c>: a link to a page that is not public yet. The running site makes it.</summary>
public static class PreviewCommand
{
    public const string Help = """
        Who may read it before it is public?

          preview FILE                  prints a link to an unpublished page, good for seven days; the site must be running
        """;

    public static CommandResult Run(string[] words, ContentLibrary library, PreviewLinks links, DateTimeOffset now)
    {
        if (words is ["--help" or "-h"])
            return new CommandResult(0, Help);
        if (words is not [var typed] || typed.StartsWith('-'))
            return new CommandResult(2, $"preview is followed by one file.\n\n{Help}");
        if (library.FileNamed(typed) is not { } file)
            return new CommandResult(2, $"There is no page {typed} in the content folder of the running site.");
        var instant = Instant.FromDateTimeOffset(now);
        return file.Article is { } article && !article.IsPublic(instant)
            ? new CommandResult(0, links.For(article.Path.Value, now).ToString())
            : new CommandResult(1, Explanation.Of(file, library.Site, instant));
    }
}
