using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RecoverySite.Contacts.Notices;

/// <summary>
/// The address that another program listens at. Messages are signed as Standard Webhooks 1.0.0 asks, so that it can tell them
/// from anybody else's, and hold nothing but the id of a request: what it needs to know it asks a person at the desk.
/// </summary>
/// <param name="connect">How a connection is made; as the runtime does when null.</param>
public sealed class Webhook(Uri url, byte[] secret, Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>>? connect = null) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = connect,
    });

    /// <param name="now">Signed too: a message that somebody recorded and sends again later is known by it.</param>
    public async Task<Delivery> PostAsync(Notice notice, DateTimeOffset now, CancellationToken cancel)
    {
        var id = notice.Id.ToString();
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var body = JsonSerializer.SerializeToUtf8Bytes(new { type = "call_request.waiting", timestamp = notice.AroseAt.UtcDateTime, data = new { id = notice.CallRequestId } });
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];

        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed)));
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            return answer.IsSuccessStatusCode ? Delivery.Done : Delivery.Failed(FaultKind.RefusesMessage, (int)answer.StatusCode);
        }
        catch (HttpRequestException e)
        {
            return Delivery.Failed(e switch
            {
                { InnerException: AuthenticationException } => FaultKind.NotSafe,
                { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } => FaultKind.CannotConnect,
                _ => FaultKind.BrokeOff,
            });
        }
    }

    public void Dispose() => http.Dispose();
}
