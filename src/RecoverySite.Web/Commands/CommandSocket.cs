using System.Net.Sockets;
using System.Text.Json;
using NodaTime;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Commands;

/// <summary>
/// Where commands reach a running site, so that no second process ever writes to the store: a Unix socket in the data folder,
/// which only its owner can enter. A command is one line of JSON, an array of its words; so is the answer, a <see cref="CommandResult"/>.
/// </summary>
public sealed partial class CommandSocket(Settings settings, ContactsStore store, Backups backups, CurrentContent content, PreviewLinks previews, TimeProvider clock, ILogger<CommandSocket> log) : BackgroundService
{
    private const int LongestLine = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // These read or write the whole store.
    private static readonly TimeSpan LongPatience = TimeSpan.FromHours(1);

    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "commands.sock");

    /// <summary>Hands a command to the running site. Null when none listens. A site that ends on the way may have done it: it is not done twice.</summary>
    public static async Task<CommandResult?> AskAsync(string dataFolder, string[] args)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(FileIn(dataFolder)));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
        try
        {
            await using var stream = new NetworkStream(socket);
            await using var writer = new StreamWriter(stream) { AutoFlush = true };
            await writer.WriteLineAsync(JsonSerializer.Serialize(args));
            using var reader = new StreamReader(stream);
            if (await reader.ReadLineAsync().WaitAsync(args is ["keys" or "backup", ..] ? LongPatience : Patience) is { } answer)
                return JsonSerializer.Deserialize<CommandResult>(answer);
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException)
        {
        }
        return new CommandResult(1, $"The site that runs on {dataFolder} did not say how it went. Look before you repeat it: staff list, keys list and backup list show what there is.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            // Ours alone by the lock on the data folder: what lies there was left behind by a process that was killed.
            File.Delete(FileIn(settings.DataFolder));
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(FileIn(settings.DataFolder)));
            socket.Listen();
            while (!stoppingToken.IsCancellationRequested)
            {
                var caller = await socket.AcceptAsync(stoppingToken);
                _ = Task.Run(() => AnswerAsync(caller, stoppingToken), CancellationToken.None);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The path of a socket has little more than a hundred characters. The site does not depend on it.
            LogClosed(e.GetType().Name);
        }
    }

    private async Task AnswerAsync(Socket caller, CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await using var stream = new PoolStream(caller);
            using var reader = new StreamReader(stream, bufferSize: LongestLine);
            if (await reader.ReadLineAsync(patience.Token) is not { Length: <= LongestLine } line || JsonSerializer.Deserialize<string[]>(line) is not { } args)
                return;
            var result = args switch
            {
                ["preview", .. var words] => PreviewCommand.Run(words, content.Library, previews, clock.GetUtcNow()),
                ["explain", var file] => ExplainCommand.On(content.Library, file, Instant.FromDateTimeOffset(clock.GetUtcNow())),
                _ => await CommandLine.RunAsync(args, store, backups, content.BaseUrl, clock.GetUtcNow(), stopping),
            };
            await using var writer = new StreamWriter(stream);
            await writer.WriteLineAsync(JsonSerializer.Serialize(result).AsMemory(), stopping);
        }
        catch (Exception e)
        {
            // Whoever asked has gone, or said nothing that can be read. The next one is heard all the same.
            LogUnheard(e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A command could not be heard to its end: {ExceptionType}")]
    private partial void LogUnheard(string exceptionType);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Commands cannot reach this site while it runs: {ExceptionType}. Is the path of Data:Folder longer than about 90 characters?")]
    private partial void LogClosed(string exceptionType);
}
