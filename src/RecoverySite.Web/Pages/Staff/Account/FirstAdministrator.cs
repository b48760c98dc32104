using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// While there is no administrator: a one-time link for the first, printed where the site was started and nowhere else. It holds
/// as long as this process runs and there is none, so there is never a door that whoever passes by first can take.
/// </summary>
public sealed class FirstAdministrator(ContactsStore store, CurrentContent content) : BackgroundService
{
    private readonly OneTimeCode code = OneTimeCode.Create(JoinLink.Groups);

    /// <summary>Whether this is the code; whether there is an administrator meanwhile is asked when it is used.</summary>
    public bool IsInvitedBy(string hash) => hash == code.Hash;

    public static Task<bool> IsNeededAsync(ContactsDbContext db, CancellationToken cancel) => db.StaffMembers.AllAsync(m => m.Role != StaffRole.Administrator, cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            if (await store.ReadAsync(db => IsNeededAsync(db, stoppingToken), stoppingToken))
            {
                // Not through the log, which is kept: this opens the desk.
                Console.WriteLine($"There is no administrator yet. The first one joins here, once: {JoinLink.For(content.BaseUrl, code)}");
            }
        }
        catch (StoreUnavailableException)
        {
            // The store has logged why; the next start prints the link.
        }
    }
}

/// <summary>The address that a one-time code is handed over in. The code stands behind the hash sign, which browsers send nowhere, so no log has it.</summary>
public static class JoinLink
{
    /// <summary>Of twenty random bits each: 140 together.</summary>
    public const int Groups = 7;

    public static string For(Uri baseUrl, OneTimeCode code) => $"{new Uri(baseUrl, "/staff/join")}#{code.Text}";
}
