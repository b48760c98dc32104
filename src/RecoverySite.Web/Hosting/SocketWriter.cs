using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// What goes out on a connection, handed to the system where it is flushed: nearly all of it fits into the system's own buffer, and then
/// no other task has to be told of it. What does not fit is waited for. In one piece of memory, which a thread mostly gets again, for as
/// long as it is not sent.
/// </summary>
/// <param name="pipe">Says where whoever waits goes on.</param>
/// <param name="socket">Nobody else sends on it.</param>
/// <param name="below">Of the server, for the same socket. Nothing is written there but what is still there in the end.</param>
internal sealed class SocketWriter(EventLoop.ConnectionPipe pipe, Socket socket, PipeWriter below) : PipeWriter
{
    private const int Least = 4096;

    private byte[] buffer = [];
    private int length, room;
    private volatile bool isSending;
    private bool isClosed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => length;

    /// <summary>For what is written next, so many bytes.</summary>
    public void MakeRoom(int bytes) => room = bytes;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var wanted = Math.Max(Math.Max(sizeHint, room), 1);
        room = 0;
        if (buffer.Length - length < wanted)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + Math.Max(wanted, length), Least));
            buffer.AsSpan(0, length).CopyTo(larger);
            GiveBack();
            buffer = larger;
        }
        return buffer.AsMemory(length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)(buffer.Length - length), nameof(bytes));
        length += bytes;
    }

    /// <summary>On return all of it is the system's, or nobody is there any more: the result is completed then.</summary>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (length == 0 || isClosed)
            return new(Sent());
        int sent;
        SocketError error;
        try
        {
            sent = socket.Send(buffer.AsSpan(0, length), SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            (sent, error) = (0, SocketError.OperationAborted);
        }
        if (error is SocketError.WouldBlock || (error == SocketError.Success && sent < length))
        {
            var rest = SendFromAsync(sent, cancellationToken);
            return pipe.IsOnLoop || rest.IsCompleted ? rest : EventLoop.OnPoolAsync(rest);
        }
        isClosed = error != SocketError.Success;
        return new(Sent());
    }

    public override void CancelPendingFlush() => below.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        // Whoever gives a connection up does not wait for what is on its way.
        if (!isSending)
        {
            if (length > 0 && !isClosed)
                below.Write(buffer.AsSpan(0, length));
            Sent();
        }
        below.Complete(exception);
    }

    private async ValueTask<FlushResult> SendFromAsync(int sent, CancellationToken cancel)
    {
        isSending = true;
        try
        {
            while (sent < length)
                sent += await socket.SendAsync(buffer.AsMemory(sent, length - sent), SocketFlags.None, cancel);
        }
        catch (Exception e)
        {
            // Half of it is out, and nothing may follow that.
            isClosed = true;
            if (e is not (SocketException or ObjectDisposedException))
                throw;
        }
        finally
        {
            Sent();
            isSending = false;
        }
        return new FlushResult(isCanceled: false, isCompleted: isClosed);
    }

    private FlushResult Sent()
    {
        length = 0;
        GiveBack();
        return new FlushResult(isCanceled: false, isCompleted: isClosed);
    }

    private void GiveBack()
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }
}
