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
        if (file.Article is not { } article || article.IsPublic(instant))
            return new CommandResult(1, ExplainCommand.Words(library, file, instant, ""));
        var link = links.For(article.Path.Value, now).ToString();
        return new CommandResult(0, file.LastGoodSince is null ? link : $"{link}\n{ExplainCommand.Words(library, file, instant, "")}");
    }
}
