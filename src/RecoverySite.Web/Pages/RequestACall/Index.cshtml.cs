using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Notices;
using RecoverySite.Contacts.Store;
using RecoverySite.Content;
using RecoverySite.Content.Calling;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.RequestACall;

/// <summary>The form. It sets no cookie and needs no script; what was typed survives every outcome but success.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class IndexModel(CurrentContent content, TimeProvider clock, ContactsStore store, FormLimits limits, NoticeBell bell) : ReadingPage(content, clock)
{
    public const int LongestNote = 500;

    private const int LongestLine = 100;
    private static readonly TimeSpan FastestHand = TimeSpan.FromSeconds(2);

    public TypedForm Typed { get; private set; } = new();

    /// <summary>Field name to message, in the order of the form.</summary>
    public IReadOnlyDictionary<string, string> Errors => errors;

    /// <summary>True when the store could not take the request.</summary>
    public bool IsStoreDown { get; private set; }

    /// <summary>True when too many forms came from the visitor's network.</summary>
    public bool IsOverLimit { get; private set; }

    /// <summary>True while nothing has been sent: the script may then choose the visitor's zone.</summary>
    public bool IsFresh => HttpMethods.IsGet(Request.Method) || HttpMethods.IsHead(Request.Method);

    public ConsentWording Consent => Site.Consent;

    /// <summary>While nobody answers: when calling starts, as in <c>Monday at 8:00 a.m. ET</c>.</summary>
    public string? FirstCalls =>
        Site.Phone.Hours.At(Now) is { IsOpen: false, NextChange: { } opens } ? CallingWords.When(Site.Phone.Hours, Now, opens) : null;

    public IReadOnlyList<(string Value, string Label)> Times { get; private set; } = [];

    private readonly OrderedDictionary<string, string> errors = new(StringComparer.Ordinal);

    private DateTimeOffset Received => Now.ToDateTimeOffset();

    private ConsentText CurrentConsent => Consent.ToStore();

    public void OnGet([FromQuery] string? from, [FromQuery(Name = "for")] string? whom)
    {
        Typed = new TypedForm
        {
            Token = FormToken.Issue(Received),
            ConsentHash = CurrentConsent.Hash,
            Zone = Site.Zone.Id,
            For = whom == "other" ? "other" : "",
            From = from is not null && Library.Find(from, Now) is not null ? from : "",
        };
        Times = Choices.Times(Site.Phone.Hours, Now, Typed.Zone).ToList();
    }

    // No token cancels from here on: a visitor whose line drops after sending has still asked.
    public async Task<IActionResult> OnPostAsync()
    {
        if (!Request.HasFormContentType)
            return BadRequest();
        Typed = TypedForm.Read(await Request.ReadFormAsync(CancellationToken.None));
        var token = FormToken.Read(Typed.Token);
        if (token is null)
        {
            Typed = Typed with { Token = FormToken.Issue(Received) };
            token = FormToken.Read(Typed.Token)! with { IssuedAt = null };
        }
        KeepChosenTime();

        var number = PhoneNumber.Parse(Typed.Phone);
        if (Typed.Phone.Length == 0)
            errors["phone"] = "Enter the phone number that we should call";
        else if (number is null || Typed.Phone.Length > LongestLine)
            errors["phone"] = "Enter a phone number with area code, like 216-555-0123";
        if (Typed.Name.Length > LongestLine)
            errors["name"] = $"Shorten the name to {LongestLine} characters. It has {Typed.Name.Length}";
        if (Typed.Note.Length > LongestNote)
            errors["note"] = $"Shorten your note to {LongestNote} characters. It has {Typed.Note.Length}";
        if (errors.Count > 0)
            return Again(StatusCodes.Status422UnprocessableEntity);

        if (limits.Count(HttpContext.Connection.RemoteIpAddress) is { } wait)
        {
            IsOverLimit = true;
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Again(StatusCodes.Status429TooManyRequests);
        }

        try
        {
            var form = Form(token, number!);
            if (await WordsAsync() is { } seen)
            {
                var submission = await Intake.ReceiveAsync(store, form, seen, "/request-a-call", Received, CancellationToken.None);
                bell.Ring();
                return SeeOther($"/request-a-call/received/{submission.ReceiptToken}");
            }
        }
        catch (StoreUnavailableException)
        {
            IsStoreDown = true;
            Response.Headers.RetryAfter = "60";
            return Again(StatusCodes.Status503ServiceUnavailable);
        }

        Typed = Typed with { ConsentHash = CurrentConsent.Hash };
        errors["send"] = "The words above the button have changed since you opened this page. Read them, then press the button again";
        return Again(StatusCodes.Status422UnprocessableEntity);
    }

    /// <returns>The words that the visitor saw, or null when they are unknown. They never change, so they are looked up beside the write gate.</returns>
    private async Task<ConsentText?> WordsAsync() =>
        Typed.ConsentHash.Length == 0 || Typed.ConsentHash == CurrentConsent.Hash
            ? CurrentConsent
            : await store.ReadAsync(db => db.ConsentTexts.SingleOrDefaultAsync(t => t.Hash == Typed.ConsentHash), CancellationToken.None);

    private CallForm Form(FormToken token, PhoneNumber number)
    {
        var slot = Choices.ReadTime(Typed.When, Site.Phone.Hours, Now);
        return new CallForm(
            Key: token.Key,
            Number: number,
            NumberAsTyped: Typed.Phone,
            Name: Typed.Name.Length == 0 ? null : Typed.Name,
            IsForSomeoneElse: Typed.For switch { "me" => false, "other" => true, _ => null },
            VoicemailIsOk: Typed.Voicemail == "yes",
            CallFrom: slot?.Start.ToDateTimeOffset(),
            CallUntil: slot?.End.ToDateTimeOffset(),
            TimeZone: VisitorZones.All.Any(z => z.Id == Typed.Zone) ? Typed.Zone : Site.Zone.Id,
            Note: Typed.Note.Length == 0 ? null : Typed.Note,
            FromPage: Library.Find(Typed.From, Now) is { Path.Depth: > 0 } page ? page.Path.Url : null,
            HeldBecause: WhyHeld(token))
        {
            MaySayWho = Typed.SayWho == "yes",
            TextIsOk = Typed.Text == "yes" && Consent.TextMessages is not null,
        };
    }

    private string? WhyHeld(FormToken token)
    {
        if (Typed.Trap.Length > 0)
            return "a field that people cannot see was filled in";
        return Received - token.IssuedAt is { } age && age >= TimeSpan.Zero && age < FastestHand ? "sent within two seconds of opening the form" : null;
    }

    /// <summary>A time that was offered when the form was opened stays in the list, so that it is not lost when the form comes back.</summary>
    private void KeepChosenTime()
    {
        Times = Choices.Times(Site.Phone.Hours, Now, Typed.Zone).ToList();
        if (Choices.ReadTime(Typed.When, Site.Phone.Hours, Now) is { } chosen && Times.All(t => t.Value != Typed.When))
            Times = [(Typed.When, Choices.Label(Site.Phone.Hours, chosen, Typed.Zone)), .. Times];
    }

    private PageResult Again(int status)
    {
        Response.StatusCode = status;
        return Page();
    }

    private StatusCodeResult SeeOther(string url)
    {
        Response.Headers.Location = url;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
