using System.Net;
using System.Net.Mail;
using System.Text;

namespace RecoverySite.Web.Hosting;

/// <summary>Where e-mail about new requests goes, and through which server.</summary>
/// <param name="IsEncrypted">STARTTLS. Only a server on this machine may be spoken to without.</param>
/// <param name="Login">Null where the server asks for none.</param>
public sealed record MailSettings(string Host, int Port, bool IsEncrypted, NetworkCredential? Login, MailAddress From, IReadOnlyList<MailAddress> Recipients);

/// <param name="Secret">What messages to the webhook are signed with.</param>
public sealed record WebhookSettings(Uri Url, byte[] Secret);

/// <summary>How staff hear of new requests while nobody looks at the desk. No fault quotes an address or a secret.</summary>
public sealed record NoticeSettings(MailSettings? Mail, WebhookSettings? Webhook)
{
    private const int ImplicitTls = 465, LeastSecret = 24, MostSecret = 64;
    private const string SecretPrefix = "whsec_";

    internal static NoticeSettings Read(IConfiguration configuration, List<string> faults) =>
        new(ReadMail(configuration, faults), ReadWebhook(configuration, faults));

    private static MailSettings? ReadMail(IConfiguration configuration, List<string> faults)
    {
        if (!IsSet(configuration, "Notices:Recipients") && !IsSet(configuration, "Notices:From") && !IsSet(configuration, "Notices:Smtp"))
            return null;
        var recipients = Settings.Listed(configuration, "Notices:Recipients").Select(Address).ToList();
        if (recipients.Count == 0 || recipients.Contains(null))
            faults.Add("Notices:Recipients should list the e-mail addresses of those who are told of new requests, such as desk@example.org, separated by commas.");
        var from = Address(Settings.Text(configuration, "Notices:From"));
        if (from is null)
            faults.Add("Notices:From should be the e-mail address that notices come from, such as desk@example.org.");
        var host = Settings.Text(configuration, "Notices:Smtp:Host");
        if (host is null || Uri.CheckHostName(host) == UriHostNameType.Unknown)
            faults.Add("Notices:Smtp:Host should be the name of the mail server that takes notices, such as mail.example.org.");

        var port = Settings.Number(configuration, "Notices:Smtp:Port", 587, 1, 65535, faults);
        if (port == ImplicitTls)
            faults.Add("Notices:Smtp:Port should be 587, where the server is asked for encryption with STARTTLS; the way of port 465 is not spoken.");

        var security = Settings.Text(configuration, "Notices:Smtp:Security") ?? "starttls";
        if (security is not ("starttls" or "none"))
            faults.Add($"Notices:Smtp:Security should be starttls or none, not \"{security}\".");
        else if (security == "none" && host is not null && !IsLoopback(host))
            faults.Add("Notices:Smtp:Security should be starttls: none is for a mail server on this machine, such as localhost.");

        var (user, password) = (Settings.Text(configuration, "Notices:Smtp:User"), Settings.Text(configuration, "Notices:Smtp:Password"));
        if (user is null != password is null)
            faults.Add("Notices:Smtp:User and Notices:Smtp:Password should be set together, or neither.");

        return faults.Count > 0 ? null : new MailSettings(host!, port, security == "starttls", user is null ? null : new NetworkCredential(user, password), from!, [.. recipients.OfType<MailAddress>()]);
    }

    private static WebhookSettings? ReadWebhook(IConfiguration configuration, List<string> faults)
    {
        if (!IsSet(configuration, "Notices:Webhook"))
            return null;
        if (!Uri.TryCreate(Settings.Text(configuration, "Notices:Webhook:Url"), UriKind.Absolute, out var url) || !(url.Scheme == "https" || (url.Scheme == "http" && url.IsLoopback)) || url.UserInfo.Length > 0)
            faults.Add("Notices:Webhook:Url should be an address that begins with https://, or with http:// on this machine, without a user name.");
        var secret = Secret(Settings.Text(configuration, "Notices:Webhook:Secret") ?? "");
        if (secret is null)
            faults.Add($"Notices:Webhook:Secret should be at least {LeastSecret} characters, or {SecretPrefix} and {LeastSecret} to {MostSecret} bytes in Base64. Messages are signed with it.");
        return faults.Count > 0 ? null : new WebhookSettings(url!, secret!);
    }

    /// <summary>A setting that is there and empty is not set.</summary>
    private static bool IsSet(IConfiguration configuration, string key) => configuration.GetSection(key).AsEnumerable().Any(s => !string.IsNullOrWhiteSpace(s.Value));

    private static byte[]? Secret(string text)
    {
        if (!text.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return text.Length >= LeastSecret ? Encoding.UTF8.GetBytes(text) : null;
        var bytes = new byte[MostSecret];
        return Convert.TryFromBase64String(text[SecretPrefix.Length..], bytes, out var count) && count >= LeastSecret ? bytes[..count] : null;
    }

    /// <summary>Null when it is none that every mail server takes.</summary>
    private static MailAddress? Address(string? text) =>
        text is not null && MailAddress.TryCreate(text, out var address) && address.Address == text && text.All(c => char.IsAscii(c) && !char.IsControl(c)) ? address : null;

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
