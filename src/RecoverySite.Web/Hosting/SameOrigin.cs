using Microsoft.AspNetCore.Diagnostics;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Refuses what other sites make a visitor's browser send: by Sec-Fetch-Site, then by Origin. A browser that sends
/// neither, or <c>Origin: null</c> alone, is let through, since the public form carries no authority of the visitor's.
/// </summary>
public sealed class SameOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var onlyReads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var isErrorPage = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (onlyReads || isErrorPage || IsFromHere(request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site])
            return site is "same-origin" or "none";
        if (request.Headers.Origin is not [{ Length: > 0 } origin] || origin == "null")
            return true;
        // A proxy that ends TLS changes the scheme, never the host.
        return Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
