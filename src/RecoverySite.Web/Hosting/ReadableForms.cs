using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Features;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Reads a posted form before anything else does, and refuses one that cannot be read: the framework answers a broken one,
/// and some character sets, UTF-7 among them, with a fault of its own wherever a page has a parameter.
/// </summary>
public sealed class ReadableForms(RequestDelegate next)
{
    // No form of ours has more fields, and none is longer; the server refuses a longer body before.
    private static readonly FormOptions Limits = new() { ValueCountLimit = 64, ValueLengthLimit = 256 * 1024 };

    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        // Nobody reads a body of these, but the framework's form reader tries as soon as a type is declared.
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            request.ContentType = null;
        var declared = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.CharSet?.Trim('"') : null;
        if (declared is not null && !declared.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            Refuse(context, StatusCodes.Status415UnsupportedMediaType);
        else if (request.HasFormContentType && await WhyNotReadAsync(context) is { } status)
            Refuse(context, status);
        else
            await next(context);
    }

    /// <summary>Null when the form was read; it stays with the request, for the page that wants it.</summary>
    private static async Task<int?> WhyNotReadAsync(HttpContext context)
    {
        context.Features.Set<IFormFeature>(new FormFeature(context.Request, Limits));
        try
        {
            await context.Request.ReadFormAsync(CancellationToken.None);
            return null;
        }
        catch (BadHttpRequestException e)
        {
            return e.StatusCode;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return StatusCodes.Status400BadRequest;
        }
    }

    private static void Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        // The error page has a parameter too.
        context.Request.ContentType = null;
    }
}
