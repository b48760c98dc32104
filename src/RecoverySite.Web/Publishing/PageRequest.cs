using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>What a page answered to a request of our own.</summary>
internal sealed record RenderedPage(int Status, IHeaderDictionary Headers, byte[] Body);

/// <summary>Asks the site for one of its pages the way a reader does, through everything that a request passes, but without a connection.</summary>
internal static class PageRequest
{
    public static async Task<RenderedPage> SendAsync<TContext>(IHttpApplication<TContext> site, Uri baseUrl, string target) where TContext : notnull
    {
        using var body = new MemoryStream();
        var response = new Response();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = HttpMethods.Get,
            Protocol = HttpProtocol.Http11,
            Scheme = Uri.UriSchemeHttp,
            RawTarget = target,
            Path = Uri.UnescapeDataString(target.Split('?')[0]),
            QueryString = target.IndexOf('?', StringComparison.Ordinal) is var query and > 0 ? target[query..] : "",
            Headers = new HeaderDictionary { [Microsoft.Net.Http.Headers.HeaderNames.Host] = baseUrl.Authority },
        });
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        features.Set(new NotLogged());
        var context = site.CreateContext(features);
        try
        {
            await site.ProcessRequestAsync(context);
            await response.StartAsync();
            site.DisposeContext(context, null);
        }
        catch (Exception e)
        {
            site.DisposeContext(context, e);
            throw;
        }
        return new(response.StatusCode, response.Headers, body.ToArray());
    }

    /// <summary>Takes the whole body in before anything is sent, so that its headers may be set until the end.</summary>
    private sealed class Response : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> starting = new();

        public override void OnStarting(Func<object, Task> callback, object state) => starting.Push((callback, state));

        public async Task StartAsync()
        {
            while (starting.TryPop(out var next))
                await next.Callback(next.State);
        }
    }
}
