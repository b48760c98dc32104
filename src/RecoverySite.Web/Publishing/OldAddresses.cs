using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using NodaTime;
using RecoverySite.Content;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// Leads every old or other spelling of an address to the one in use, in one step, and says of what was taken down that it is gone.
/// What is not public is left to be found missing, like anything that never was.
/// </summary>
public sealed class OldAddresses(RequestDelegate next, CurrentContent content, MissedAddresses missed, TimeProvider clock)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || context.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            await next(context);
            return;
        }

        var path = request.Path.Value is { Length: > 0 } asked ? asked : "/";
        var there = content.Library.Resolve(path, Instant.FromDateTimeOffset(clock.GetUtcNow()));
        var url = there.Url ?? ArticlePath.OwnPages.FirstOrDefault(own => own.Equals(path.TrimEnd('/'), StringComparison.OrdinalIgnoreCase));
        if (there.Kind == AddressKind.Gone)
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return;
        }
        // The raw target shows what decoding hides: %63 for a letter, or a path through "..".
        if (url is null || context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?', 2)[0] is var raw && (raw == url || raw.Length == 0 || raw[0] != '/'))
        {
            await next(context);
            if (context.Response.StatusCode == StatusCodes.Status404NotFound)
                missed.Note(path);
            return;
        }
        Moved.To(context, url);
    }
}
