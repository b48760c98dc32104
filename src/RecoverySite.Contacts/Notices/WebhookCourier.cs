using Microsoft.Extensions.Logging;
using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Notices;

/// <summary>Tells another program, one notice at a time.</summary>
public sealed class WebhookCourier(ContactsStore store, Webhook webhook, TimeProvider clock, ILogger<WebhookCourier> log) : Courier(store, clock, log)
{
    protected override TimeSpan Patience => TimeSpan.FromSeconds(7);

    protected override string Means => "webhook";

    protected override Task<Untold?> UntoldAsync(ContactsDbContext db, CancellationToken cancel) => Outbox.NotPostedAsync(db, cancel);

    protected override async Task<(Guid Id, Func<CancellationToken, Task<Delivery>> Carry)?> NextAsync(CancellationToken cancel) =>
        await Store.ReadAsync(db => Outbox.NextPostAsync(db, cancel), cancel) is { } notice
            ? (notice.Id, patience => webhook.PostAsync(notice, Now, patience))
            : null;

    protected override Task NoteAsync(ContactsDbContext db, Guid id) => Outbox.PostedAsync(db, id, Now, CancellationToken.None);
}
