namespace RecoverySite.Web.Commands;

/// <summary>Commands that look at the content folder alone: they need no store, and no <c>site.yml</c> that a site could start with.</summary>
public static class ContentCommands
{
    public const string Help = $"""
        {CheckCommand.Help}

        {ExplainCommand.Help}
        """;

    /// <returns>The exit code, or null when the words are none of these commands.</returns>
    public static async Task<int?> AnswerAsync(string[] args, IConfiguration configuration, TimeProvider clock)
    {
        CommandResult? result = args switch
        {
            ["check", .. var words] => CheckCommand.Run(words, ContentFolder(configuration), clock),
            ["explain", [not '-', ..]] when await CommandSocket.AskAsync(DataFolder(configuration), args) is { } answer => answer,
            ["explain", .. var words] => ExplainCommand.Run(words, ContentFolder(configuration), clock),
            _ => null,
        };
        if (result?.Output.Length > 0)
            await (result.ExitCode == 2 ? Console.Error : Console.Out).WriteLineAsync(result.Output);
        return result?.ExitCode;
    }

    /// <summary>
    /// What somebody typed is meant from where they stand. <c>dotnet run</c> starts the program in the project's folder,
    /// so the shell's own word for its folder comes first.
    /// </summary>
    public static string FullPath(string typed) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(typed, Here()));

    /// <summary>A path as short as it can be followed from where the caller stands.</summary>
    public static string Shown(string full)
    {
        var relative = Path.GetRelativePath(Here(), full);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? full : relative).Replace('\\', '/');
    }

    private static string ContentFolder(IConfiguration configuration) => Folder(configuration["Content:Folder"], "content");

    private static string DataFolder(IConfiguration configuration) => Folder(configuration["Data:Folder"], "data");

    private static string Folder(string? setting, string otherwise) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(string.IsNullOrWhiteSpace(setting) ? otherwise : setting));

    private static string Here() =>
        Environment.GetEnvironmentVariable("PWD") is { Length: > 0 } shell && Path.IsPathRooted(shell) && Directory.Exists(shell) ? shell : Environment.CurrentDirectory;
}
