using System.Net.Sockets;

namespace RecoverySite.Web.Hosting;

/// <summary>A connection to elsewhere. Nobody who waits for it goes on in the <see cref="EventLoop"/>: not TLS, which may wait long for a certificate to be checked, nor who called.</summary>
public sealed class PoolStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
{
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext connection, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(connection.DnsEndPoint, cancel);
            return new PoolStream(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            await EventLoop.LeaveAsync();
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => EventLoop.OnPoolAsync(base.ReadAsync(buffer, cancellationToken));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await base.WriteAsync(buffer, cancellationToken);
        }
        finally
        {
            await EventLoop.LeaveAsync();
        }
    }
}
