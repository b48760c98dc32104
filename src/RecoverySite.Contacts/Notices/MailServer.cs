using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace RecoverySite.Contacts.Notices;

/// <summary>The SMTP server that takes our e-mail.</summary>
/// <param name="recipients">Who is told of requests.</param>
/// <param name="isEncrypted">STARTTLS, or nothing is sent at all. TLS from the first byte, as on port 465, is not spoken.</param>
public sealed class MailServer(string host, int port, bool isEncrypted, NetworkCredential? login, MailAddress from, IReadOnlyList<MailAddress> recipients)
{
    // RFC 4954: it wants us to sign in, in another way or as somebody else.
    private static readonly int[] SignInFirst = [454, 530, 534, 535, 538];

    /// <summary>Where our messages come from.</summary>
    public string Domain => from.Host;

    /// <summary>Sends one message to everybody. It is delivered when the server has taken it for at least one.</summary>
    public Task<Delivery> SendAsync(NoticeMail mail, Letter letter, CancellationToken cancel) => SendAsync(mail.MessageId, letter, recipients, cancel);

    /// <summary>Sends one message to one member.</summary>
    public Task<Delivery> SendAsync(SignInNotice notice, string email, Letter letter, CancellationToken cancel) =>
        SendAsync($"{notice.Id:N}@{Domain}", letter, [new MailAddress(email)], cancel);

    private async Task<Delivery> SendAsync(string messageId, Letter letter, IReadOnlyList<MailAddress> to, CancellationToken cancel)
    {
        using var message = Message(messageId, letter, to);
        using var smtp = new SmtpClient(host, port) { EnableSsl = isEncrypted, Credentials = login };
        // Asked to stop, the client goes on waiting for the last answer; without a connection it does not.
        await using var hangUp = cancel.Register(smtp.Dispose);
        try
        {
            // It has no way in for a connection of ours, and checking a certificate may take a while wherever a socket of it completes.
            await Task.Run(() => smtp.Send(message), cancel);
            return Delivery.Done;
        }
        catch (SmtpFailedRecipientsException e) when (!cancel.IsCancellationRequested)
        {
            return Refused(e.InnerExceptions.Length, to.Count, e.InnerExceptions[0]);
        }
        catch (SmtpFailedRecipientException e) when (!cancel.IsCancellationRequested)
        {
            return Refused(1, to.Count, e);
        }
        catch (SmtpException e) when (!cancel.IsCancellationRequested)
        {
            return Failure(e);
        }
    }

    // The client says so after the others have got the message.
    private Delivery Refused(int count, int of, SmtpException e) => count < of ? new Delivery(null, count) : Failure(e);

    private Delivery Failure(SmtpException e) =>
        (int)e.StatusCode switch
        {
            var code when SignInFirst.Contains(code) => Delivery.Failed(FaultKind.RefusesUs, code),
            >= 400 and < 600 and var code => Delivery.Failed(FaultKind.RefusesMessage, code),
            _ when e.InnerException is SocketException => Delivery.Failed(FaultKind.CannotConnect),
            // Where no encryption is offered the client ends by itself, without any error of the connection.
            _ when isEncrypted && e.InnerException is null or AuthenticationException => Delivery.Failed(FaultKind.NotSafe),
            _ => Delivery.Failed(FaultKind.BrokeOff),
        };

    private MailMessage Message(string messageId, Letter letter, IReadOnlyList<MailAddress> to)
    {
        var message = new MailMessage { From = from, Subject = letter.Subject, Body = letter.Text };
        // Left to itself the client breaks lines, and with them the link.
        if (Ascii.IsValid(letter.Text))
            message.BodyTransferEncoding = TransferEncoding.SevenBit;
        foreach (var recipient in to)
            message.To.Add(recipient);
        message.Headers.Add("Message-ID", $"<{messageId}>");
        // RFC 3834: no machine is to answer it.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
