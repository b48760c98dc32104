using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// Asked of the store at each request, in one read: whoever was reset, shut out or removed is out at once, and so is a session
/// that was ended, that is too old, or that nobody has used for too long.
/// </summary>
internal static class StillStaff
{
    /// <summary>A sign of life is noted at most so often, to spare a write and a cookie on each answer.</summary>
    public static readonly TimeSpan Breath = TimeSpan.FromMinutes(1);

    private sealed record SignedIn(StaffSession Session, StaffMember Member, IReadOnlyList<StaffSession> InQuestion);

    public static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        var (store, settings, now) = (services.GetRequiredService<ContactsStore>(), services.GetRequiredService<Settings>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var stamp = context.Principal?.FindFirstValue(services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType);
        var signedIn = context.Properties.Items.TryGetValue(StaffSignIn.Session, out var text) && Guid.TryParse(text, out var id)
            ? await store.ReadAsync(db => ReadAsync(db, id), CancellationToken.None)
            : null;
        if (signedIn is not { Member: { HasSecondFactor: true, DisabledAt: null } member, Session: var session }
            || member.SecurityStamp != stamp || !session.RunsAt(now, settings.StaffIdle, settings.StaffSession))
        {
            context.RejectPrincipal();
            return;
        }
        http.Items[typeof(StaffMember)] = member;
        http.Items[typeof(StaffSession)] = session;
        // A browser that the member has not vouched for does not get to vouch.
        http.Items[typeof(SignedIn)] = session.IsInQuestion ? [] : signedIn.InQuestion;
        // A role given or taken since is in force now.
        context.ReplacePrincipal(await services.GetRequiredService<IUserClaimsPrincipalFactory<StaffMember>>().CreateAsync(member));
        if (now - session.LastSeenAt >= Breath && !http.Request.Query.ContainsKey(StaffAccess.Automatic))
            await NoteAsync(store, session.Id, now);
    }

    /// <summary>The signed-in member as the store has them now.</summary>
    public static StaffMember? StaffMember(this HttpContext context) => context.Items[typeof(StaffMember)] as StaffMember;

    /// <summary>The session of the signed-in member that this request belongs to.</summary>
    public static StaffSession? StaffSession(this HttpContext context) => context.Items[typeof(StaffSession)] as StaffSession;

    /// <summary>Sessions of the member in browsers that were new to them, while they have not said whose they are.</summary>
    public static IReadOnlyList<StaffSession> SessionsInQuestion(this HttpContext context) => context.Items[typeof(SignedIn)] as IReadOnlyList<StaffSession> ?? [];

    private static async Task<SignedIn?> ReadAsync(ContactsDbContext db, Guid id)
    {
        var found = await db.StaffSessions.Where(s => s.Id == id).Join(db.StaffMembers, s => s.StaffMemberId, m => m.Id, (s, m) => new { Session = s, Member = m }).SingleOrDefaultAsync();
        return found is null ? null : new SignedIn(found.Session, found.Member, await db.StaffSessions.InQuestion(found.Member.Id).ToListAsync());
    }

    private static async Task NoteAsync(ContactsStore store, Guid id, DateTimeOffset now)
    {
        try
        {
            await store.WriteAsync(async db => (await db.StaffSessions.FindAsync(id))?.Seen(now), CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The store has logged why. What can be read without a write is still shown.
        }
    }
}
