using RecoverySite.Contacts;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>What <c>_Sessions</c> shows, inside a form that ends what is pressed.</summary>
/// <param name="Here">The session that the page itself is shown in, which signing out ends.</param>
public sealed record SessionTable(IReadOnlyList<StaffSession> Sessions, Guid? Here, StaffWords Words);
