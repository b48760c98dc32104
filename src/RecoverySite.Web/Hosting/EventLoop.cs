using System.IO.Pipelines;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Connections.Features;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Sockets complete on the thread that waits for all of them, the event loop: a page that is ready goes out from there, without waking
/// another thread. Whoever blocks there stops every connection, so nothing else runs on it: a connection is on the thread pool from its
/// start, stays on the loop only after a page that was ready, and leaves it before anything else begins.
/// </summary>
internal static class EventLoop
{
    /// <summary>The runtime's switch for all sockets of the process. It is read once, when the first is used.</summary>
    private const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>A new connection begins on the pool, which is slow to grow beyond this: so many may be blocked, and nobody waits at the door.</summary>
    private const int Threads = 64;

    private static bool IsHere => !Thread.CurrentThread.IsThreadPoolThread;

    /// <summary>Before anything else. A process that is not ours alone has other users of sockets, who do not know of it.</summary>
    public static void Prepare()
    {
        if (Assembly.GetEntryAssembly() != typeof(EventLoop).Assembly)
            return;
        Environment.SetEnvironmentVariable(Inline, "1");
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(Math.Max(threads, Threads), ports);
    }

    public static void UseEventLoop(this ConfigureWebHostBuilder host)
    {
        host.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            // Waiting without a buffer costs a call for each request; with one, 4 KiB for each connection that waits.
            sockets.WaitForDataBeforeAllocatingBuffer = false;
        });
        host.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => async connection =>
        {
            if (connection.Features.Get<IConnectionSocketFeature>() is not { } feature)
            {
                await next(connection);
                return;
            }
            var pipe = new ConnectionPipe(connection.Transport, feature.Socket);
            connection.Transport = pipe;
            connection.Features.Set(pipe);
            try
            {
                await next(connection);
            }
            finally
            {
                // An answer that fails in the middle leaves behind what was written of it; the server itself completes only its own.
                await pipe.Output.CompleteAsync();
            }
        })));
    }

    /// <summary>Runs what may block or take long.</summary>
    /// <param name="pipe">Of the connection that asks; null when there is none.</param>
    public static Task Leave(ConnectionPipe? pipe, Func<Task> work)
    {
        if (pipe is not null)
            pipe.IsOnLoop = false;
        return IsHere ? Task.Run(work) : work();
    }

    /// <summary>What comes next on the connection continues where it completes.</summary>
    public static void Stay(ConnectionPipe pipe)
    {
        pipe.IsOnLoop = true;
        if (IsHere)
            Scheduling.BePrompt();
    }

    /// <summary>Whoever awaits this goes on elsewhere.</summary>
    public static async ValueTask LeaveAsync()
    {
        if (!IsHere)
            return;
        // What leaves has come: a page that is ready waits for no turn of what works elsewhere.
        Scheduling.BePrompt();
        await Task.Yield();
    }

    /// <inheritdoc cref="LeaveAsync"/>
    public static async ValueTask<T> OnPoolAsync<T>(ValueTask<T> pending)
    {
        try
        {
            return await pending;
        }
        finally
        {
            await LeaveAsync();
        }
    }

    /// <summary>The bytes of one connection, below TLS and HTTP: all that a request waits for on it comes through here.</summary>
    internal sealed class ConnectionPipe : IDuplexPipe
    {
        private const int HeadRoom = 2048;

        private readonly SocketWriter output;

        public ConnectionPipe(IDuplexPipe transport, Socket socket)
        {
            // What the system cannot take at once it refuses, where it would hold up everybody on this thread.
            socket.Blocking = false;
            Input = new Reader(this, transport.Input);
            output = new SocketWriter(this, socket, transport.Output);
        }

        public PipeReader Input { get; }

        public PipeWriter Output => output;

        /// <summary>What is awaited from now on continues where it completes. Only for who is about to wait for the next request.</summary>
        public bool IsOnLoop { get; set; }

        /// <summary>For what is written next, a head and so many bytes: in one piece they go out together.</summary>
        public void MakeRoom(int length) => output.MakeRoom(HeadRoom + length);
    }

    private sealed class Reader(ConnectionPipe pipe, PipeReader below) : PipeReader
    {
        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            var read = below.ReadAsync(cancellationToken);
            return pipe.IsOnLoop || read.IsCompleted ? read : OnPoolAsync(read);
        }

        public override bool TryRead(out ReadResult result) => below.TryRead(out result);

        public override void AdvanceTo(SequencePosition consumed) => below.AdvanceTo(consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => below.AdvanceTo(consumed, examined);

        public override void CancelPendingRead() => below.CancelPendingRead();

        public override void Complete(Exception? exception = null) => below.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => below.CompleteAsync(exception);
    }
}
