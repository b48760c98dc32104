using Microsoft.AspNetCore.Http.HttpResults;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Upkeep;

/// <summary>What a machine may ask about the site's health, in a line of words. The staff page says more.</summary>
public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        // Says that the process answers, and asks nothing else: a store that is down must not get the site restarted.
        app.MapGet("/health/live", () => TypedResults.Text("The site answers.\n")).WithMetadata(new NotLogged());
        // Says whether a form sent now would be kept. A proxy that asks here must not take the articles away with it: see the README.
        app.MapGet("/health/ready", ReadyAsync).WithMetadata(new NotLogged());
    }

    private static async Task<IResult> ReadyAsync(ContactsStore store, StoreUpkeep upkeep, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await store.ProveAsync(context.RequestAborted);
        }
        catch (StoreUnavailableException)
        {
            return NotReady(store.Trouble?.Words);
        }
        return upkeep.Check.Failure is { } failure ? NotReady(failure) : TypedResults.Text("The site answers, and its store takes requests.\n");
    }

    private static ContentHttpResult NotReady(string? why) =>
        TypedResults.Text($"The site answers, and its store does not: articles stand, the form and the desk are closed. {why ?? "The log says why."}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
}
