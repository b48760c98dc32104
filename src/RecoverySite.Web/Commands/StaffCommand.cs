using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Audit;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;

namespace RecoverySite.Web.Commands;

/// <summary>What a command has to say, and how it ended: 0 done, 1 refused, 2 not understood.</summary>
public sealed record CommandResult(int ExitCode, string Output);

/// <summary><c>staff add | reset | list</c>: who may sign in at the desk.</summary>
public static class StaffCommand
{
    public const string Help = """
        Who may sign in at the desk. Works beside a running site and without one.

          staff add EMAIL --role ROLE   lets somebody in: prints a one-time link, good for three days
                                        ROLE: caller (works the queue), supervisor (also held requests), administrator
          staff reset EMAIL             takes password, authenticator app and recovery codes away, ends every session
                                        and prints a new one-time link
          staff list                    who there is, with role and state
        """;

    public static async Task<CommandResult> RunAsync(string[] args, ContactsStore store, Uri baseUrl, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            return args switch
            {
                ["add", var email, "--role", var role] => await AddAsync(store, baseUrl, email, role, now, cancel),
                ["add", "--role", var role, var email] => await AddAsync(store, baseUrl, email, role, now, cancel),
                ["reset", var email] => await ResetAsync(store, baseUrl, email, now, cancel),
                ["list"] => await ListAsync(store, now, cancel),
                ["--help" or "-h"] => new CommandResult(0, Help),
                [] => new CommandResult(2, Help),
                ["add", ..] => new CommandResult(2, "staff add needs an e-mail address and a role: staff add caller@example.org --role caller"),
                ["reset", ..] => new CommandResult(2, "staff reset needs an e-mail address: staff reset caller@example.org"),
                _ => new CommandResult(2, $"There is no such staff command.\n\n{Help}"),
            };
        }
        catch (StoreUnavailableException)
        {
            return new CommandResult(1, $"{store.Trouble?.Words ?? "The store is not available."} Nothing was changed.");
        }
    }

    private static async Task<CommandResult> AddAsync(ContactsStore store, Uri baseUrl, string email, string roleName, DateTimeOffset now, CancellationToken cancel)
    {
        if (!StaffMember.IsEmail(email))
            return new CommandResult(2, $"\"{email}\" is not an e-mail address.");
        if (!Enum.TryParse<StaffRole>(roleName, ignoreCase: true, out var role) || !Enum.IsDefined(role) || int.TryParse(roleName, out _))
            return new CommandResult(2, $"There is no role \"{roleName}\". The roles are: caller, supervisor, administrator.");

        var code = OneTimeCode.Create(JoinLink.Groups);
        var isNew = await store.WriteAsync(
            async db =>
            {
                if (await FindAsync(db, email, cancel) is not null)
                    return false;
                var member = StaffMember.Add(email, role, now);
                member.Invite(code, now);
                db.Add(member);
                db.Add(AuditEntry.ByCommand($"added as {Words(role)}", member, now));
                return true;
            },
            cancel);
        return isNew
            ? new CommandResult(0, Link(baseUrl, email, code))
            : new CommandResult(1, $"{email} is on the list already. A new link: staff reset {email}");
    }

    private static async Task<CommandResult> ResetAsync(ContactsStore store, Uri baseUrl, string email, DateTimeOffset now, CancellationToken cancel)
    {
        var code = OneTimeCode.Create(JoinLink.Groups);
        var isKnown = await store.WriteAsync(
            async db =>
            {
                if (await FindAsync(db, email, cancel) is not { } member)
                    return false;
                member.Reset();
                member.Invite(code, now);
                db.Add(AuditEntry.ByCommand("reset", member, now));
                return true;
            },
            cancel);
        return isKnown
            ? new CommandResult(0, $"Password, authenticator app and recovery codes are gone, and every session has ended.\n{Link(baseUrl, email, code)}")
            : new CommandResult(1, $"Nobody with the address {email} is on the list. staff list shows who is.");
    }

    private static async Task<CommandResult> ListAsync(ContactsStore store, DateTimeOffset now, CancellationToken cancel)
    {
        var members = await store.ReadAsync(db => db.StaffMembers.OrderBy(m => m.Email).ToListAsync(cancel), cancel);
        if (members.Count == 0)
            return new CommandResult(0, "Nobody yet.");
        var width = members.Max(m => m.Email.Length);
        return new CommandResult(0, string.Join('\n', members.Select(m => $"{m.Email.PadRight(width)}  {Words(m.Role),-13}  {State(m, now)}")));
    }

    private static string State(StaffMember member, DateTimeOffset now) => member switch
    {
        { InviteExpiresAt: { } until } when until > now => $"has a link until {Time(until)}",
        { InviteExpiresAt: not null } => "did not use the link in time",
        { PasswordHash: null } => "cannot sign in",
        { HasSecondFactor: false } => "has a password and no authenticator app yet",
        { LastSignedInAt: { } last } => $"signed in last {Time(last)}",
        _ => "has not signed in",
    };

    private static Task<StaffMember?> FindAsync(ContactsDbContext db, string email, CancellationToken cancel)
    {
        var normalized = StaffMember.Normalize(email);
        return db.StaffMembers.SingleOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
    }

    private static string Link(Uri baseUrl, string email, OneTimeCode code) =>
        $"For {email}, good once and for three days. Hand it over so that nobody else reads it:\n{JoinLink.For(baseUrl, code)}";

    private static string Words(StaffRole role) => role.ToString().ToLowerInvariant();

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
