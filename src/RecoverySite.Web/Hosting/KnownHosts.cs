using Microsoft.AspNetCore.Diagnostics;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Refuses requests for hosts that are not ours. The framework's own filter answers before any header of ours is set, so it stays
/// open and this one decides. Our name with or without <c>www.</c> leads to the one in use.
/// </summary>
public sealed class KnownHosts(RequestDelegate next, OurHosts ours, CurrentContent content)
{
    public Task InvokeAsync(HttpContext context)
    {
        var isErrorPage = context.Features.Get<IStatusCodeReExecuteFeature>() is not null;
        if (isErrorPage || ours.Answers(context.Request.Host))
            return next(context);

        var host = context.Request.Host.Host;
        var isTwin = ours.IsOurs("www." + host) || (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) && ours.IsOurs(host["www.".Length..]));
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
}
