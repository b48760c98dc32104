using System.Globalization;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Pages.Staff.Account;

namespace RecoverySite.Web.Commands;

/// <summary>What a command has to say, and how it ended: 0 done, 1 refused, 2 not understood.</summary>
public sealed record CommandResult(int ExitCode, string Output);

/// <summary><c>staff add | reset | role | disable | enable | list</c>: who may sign in at the desk.</summary>
public sealed class StaffCommand
{
    public const string Help = """
        Who may sign in at the desk. Works beside a running site and without one.

          staff add EMAIL --role ROLE   lets somebody in: prints a one-time link, good for three days
                                        ROLE: caller (works the queue), supervisor (also held requests), administrator
          staff reset EMAIL             takes password, authenticator app and recovery codes away, ends every session
                                        and prints a new one-time link
          staff role EMAIL --role ROLE  gives somebody another role, in force with the next thing that they press
          staff disable EMAIL           shuts somebody out at once: sessions, links and claims end, their name stays on what they did
          staff enable EMAIL            lets them in again: prints a one-time link
          staff list                    who there is, with role and state
        """;

    private readonly ContactsStore store;
    private readonly Uri baseUrl;
    private readonly DateTimeOffset now;
    private readonly CancellationToken cancel;

    private StaffCommand(ContactsStore store, Uri baseUrl, DateTimeOffset now, CancellationToken cancel) =>
        (this.store, this.baseUrl, this.now, this.cancel) = (store, baseUrl, now, cancel);

    public static async Task<CommandResult> RunAsync(string[] args, ContactsStore store, Uri baseUrl, DateTimeOffset now, CancellationToken cancel)
    {
        var command = new StaffCommand(store, baseUrl, now, cancel);
        try
        {
            return args switch
            {
                ["add", var email, "--role", var role] => await command.AddAsync(email, role),
                ["add", "--role", var role, var email] => await command.AddAsync(email, role),
                ["role", var email, "--role", var role] => await command.RoleAsync(email, role),
                ["role", "--role", var role, var email] => await command.RoleAsync(email, role),
                ["reset", var email] => await command.ResetAsync(email),
                ["disable", var email] => await command.DisableAsync(email),
                ["enable", var email] => await command.EnableAsync(email),
                ["list"] => await command.ListAsync(),
                ["--help" or "-h"] => new CommandResult(0, Help),
                [] => new CommandResult(2, Help),
                ["add" or "role", ..] => new CommandResult(2, $"staff {args[0]} needs an e-mail address and a role: staff {args[0]} caller@example.org --role caller"),
                ["reset" or "disable" or "enable", ..] => new CommandResult(2, $"staff {args[0]} needs an e-mail address: staff {args[0]} caller@example.org"),
                _ => new CommandResult(2, $"There is no such staff command.\n\n{Help}"),
            };
        }
        catch (StoreUnavailableException)
        {
            return new CommandResult(1, $"{store.Trouble?.Words ?? "The store is not available."} Nothing was changed.");
        }
    }

    private async Task<CommandResult> AddAsync(string email, string roleName)
    {
        if (!StaffMember.IsEmail(email))
            return new CommandResult(2, $"\"{email}\" is not an e-mail address.");
        if (AccountWords.RoleOf(roleName) is not { } role)
            return NoSuchRole(roleName);
        var code = OneTimeCode.Create(JoinLink.Groups);
        var answer = await store.WriteAsync(db => StaffList.AddAsync(db, email, role, code, by: null, now, cancel), cancel);
        return Result(email, answer, Link(email, code));
    }

    private async Task<CommandResult> RoleAsync(string email, string roleName) =>
        AccountWords.RoleOf(roleName) is { } role
            ? await ChangeAsync(email, (db, member) => StaffList.SetRoleAsync(db, member, role, by: null, now, cancel), $"{email} is {StaffList.Words(role)} now.")
            : NoSuchRole(roleName);

    private Task<CommandResult> ResetAsync(string email)
    {
        var code = OneTimeCode.Create(JoinLink.Groups);
        return ChangeAsync(
            email,
            (db, member) => StaffList.ResetAsync(db, member, code, by: null, now, cancel),
            $"Password, authenticator app and recovery codes are gone, and every session has ended.\n{Link(email, code)}");
    }

    private Task<CommandResult> DisableAsync(string email) =>
        ChangeAsync(email, (db, member) => StaffList.DisableAsync(db, member, by: null, now, cancel), $"{email} is shut out: every session has ended, and no link opens anything. To undo it: staff enable {email}");

    private Task<CommandResult> EnableAsync(string email)
    {
        var code = OneTimeCode.Create(JoinLink.Groups);
        return ChangeAsync(email, (db, member) => Task.FromResult(StaffList.Enable(db, member, code, by: null, now)), Link(email, code));
    }

    private async Task<CommandResult> ChangeAsync(string email, Func<ContactsDbContext, StaffMember, Task<StaffAnswer>> change, string done) =>
        Result(email, await store.WriteAsync(async db => await StaffList.FindAsync(db, email, cancel) is { } member ? await change(db, member) : StaffAnswer.NotThere, cancel), done);

    private async Task<CommandResult> ListAsync()
    {
        var members = await store.ReadAsync(db => db.StaffMembers.OrderBy(m => m.Email).ToListAsync(cancel), cancel);
        if (members.Count == 0)
            return new CommandResult(0, "Nobody yet.");
        var width = members.Max(m => m.Email.Length);
        return new CommandResult(0, string.Join('\n', members.Select(m => $"{m.Email.PadRight(width)}  {StaffList.Words(m.Role),-13}  {AccountWords.State(m, now, Time)}")));
    }

    private static CommandResult Result(string email, StaffAnswer answer, string done) => answer switch
    {
        StaffAnswer.Done => new CommandResult(0, done),
        StaffAnswer.NotThere => new CommandResult(1, $"Nobody with the address {email} is on the list. staff list shows who is."),
        StaffAnswer.AlreadyThere => new CommandResult(1, $"{email} is on the list already. A new link: staff reset {email}"),
        StaffAnswer.LastAdministrator => new CommandResult(1, $"{email} is the last administrator who can sign in. First make sure of another: staff add EMAIL --role administrator"),
        StaffAnswer.ShutOut => new CommandResult(1, $"{email} is shut out. To let them in again: staff enable {email}"),
        _ => new CommandResult(1, $"{email} is not shut out. A new link: staff reset {email}"),
    };

    private static CommandResult NoSuchRole(string name) => new(2, $"There is no role \"{name}\". The roles are: caller, supervisor, administrator.");

    private string Link(string email, OneTimeCode code) =>
        $"For {email}, good once and for three days. Hand it over so that nobody else reads it:\n{JoinLink.For(baseUrl, code)}";

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
