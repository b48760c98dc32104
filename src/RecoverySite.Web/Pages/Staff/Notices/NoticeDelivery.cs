using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;
using RecoverySite.Web.Hosting;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Staff.Notices;

/// <summary>
/// Sends notices beside the running site: of requests by e-mail and to the webhook, of sign-ins by e-mail. None waits for another.
/// Nothing that happens to it stops the site, and nothing that goes wrong once stops it.
/// </summary>
public sealed partial class NoticeDelivery : BackgroundService
{
    /// <summary>What goes wrong for a moment only is not worth a line. Whatever else goes wrong is tried again after one.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);

    private readonly NoticeBell bell;
    private readonly TimeProvider clock;
    private readonly ILogger<NoticeDelivery> log;
    private readonly Webhook? webhook;
    private readonly MailCourier? byMail;
    private readonly SignInCourier? ofSignIns;
    private readonly WebhookCourier? byWebhook;
    private readonly int recipients;

    public NoticeDelivery(Settings settings, ContactsStore store, CurrentContent content, NoticeBell bell, TimeProvider clock, ILoggerFactory logs)
    {
        (this.bell, this.clock, log) = (bell, clock, logs.CreateLogger<NoticeDelivery>());
        if (settings.Notices.Mail is { } mail)
        {
            var server = new MailServer(mail.Host, mail.Port, mail.IsEncrypted, mail.Login, mail.From, mail.Recipients);
            byMail = new MailCourier(store, server, letter => NoticeWords.Letter(letter, content.Library.Site, content.BaseUrl), clock, logs.CreateLogger<MailCourier>());
            ofSignIns = new SignInCourier(store, server, notice => NoticeWords.Letter(notice, content.Library.Site, content.BaseUrl), clock, logs.CreateLogger<SignInCourier>());
            recipients = mail.Recipients.Count;
        }
        if (settings.Notices.Webhook is { } hook)
        {
            webhook = new Webhook(hook.Url, hook.Secret, PoolStream.ConnectAsync);
            byWebhook = new WebhookCourier(store, webhook, clock, logs.CreateLogger<WebhookCourier>());
        }
    }

    /// <summary>What staff must know because nobody else will tell them. Asks nothing of the store.</summary>
    /// <param name="keepsWatch">True where somebody watches the queue, and is told when nothing else would call them.</param>
    public IEnumerable<string> Lines(StaffWords words, DateTimeOffset now, bool keepsWatch)
    {
        if (byMail is null && keepsWatch)
            yield return "No e-mail is sent when somebody asks for a call: keep the queue open.";
        if (Lasting(byMail, now) is { } mail)
            yield return NoticeWords.Line(mail, words);
        if (byMail?.Refused is > 0 and var refused)
            yield return $"The mail server did not take the last e-mail for {refused} of {recipients} recipients.";
        if (Lasting(byWebhook, now) is { } hook)
            yield return NoticeWords.WebhookLine(hook, words);
    }

    public override void Dispose()
    {
        webhook?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(KeepAtAsync(byMail, stoppingToken), KeepAtAsync(ofSignIns, stoppingToken), KeepAtAsync(byWebhook, stoppingToken));
    }

    private static Trouble? Lasting(Courier? courier, DateTimeOffset now) => courier?.Trouble is { } trouble && now - trouble.FailingSince >= Moment ? trouble : null;

    private async Task KeepAtAsync(Courier? courier, CancellationToken stopping)
    {
        while (courier is not null && !stopping.IsCancellationRequested)
        {
            var rung = bell.Next;
            var pause = await LookAsync(courier, stopping);
            await rung.WaitAsync(pause, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<TimeSpan> LookAsync(Courier courier, CancellationToken stopping)
    {
        try
        {
            return await courier.LookAsync(stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
        catch (StoreUnavailableException)
        {
            // The store has logged why. Nothing is lost in it.
            return Moment;
        }
        catch (Exception e)
        {
            LogBroke(e.GetType().FullName!, e.StackTrace ?? "");
            return Moment;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Sending notices broke and goes on: {ExceptionType} {StackTrace}")]
    private partial void LogBroke(string exceptionType, string stackTrace);
}

internal static class NoticeServices
{
    public static void AddNotices(this IServiceCollection services)
    {
        services.AddSingleton<NoticeBell>();
        services.AddBesideRequests<NoticeDelivery>();
        services.AddBesideRequests<Reminding>();
    }
}
