using Microsoft.AspNetCore.Diagnostics;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Refuses what other sites make a visitor's browser send: by Sec-Fetch-Site, then by Origin. A browser that sends
/// neither, or <c>Origin: null</c> alone, is let through, since the public form carries no authority of the visitor's; the
/// desk's forms, which do carry some, have a token besides.
/// </summary>
public sealed class SameOrigin(RequestDelegate next, CurrentContent content)
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

    private bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site])
            return site is "same-origin" or "none";
        if (request.Headers.Origin is not [{ Length: > 0 } origin] || origin == "null")
            return true;
        // A proxy may change the scheme, name the port or put its own Host in place; the name that visitors know is then the base URL's.
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (from.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase) || from.Host.Equals(content.BaseUrl.Host, StringComparison.OrdinalIgnoreCase));
    }
}
