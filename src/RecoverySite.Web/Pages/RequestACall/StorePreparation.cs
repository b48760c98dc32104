using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Content;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>
/// Makes the store ready beside the running site: articles do not wait for it, and a store that cannot be had closes
/// the form alone. Notes the wording of consent before anyone can send a form that was opened under it.
/// </summary>
public sealed class StorePreparation(ContactsStore store, CurrentContent content) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            await store.WriteAsync(db => Intake.KnowAsync(db, content.Library.Site.Consent.ToStore(), stoppingToken), stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            // The store has logged why. The next form tries again.
        }
    }
}

internal static class ConsentWordings
{
    public static ConsentText ToStore(this ConsentWording wording) => ConsentText.Of(wording.Version, wording.TextMessages is null ? wording.Text : $"{wording.Text}\n{wording.TextMessages}", wording.Button);
}
