using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Loading;

namespace RecoverySite.Web.Commands;

/// <summary><c>explain FILE</c>: why a page is or is not public, and when that changes.</summary>
public static class ExplainCommand
{
    public const string Help = """
        Why is my article not live?

          explain FILE                  says in words whether a page is public, why, and when that changes:
                                        on the running site, or as the folder stands while none runs
        """;

    public static CommandResult Run(string[] words, string contentFolder, TimeProvider clock)
    {
        if (words is ["--help" or "-h"])
            return new CommandResult(0, Help);
        if (words is not [var typed] || typed.StartsWith('-'))
            return new CommandResult(2, $"explain is followed by one file.\n\n{Help}");
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        return On(new ContentLoader(contentFolder).Load(now), typed, now);
    }

    /// <summary>On the library of a site that runs, which may hold an earlier version.</summary>
    public static CommandResult On(ContentLibrary library, string typed, Instant now) =>
        library.FileNamed(typed) is { } file
            ? new CommandResult(0, $"{file.File}\n{Words(library, file, now, "  ")}")
            : new CommandResult(2, $"There is no page {typed} in the content folder.");

    /// <summary>The state in words, then what is wrong with the file, and with site.yml if that is what stops it.</summary>
    public static string Words(ContentLibrary library, ContentFile file, Instant now, string indent) =>
        string.Join('\n', [Explanation.Of(file, library.Site, now), .. library.Findings(now).Where(f => f.File == file.File || (!library.IsWhole && f.File == "site.yml")).Select(f => indent + f)]);
}
