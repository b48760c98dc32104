using NodaTime;
using RecoverySite.Content;
using RecoverySite.Content.Loading;

namespace RecoverySite.Web.Commands;

/// <summary><c>explain FILE</c>: why a page is or is not public, and when that changes.</summary>
public static class ExplainCommand
{
    public const string Help = """
        Why is my article not live?

          explain FILE                  says in words whether a page is public, why, and when that changes
        """;

    public static CommandResult Run(string[] words, string contentFolder, TimeProvider clock)
    {
        if (words is ["--help" or "-h"])
            return new CommandResult(0, Help);
        if (words is not [var typed] || typed.StartsWith('-'))
            return new CommandResult(2, $"explain is followed by one file.\n\n{Help}");
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var library = new ContentLoader(contentFolder).Load(now);
        if (library.FileNamed(typed) is not { } file)
            return new CommandResult(2, $"There is no page {typed} in {ContentCommands.Shown(contentFolder)}.");
        var findings = library.Findings(now).Where(f => f.File == file.File);
        return new CommandResult(0, string.Join('\n', [$"{ContentCommands.Shown(contentFolder)}/{file.File}", Explanation.Of(file, library.Site, now), .. findings.Select(f => "  " + f)]));
    }
}
