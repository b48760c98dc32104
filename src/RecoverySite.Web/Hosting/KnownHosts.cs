using Microsoft.AspNetCore.Diagnostics;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Refuses requests for hosts that are not ours, in Production. The framework's own filter answers before any header of ours
/// is set, so it stays open and this one decides. Loopback names are known, for health checks beside the site; our name with
/// or without <c>www.</c> leads to the one in use.
/// </summary>
public sealed class KnownHosts(RequestDelegate next, IHostEnvironment environment, CurrentContent content)
{
    private static readonly HashSet<string> Loopback = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    public Task InvokeAsync(HttpContext context)
    {
        var host = context.Request.Host.Host;
        var isErrorPage = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (!environment.IsProduction() || isErrorPage || IsOurs(host) || Loopback.Contains(host))
            return next(context);

        var isTwin = IsOurs("www." + host) || (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && IsOurs(host["www.".Length..]));
        if (isTwin && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            Moved.To(context, content.BaseUrl.GetLeftPart(UriPartial.Authority) + context.Request.Path.ToUriComponent());
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        }
        return Task.CompletedTask;
    }

    private bool IsOurs(string host) => host.Equals(content.BaseUrl.IdnHost, StringComparison.OrdinalIgnoreCase);
}
