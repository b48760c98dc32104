using System.Net.Sockets;
using System.Text;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class ServerLimitsTests : IDisposable
{
    private const string Fields = "phone=216-555-0123", Head =
        "POST /request-a-call HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 18\r\n";

    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    /// <summary>The server tells the time here: its patience with a head is ten seconds, and with a body of this length it would be five by default.</summary>
    [Fact]
    public async Task A_form_whose_line_fails_on_the_way_is_received_for_longer_than_a_head_may_take()
    {
        using var halfHead = await ConnectAsync(Head);
        using var halfForm = await ConnectAsync($"{Head}\r\n{Fields[..9]}");
        using var closed = new StreamReader(halfHead.GetStream());
        await closed.ReadToEndAsync();

        await halfForm.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Fields[9..]));

        using var answer = new StreamReader(halfForm.GetStream());
        Assert.Equal("HTTP/1.1 303 See Other", await answer.ReadLineAsync());
        Assert.Equal(1, new Store(site.DataFolder).Count("CallRequests"));
    }

    private async Task<TcpClient> ConnectAsync(string text)
    {
        var url = new Uri(site.Url);
        var connection = new TcpClient();
        await connection.ConnectAsync(url.Host, url.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
        return connection;
    }
}
