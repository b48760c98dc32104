using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages;

/// <summary>Any error, whatever method ran into it. Asks nothing of the store. No blame, and always a way on.</summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel(CurrentContent content, TimeProvider clock) : ReadingPage(content, clock)
{
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var isRealError = HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not null
            || HttpContext.Features.Get<IExceptionHandlerFeature>() is not null;
        if (!isRealError)
            Response.StatusCode = StatusCodes.Status404NotFound;
    }

    /// <summary>Pages that a mistyped or retired address may have meant.</summary>
    public IReadOnlyList<Article> Near =>
        HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is { OriginalPath: { } path } && Response.StatusCode is 404 or 410 ? Library.Near(path, Now) : [];

    public (string Title, string Words) Words(int status) => status switch
    {
        410 => ("This page was taken down", "There was a page at this address. It was taken down, or it has moved."),
        404 => ("Page not found", "There is no page at this address. If you typed it, check the spelling; if you followed a link, the page may have moved."),
        405 => ("Nothing to do here", "This address shows a page and takes nothing in."),
        403 => ("Sent from another site", "This form was sent from another website, so we did not take it. You can use our own form, or call us."),
        415 => ("We could not read that", "What your browser sent is in a character set that we do not use. You can call us."),
        421 => ("Not our address", "You have reached us under a name that is not ours. Use the link below, or call us."),
        413 => ("Too long to send", "What was sent is too long for us to take. Use fewer words, or call us."),
        503 => ("Not available just now", "This part of the site does not work at the moment. You can try again in a few minutes, or call us."),
        >= 500 => ("Something went wrong", "The fault is on our side, and it has been noted. You can try again, or call us."),
        _ => ("We could not read that", "What your browser sent could not be read. You can go back and try again, or call us."),
    };
}
