using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace RecoverySite.Contacts.Notices;

/// <summary>The SMTP server that takes our e-mail, and whom it goes to.</summary>
/// <param name="isEncrypted">STARTTLS, or nothing is sent at all. TLS from the first byte, as on port 465, is not spoken.</param>
public sealed class MailServer(string host, int port, bool isEncrypted, NetworkCredential? login, MailAddress from, IReadOnlyList<MailAddress> recipients)
{
    // RFC 4954: it wants us to sign in, in another way or as somebody else.
    private static readonly int[] SignInFirst = [454, 530, 534, 535, 538];

    /// <summary>Where our messages come from.</summary>
    public string Domain => from.Host;

    /// <summary>Sends one message to everybody. It is delivered when the server has taken it for at least one.</summary>
    public async Task<Delivery> SendAsync(NoticeMail mail, Letter letter, CancellationToken cancel)
    {
        using var message = Message(mail, letter);
        using var smtp = new SmtpClient(host, port) { EnableSsl = isEncrypted, Credentials = login };
        // Asked to stop, the client goes on waiting for the last answer; without a connection it does not.
        await using var hangUp = cancel.Register(smtp.Dispose);
        try
        {
            await smtp.SendMailAsync(message, cancel);
            return Delivery.Done;
        }
        catch (SmtpFailedRecipientsException e) when (!cancel.IsCancellationRequested)
        {
            return Refused(e.InnerExceptions.Length, e.InnerExceptions[0]);
        }
        catch (SmtpFailedRecipientException e) when (!cancel.IsCancellationRequested)
        {
            return Refused(1, e);
        }
        catch (SmtpException e) when (!cancel.IsCancellationRequested)
        {
            return Failure(e);
        }
    }

    // The client says so after the others have got the message.
    private Delivery Refused(int count, SmtpException e) => count < recipients.Count ? new Delivery(null, count) : Failure(e);

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

    private MailMessage Message(NoticeMail mail, Letter letter)
    {
        var message = new MailMessage { From = from, Subject = letter.Subject, Body = letter.Text };
        // Left to itself the client breaks lines, and with them the link.
        if (Ascii.IsValid(letter.Text))
            message.BodyTransferEncoding = TransferEncoding.SevenBit;
        foreach (var recipient in recipients)
            message.To.Add(recipient);
        message.Headers.Add("Message-ID", $"<{mail.MessageId}>");
        // RFC 3834: no machine is to answer it.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }
}
