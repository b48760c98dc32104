using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace RecoverySite.Tests;

/// <summary>How a mail server behaves.</summary>
public enum SmtpManner
{
    Takes,

    /// <summary>Nothing listens.</summary>
    IsDown,

    /// <summary>Takes the connection and says nothing.</summary>
    Stalls,

    /// <summary>Hears the whole message, forgets it and hangs up.</summary>
    DropsAfterData,

    /// <summary>Takes the message, and the answer never arrives.</summary>
    TakesInSilence,

    IsBusy,
    RefusesTheMessage,
    RefusesTheSender,
    WantsAnotherPassword,

    /// <summary>Knows nobody whose address begins with "gone".</summary>
    KnowsSome,

    /// <summary>Speaks, but not SMTP.</summary>
    TalksNonsense,
}

/// <param name="Text">Headers, an empty line and the text, as they came over the line.</param>
public sealed record TakenMail(IReadOnlyList<string> To, string Text)
{
    public string Body => Text[(Text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    /// <summary>A header's value, unfolded.</summary>
    public string Header(string name) =>
        Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).Split("\r\n")
            .Single(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}

/// <summary>A mail server on a port of its own, in the manner that a test asks of it.</summary>
public sealed class SmtpSink : IDisposable
{
    private readonly CancellationTokenSource closing = new();
    private readonly ConcurrentBag<Socket> open = [];
    private readonly Channel<TakenMail> arrivals = Channel.CreateUnbounded<TakenMail>();
    private readonly SemaphoreSlim silences = new(0);
    private readonly StringBuilder heard = new();
    private Socket? listener;
    private volatile SmtpManner manner;

    public SmtpSink()
    {
        Listen(0);
        Port = ((IPEndPoint)listener!.LocalEndPoint!).Port;
    }

    public int Port { get; }

    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    /// <summary>Every line that any client ever said.</summary>
    public string Heard
    {
        get
        {
            lock (heard)
                return heard.ToString();
        }
    }

    public SmtpManner Manner
    {
        get => manner;
        set
        {
            manner = value;
            if (value == SmtpManner.IsDown)
            {
                listener?.Dispose();
                listener = null;
            }
            else if (listener is null)
            {
                Listen(Port);
            }
        }
    }

    /// <summary>The next message to arrive that was not asked for yet.</summary>
    public async Task<TakenMail> NextAsync() => await arrivals.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Ends when a client waits for an answer that will not come.</summary>
    public Task SilenceAsync() => silences.WaitAsync().WaitAsync(TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        closing.Cancel();
        listener?.Dispose();
        foreach (var socket in open)
            socket.Dispose();
        closing.Dispose();
    }

    private void Listen(int port)
    {
        listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen();
        _ = AcceptAsync(listener);
    }

    private async Task AcceptAsync(Socket from)
    {
        try
        {
            while (true)
            {
                var client = await from.AcceptAsync(closing.Token);
                open.Add(client);
                _ = TalkAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private async Task TalkAsync(Socket client)
    {
        try
        {
            await using var stream = new Prompt(client);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            var recipients = new List<string>();
            if (Manner == SmtpManner.Stalls)
                await BeSilentAsync();
            await writer.WriteLineAsync(Manner == SmtpManner.TalksNonsense ? "SSH-2.0-sink" : "220 sink");
            while (await HearAsync(reader) is { } line)
            {
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    if (!await TakeAsync(reader, writer, recipients))
                        return;
                    continue;
                }
                if (verb == "RCPT")
                    recipients.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                await writer.WriteLineAsync(Answer(verb, line, recipients));
                if (verb == "QUIT")
                    return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
        }
    }

    private string Answer(string verb, string line, List<string> recipients)
    {
        switch (verb, Manner)
        {
            case ("EHLO", SmtpManner.WantsAnotherPassword):
                return "250-sink\r\n250 AUTH LOGIN";
            case ("EHLO", _):
                return "250-sink\r\n250 8BITMIME";
            case ("AUTH", _):
                return "334 UGFzc3dvcmQ6";
            case ("QUIT", _):
                return "221 bye";
            case ("MAIL", SmtpManner.RefusesTheSender):
                return "550 5.7.1 canary: we do not want you";
            case ("MAIL", SmtpManner.WantsAnotherPassword):
                return "530 5.7.0 canary: sign in first";
            case ("RCPT", SmtpManner.KnowsSome) when line.Contains("<gone", StringComparison.Ordinal):
                recipients.RemoveAt(recipients.Count - 1);
                return "550 5.1.1 canary: unknown here";
            case ("MAIL" or "RCPT" or "RSET", _):
                return "250 well";
            default:
                return Manner == SmtpManner.WantsAnotherPassword ? "535 5.7.8 canary: wrong" : "502 what?";
        }
    }

    private async Task<bool> TakeAsync(StreamReader reader, StreamWriter writer, List<string> recipients)
    {
        var text = new StringBuilder();
        while (await HearAsync(reader) is { } line && line != ".")
            text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        switch (Manner)
        {
            case SmtpManner.DropsAfterData:
                return false;
            case SmtpManner.IsBusy:
                await writer.WriteLineAsync("451 4.3.0 canary: later");
                return true;
            case SmtpManner.RefusesTheMessage:
                await writer.WriteLineAsync("554 5.6.0 canary: never");
                return true;
        }
        var mail = new TakenMail([.. recipients], text.ToString());
        Taken.Enqueue(mail);
        if (Manner == SmtpManner.TakesInSilence)
            await BeSilentAsync();
        await writer.WriteLineAsync("250 taken");
        arrivals.Writer.TryWrite(mail);
        return true;
    }

    private async Task BeSilentAsync()
    {
        silences.Release();
        await Task.Delay(Timeout.Infinite, closing.Token);
    }

    private async Task<string?> HearAsync(StreamReader reader)
    {
        var line = await reader.ReadLineAsync(closing.Token);
        lock (heard)
            heard.AppendLine(line);
        return line;
    }

    /// <summary>Acknowledges what it hears at once; the client sends in small pieces and waits for that before the next one.</summary>
    private sealed class Prompt(Socket client) : NetworkStream(client, ownsSocket: true)
    {
        private const int Tcp = 6, QuickAck = 12;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (OperatingSystem.IsLinux())
                Socket.SetRawSocketOption(Tcp, QuickAck, [1, 0, 0, 0]);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}
