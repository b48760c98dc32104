using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Hosting;

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
            var wording = content.Library.Site.Consent;
            var text = ConsentText.Of(wording.Version, wording.Text, wording.Button);
            await store.WriteAsync(db => Intake.KnowAsync(db, text, stoppingToken), stoppingToken);
        }
        catch (StoreUnavailableException)
        {
            // The store has logged why. The next form tries again.
        }
    }
}
