using Microsoft.AspNetCore.Diagnostics;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Refuses requests for hosts that are not ours. The framework's own filter answers before any header of ours is set,
/// so it stays open and this one decides. Loopback names are known, for health checks beside the site.
/// </summary>
public sealed class KnownHosts(RequestDelegate next, IHostEnvironment environment, IReadOnlySet<string> hosts)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isErrorPage = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (!environment.IsProduction() || isErrorPage || hosts.Contains(context.Request.Host.Host))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Task.CompletedTask;
    }

    public static IReadOnlySet<string> For(Uri baseUrl) =>
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { baseUrl.IdnHost, "localhost", "127.0.0.1", "[::1]" };
}
