using NodaTime;
using RecoverySite.Contacts.Notices;
using RecoverySite.Content;
using RecoverySite.Content.Calling;

namespace RecoverySite.Web.Pages.Staff.Notices;

/// <summary>What is said outside the desk of new requests, and of sign-ins. No word comes from a visitor, nor from the server at the other end.</summary>
public static class NoticeWords
{
    /// <summary>Names the day, because e-mail may be read on another one.</summary>
    public static Letter Letter(NoticeMail mail, Site site, Uri baseUrl)
    {
        var at = At(mail.Since, site);
        var subject = (mail.Kind, mail.Requests) switch
        {
            (NoticeKind.Due, 1) => $"1 person is to be called again: due since {at}",
            (NoticeKind.Due, var n) => $"{n} people are to be called: the first since {at}",
            (NoticeKind.Overdue, _) => $"Somebody was to be called half an hour ago or earlier and nobody has taken them: {at}",
            (_, 1) => $"1 person asked for a call: waiting since {at}",
            (_, var n) => $"{n} people asked for a call: the first is waiting since {at}",
        };
        return new Letter(subject, $"""
            {subject}.

            {new Uri(baseUrl, "/staff").AbsoluteUri}

            Who it is stands at the desk alone, so that nobody can read it here.
            """.ReplaceLineEndings("\r\n"));
    }

    /// <summary>To a member, about their own account.</summary>
    public static Letter Letter(SignInNotice notice, Site site, Uri baseUrl) =>
        new("Your account was used from a new browser", $"""
            Your account at the desk was used from a browser that it has not been used from before: {notice.Browser}, {At(notice.At, site)}.

            Was that not you? Sign in and end that session, and tell an administrator.

            {new Uri(baseUrl, "/staff/account").AbsoluteUri}
            """.ReplaceLineEndings("\r\n"));

    public static string Line(Trouble trouble, StaffWords words) =>
        $"{CameIn(trouble.Untold, words)} and the e-mail about {Them(trouble)} has not gone out: keep the queue open. {Why("mail server", trouble.Fault)}";

    public static string WebhookLine(Trouble trouble, StaffWords words) => $"{CameIn(trouble.Untold, words)} and the webhook has not been told of {Them(trouble)}. {Why("webhook", trouble.Fault)}";

    private static string At(DateTimeOffset time, Site site)
    {
        var then = Instant.FromDateTimeOffset(time).InZone(site.Zone);
        return $"{CallingWords.Time(then.TimeOfDay)} {site.Phone.Hours.ZoneName} on {CallingWords.Date(then.Date)}";
    }

    private static string CameIn(Untold untold, StaffWords words) =>
        untold.Requests == 1 ? $"1 request came in at {words.At(untold.Since)}" : $"{untold.Requests} requests came in since {words.At(untold.Since)}";

    private static string Them(Trouble trouble) => trouble.Untold.Requests == 1 ? "it" : "them";

    private static string Why(string who, DeliveryFault fault) =>
        fault.Kind switch
        {
            FaultKind.CannotConnect => $"The {who} cannot be reached.",
            FaultKind.NotSafe => $"The {who} offers no safe connection.",
            FaultKind.NoAnswer => $"The {who} does not answer in time.",
            FaultKind.RefusesUs => $"The {who} does not let the site sign in ({fault.Code}).",
            FaultKind.RefusesMessage => $"The {who} refuses the message ({fault.Code}).",
            FaultKind.BrokeOff => $"The connection to the {who} broke off.",
            _ => "The log says why.",
        };
}
