using System.Net.Mime;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Hosting;

/// <summary>Every error ends on a page with the phone number and the crisis lines; when even that page fails, on plain words.</summary>
public static partial class ErrorPages
{
    private const string Page = "/error/{0}";

    public static void UseErrorPages(this IApplicationBuilder app)
    {
        app.Use(LastResortAsync);
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = StatusOf,
            SuppressDiagnosticsCallback = context =>
            {
                // The message may quote what a visitor typed; the type and the place do not.
                var log = app.ApplicationServices.GetRequiredService<ILogger<WebApplication>>();
                if (context.Exception is BadHttpRequestException bad)
                    LogRefused(log, bad.StatusCode);
                else
                    LogFault(log, context.Exception.GetType().FullName!, context.Exception.StackTrace ?? "");
                return true;
            },
        });
        app.UseStatusCodePagesWithReExecute(Page);
    }

    /// <summary>Faults of the client that the framework reports as exceptions.</summary>
    private static int StatusOf(Exception e) => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;

    private static async Task LastResortAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not OperationCanceledException && !context.Response.HasStarted)
        {
            LogFault(context.RequestServices.GetRequiredService<ILogger<WebApplication>>(), e.GetType().FullName!, e.StackTrace ?? "");
            var site = context.RequestServices.GetRequiredService<CurrentContent>().Library.Site;
            var urgent = string.Join(" ", site.CrisisLines.Where(l => l.Urgent).Select(l => $"{l.When}: call {l.Display}."));
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            context.Response.ContentType = $"{MediaTypeNames.Text.Plain}; charset=utf-8";
            await context.Response.WriteAsync($"Something went wrong on our side. You can call us: {site.Phone.Display}. {urgent}\n");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A request could not be read: {Status}")]
    private static partial void LogRefused(ILogger log, int status);

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed: {ExceptionType} {StackTrace}")]
    private static partial void LogFault(ILogger log, string exceptionType, string stackTrace);
}
