using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// A form that was opened before somebody else signed in here, or before the keys were lost, is not taken. It leads back to
/// its page, with the note that was in it, instead of to an error.
/// </summary>
public sealed class StaleForm : IAsyncAlwaysRunResultFilter
{
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            var request = context.HttpContext.Request;
            var path = request.Path.ToUriComponent();
            await context.HttpContext.RequestServices.GetRequiredService<KeptText>().KeepPostedAsync(context.HttpContext);
            context.HttpContext.Response.Headers.Location = path;
            context.Result = new StatusCodeResult(StatusCodes.Status303SeeOther);
        }
        await next();
    }
}
