using Microsoft.AspNetCore.Http.HttpResults;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Pages.Staff.Account;

namespace RecoverySite.Web.Pages.Staff.Live;

/// <summary>
/// <c>GET /staff/changes</c>: a few bytes that are others whenever there is something new to see at the desk. An open page asks
/// every two seconds and loads itself again when they have changed. With <c>looking=ID</c> it also says which request it shows.
/// </summary>
public static class ChangesEndpoint
{
    public static void MapChanges(this IEndpointRouteBuilder app) => app.MapGet("/staff/changes", Answer).WithMetadata(new NotLogged());

    /// <summary>What an open page compares.</summary>
    public static string Number(ContactsStore store, Presence presence) => $"{store.Changes}.{presence.Version}";

    private static ContentHttpResult Answer(HttpContext context, Guid? looking, bool? gone, ContactsStore store, Presence presence)
    {
        if (looking is { } request && context.StaffMember() is { } member)
        {
            if (gone == true)
                presence.Leaves(request, member.Id);
            else
                presence.Looks(request, member.Id);
        }
        return TypedResults.Text(Number(store, presence));
    }
}
