using Microsoft.AspNetCore.Diagnostics;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// One line a request: method, route, status, milliseconds. The route is the template, never the address: an address
/// says what somebody read, and a query or a body who they are. Stands outside the error pages, so that it sees the final status.
/// </summary>
public sealed partial class RequestLog(RequestDelegate next, TimeProvider clock, ILogger<RequestLog> log)
{
    // What comes from outside as a method is shown only when it is one.
    private static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT"];

    private const string NoRoute = "(none)";

    public async Task InvokeAsync(HttpContext context)
    {
        var start = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if ((context.GetEndpoint()?.Metadata.GetMetadata<NotLogged>() ?? context.Features.Get<NotLogged>()) is null || context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            {
                var method = Methods.Contains(context.Request.Method) ? context.Request.Method : "(other)";
                LogRequest(method, RouteOf(context), context.Response.StatusCode, Math.Round(clock.GetElapsedTime(start).TotalMilliseconds, 1));
            }
        }
    }

    /// <summary>Stands behind routing and notes the first route found: an error page that runs afterwards is not what was asked for.</summary>
    public static Task NoteRouteAsync(HttpContext context, RequestDelegate next)
    {
        var template = context.Features.Get<IStatusCodeReExecuteFeature>() is null && context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } text }
            ? "/" + text.TrimStart('/')
            : NoRoute;
        context.Items.TryAdd(typeof(RequestLog), template);
        return next(context);
    }

    private static string RouteOf(HttpContext context) => context.Items[typeof(RequestLog)] as string ?? NoRoute;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} in {Milliseconds:0.0} ms")]
    private partial void LogRequest(string method, string route, int status, double milliseconds);
}

/// <summary>
/// Marks an endpoint whose requests leave no line, because the moment alone would say something about a visitor, or because
/// there is one every few seconds; or a request that the site makes itself. Faults do leave one.
/// </summary>
public sealed class NotLogged;
