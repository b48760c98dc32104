using System.Net.Http.Headers;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Refuses a body whose character set is not the one that every browser uses: the framework's form reader answers
/// some of the others, UTF-7 among them, with a fault of its own, wherever a page has a parameter.
/// </summary>
public sealed class ReadableForms(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        // Nobody reads a body of these, but the framework's form reader tries as soon as a type is declared.
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            context.Request.ContentType = null;
        var declared = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type) ? type.CharSet?.Trim('"') : null;
        if (declared is null || declared.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        // The error page has a parameter too.
        context.Request.ContentType = null;
        return Task.CompletedTask;
    }
}
