using Microsoft.Extensions.Logging;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Notices;

/// <summary>Subject and text. Neither says anything of a person.</summary>
public sealed record Letter(string Subject, string Text);

/// <summary>Tells staff by e-mail.</summary>
/// <param name="write">Finds the words for a message. They depend on nothing else, so that what goes again is the same.</param>
public sealed class MailCourier(ContactsStore store, MailServer server, Func<NoticeMail, Letter> write, TimeProvider clock, ILogger<MailCourier> log)
    : Courier(store, clock, log)
{
    protected override TimeSpan Patience => TimeSpan.FromSeconds(30);

    protected override string Means => "e-mail";

    protected override Task<Untold?> UntoldAsync(ContactsDbContext db, CancellationToken cancel) => Outbox.NotMailedAsync(db, cancel);

    protected override async Task<(Guid Id, Func<CancellationToken, Task<Delivery>> Carry)?> NextAsync(CancellationToken cancel) =>
        await Store.WriteAsync(db => Outbox.NextMailAsync(db, server.Domain, Now, CancellationToken.None), cancel) is { } mail
            ? (mail.Id, patience => server.SendAsync(mail, write(mail), patience))
            : null;

    protected override Task NoteAsync(ContactsDbContext db, Guid id) => Outbox.MailedAsync(db, id, Now, CancellationToken.None);
}
