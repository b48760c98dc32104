using System.Buffers;
using Microsoft.AspNetCore.Hosting.Server;
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
        await server.StartAsync(new Front<TContext>(this, application), cancellationToken);
        site.TrySetResult((baseUrl, target) => PageRequest.SendAsync(application, baseUrl, target));
    }

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public void Dispose() => server.Dispose();

    private PublishedPage? Find(IHttpRequestFeature request) =>
        request.Method is "GET" or "HEAD" && pages.Find(request.RawTarget) is { } page
        && hosts.Answers(new HostString(request.Headers.Host.ToString()))
        // What else a proxy may say of a request is read where all of it is.
        && request.Headers["X-Forwarded-Proto"] is { Count: 0 } or { Count: 1 } and ["http" or Https] ? page : null;

    private void Send(IFeatureCollection features, PublishedPage page)
    {
        var request = features.GetRequiredFeature<IHttpRequestFeature>();
        var response = features.GetRequiredFeature<IHttpResponseFeature>();
        var headers = response.Headers;
        foreach (var (name, value) in page.Headers)
            headers[name] = value;
        if (IsHttps(request, features))
            headers.StrictTransportSecurity = SecurityHeaders.StayOnHttps;
        if (PageSending.Answer(request, response, page) is { Length: > 0 } bytes)
            features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.Write(bytes.Span);
    }

    private bool IsHttps(IHttpRequestFeature request, IFeatureCollection features) =>
        request.Scheme == Https
        || (request.Headers["X-Forwarded-Proto"] == Https && features.Get<IHttpConnectionFeature>()?.RemoteIpAddress is { } proxy && settings.Trusts(proxy));

    private sealed class Front<TContext>(ReadyPages ready, IHttpApplication<TContext> site) : IHttpApplication<Asked<TContext>> where TContext : notnull
    {
        public Asked<TContext> CreateContext(IFeatureCollection contextFeatures) =>
            ready.Find(contextFeatures.GetRequiredFeature<IHttpRequestFeature>()) is { } page
                ? new(contextFeatures, page, default)
                : new(contextFeatures, null, site.CreateContext(contextFeatures));

        public Task ProcessRequestAsync(Asked<TContext> context)
        {
            if (context.Page is not { } page)
                return site.ProcessRequestAsync(context.OfSite!);
            ready.Send(context.Features, page);
            return Task.CompletedTask;
        }

        public void DisposeContext(Asked<TContext> context, Exception? exception)
        {
            if (context.Page is null)
                site.DisposeContext(context.OfSite!, exception);
        }
    }

    /// <param name="Page">What is sent; null when the site itself answers.</param>
    private readonly record struct Asked<TContext>(IFeatureCollection Features, PublishedPage? Page, TContext? OfSite);
}
