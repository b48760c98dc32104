using System.Buffers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// Stands between the web server and the site and sends what is ready: no context, no middleware, no log line. Everything else passes.
/// </summary>
public sealed class ReadyPages(IServer server, PublishedPages pages, OurHosts hosts, Settings settings) : IServer
{
    private const string Https = "https";

    private readonly TaskCompletionSource<Func<Uri, string, Task<RenderedPage>>> site = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IFeatureCollection Features => server.Features;

    /// <summary>Asks the site for a page without a connection, as soon as it runs.</summary>
    internal Task<Func<Uri, string, Task<RenderedPage>>> Site => site.Task;

    /// <summary>Puts itself before the web server that is registered last.</summary>
    public static void Add(IServiceCollection services)
    {
        var kestrel = services.Last(s => s.ServiceType == typeof(IServer)).ImplementationType!;
        services.RemoveAll<IServer>();
        services.RemoveAll<ReadyPages>();
        services.AddSingleton(all => ActivatorUtilities.CreateInstance<ReadyPages>(all, (IServer)ActivatorUtilities.CreateInstance(all, kestrel)));
        services.AddSingleton<IServer>(all => all.GetRequiredService<ReadyPages>());
    }

    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull
    {
        // What was kept is ready for the first reader.
        pages.Begin();
        await server.StartAsync(new Front<TContext>(this, application), cancellationToken);
        site.TrySetResult((baseUrl, target) => PageRequest.SendAsync(application, baseUrl, target));
    }

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    private PublishedPlace? Find(IHttpRequestFeature request) =>
        request.Method is "GET" or "HEAD" && pages.Find(request.RawTarget) is { } place
        && hosts.Answers(new HostString(request.Headers.Host.ToString()))
        // What else a proxy may say of a request is read where all of it is.
        && request.Headers["X-Forwarded-Proto"] is { Count: 0 } or { Count: 1 } and ["http" or Https] ? place : null;

    private PublishedPage? Load(PublishedPlace place) => pages.Load(place);

    private async Task SendAsync(Exchange exchange, PublishedPage page)
    {
        var (request, response) = (exchange.Request, exchange.Response);
        // Encryption, and the other requests of one connection in HTTP/2, are work for other threads.
        var pipe = request.Scheme != Https && HttpProtocol.IsHttp11(request.Protocol) ? exchange.Pipe : null;
        var headers = response.Headers;
        foreach (var (name, value) in page.Headers)
            headers[name] = value;
        if (IsHttps(exchange))
            headers.StrictTransportSecurity = SecurityHeaders.StayOnHttps;
        if (PageSending.Answer(request, response, page) is { Length: > 0 } bytes)
        {
            pipe?.MakeRoom(bytes.Length);
            // What is written before the headers are on their way is held back, and copied twice.
            await exchange.Body.StartAsync();
            exchange.Body.Writer.Write(bytes.Span);
        }
        if (pipe is not null)
            EventLoop.Stay(pipe);
    }

    private bool IsHttps(Exchange exchange) =>
        exchange.Request.Scheme == Https
        || (exchange.Request.Headers["X-Forwarded-Proto"] == Https && exchange.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress is { } proxy && settings.Trusts(proxy));

    /// <summary>What the server has for one request after another of a connection, before the site puts anything else in its place.</summary>
    private class Exchange(IFeatureCollection features)
    {
        public IFeatureCollection Features => features;

        public IHttpRequestFeature Request { get; } = features.GetRequiredFeature<IHttpRequestFeature>();

        public IHttpResponseFeature Response { get; } = features.GetRequiredFeature<IHttpResponseFeature>();

        public IHttpResponseBodyFeature Body { get; } = features.GetRequiredFeature<IHttpResponseBodyFeature>();

        /// <summary>Null where the server was not told of <see cref="EventLoop"/>.</summary>
        public EventLoop.ConnectionPipe? Pipe { get; } = features.Get<EventLoop.ConnectionPipe>();

        /// <summary>Of the page that is sent; null when the site itself answers.</summary>
        public PublishedPlace? Place { get; set; }
    }

    private sealed class Exchange<TContext>(IFeatureCollection features) : Exchange(features)
    {
        public TContext? OfSite { get; set; }
    }

    private sealed class Front<TContext>(ReadyPages ready, IHttpApplication<TContext> site) : IHttpApplication<Exchange<TContext>> where TContext : notnull
    {
        public Exchange<TContext> CreateContext(IFeatureCollection contextFeatures)
        {
            var exchange = contextFeatures is IHostContextContainer<Exchange<TContext>> connection ? connection.HostContext ??= new(contextFeatures) : new(contextFeatures);
            exchange.Place = ready.Find(exchange.Request);
            return exchange;
        }

        public Task ProcessRequestAsync(Exchange<TContext> context) =>
            context.Place?.Page is { } page ? ready.SendAsync(context, page) : AnswerElsewhereAsync(context);

        public void DisposeContext(Exchange<TContext> context, Exception? exception)
        {
            if (context.OfSite is { } ofSite)
                site.DisposeContext(ofSite, exception);
            context.OfSite = default;
        }

        private Task AnswerElsewhereAsync(Exchange<TContext> exchange) => EventLoop.Leave(exchange.Pipe, () => AnswerAsync(exchange));

        private Task AnswerAsync(Exchange<TContext> exchange) =>
            exchange.Place is { } place && ready.Load(place) is { } page ? ready.SendAsync(exchange, page) : site.ProcessRequestAsync(exchange.OfSite = site.CreateContext(exchange.Features));
    }
}
