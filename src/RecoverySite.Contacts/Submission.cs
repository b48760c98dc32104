using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using RecoverySite.Contacts.Protection;

namespace RecoverySite.Contacts;

/// <summary>What a visitor wrote in the form, already checked. Times are UTC.</summary>
/// <param name="Key">Idempotency key from the form, 128 random bits: the same key is the same form.</param>
/// <param name="NumberAsTyped">Kept beside <paramref name="Number"/> because only the visitor knows what was meant.</param>
/// <param name="IsForSomeoneElse">Null when the visitor did not say.</param>
/// <param name="CallFrom">Start of the chosen span, or null for "as soon as possible"; so is <paramref name="CallUntil"/>.</param>
/// <param name="TimeZone">IANA zone of the visitor.</param>
/// <param name="FromPage">Path of the article that led here, or null.</param>
/// <param name="HeldBecause">Why the form looks like spam, or null.</param>
public sealed record CallForm(
    string Key,
    PhoneNumber Number,
    string NumberAsTyped,
    string? Name,
    bool? IsForSomeoneElse,
    bool VoicemailIsOk,
    DateTimeOffset? CallFrom,
    DateTimeOffset? CallUntil,
    string TimeZone,
    string? Note,
    string? FromPage,
    string? HeldBecause)
{
    /// <summary>True when whoever else picks up may be told who is calling.</summary>
    public bool MaySayWho { get; init; }

    /// <summary>True when a text message may come before the call, or instead of it.</summary>
    public bool TextIsOk { get; init; }

    /// <summary>A chosen time that has passed means "as soon as possible".</summary>
    internal CallForm At(DateTimeOffset now) => CallUntil <= now ? this with { CallFrom = null, CallUntil = null } : this;

    /// <summary>The same words under a key of their own.</summary>
    internal CallForm WithNewKey() => this with { Key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) };
}

/// <summary>One form that a visitor sent, with the receipt that belongs to it.</summary>
public sealed class Submission
{
    private Submission()
    {
    }

    public Guid Id { get; private set; }
    public Guid CallRequestId { get; internal set; }

    /// <summary><see cref="HashOf"/> of the idempotency key: whoever read the key itself could change the form.</summary>
    public string KeyHash { get; private set; } = "";

    /// <summary>Unguessable address of the receipt: 128 random bits, base64url. Found by <see cref="ReceiptHash"/>.</summary>
    public string ReceiptToken { get; private set; } = "";

    /// <summary><see cref="HashOf"/> of <see cref="ReceiptToken"/>.</summary>
    public string ReceiptHash { get; private set; } = "";

    /// <summary>What the visitor can say on the phone, as in <c>7KQF-2M9X</c>. It opens nothing.</summary>
    public string Reference { get; private set; } = "";

    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset? CorrectedAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>E.164.</summary>
    public string Number { get; private set; } = "";

    public string? Extension { get; private set; }
    public string NumberAsTyped { get; private set; } = "";
    public string? Name { get; private set; }
    public bool? IsForSomeoneElse { get; private set; }
    public bool VoicemailIsOk { get; private set; }
    public bool MaySayWho { get; private set; }
    public bool TextIsOk { get; private set; }
    public DateTimeOffset? CallFrom { get; private set; }
    public DateTimeOffset? CallUntil { get; private set; }
    public string TimeZone { get; private set; } = "";
    public string? Note { get; private set; }
    public string? FromPage { get; private set; }
    public string? HeldBecause { get; private set; }

    public bool IsLive => WithdrawnAt is null;

    internal bool IsReadable => !new[] { ReceiptToken, Number, Extension, NumberAsTyped, Name, Note }.Any(Unreadable.Is);

    public DateTimeOffset WaitingSince => CallFrom > ReceivedAt ? CallFrom.Value : ReceivedAt;

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <param name="reference">One that no other form has.</param>
    internal static Submission Receive(CallForm form, string reference, DateTimeOffset now)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var submission = new Submission
        {
            Id = Guid.CreateVersion7(now),
            KeyHash = HashOf(form.Key),
            ReceiptToken = token,
            ReceiptHash = HashOf(token),
            Reference = reference,
            ReceivedAt = now,
            FromPage = form.FromPage,
        };
        submission.Write(form);
        return submission;
    }

    /// <summary>True when the form says nothing that is not stored already.</summary>
    internal bool Says(CallForm form, DateTimeOffset now)
    {
        var sameTime = CallFrom == form.CallFrom && CallUntil == form.CallUntil;
        var timeHasPassedSince = form.CallFrom is null && CallUntil <= now;
        return NumberAsTyped == form.NumberAsTyped && Name == form.Name && IsForSomeoneElse == form.IsForSomeoneElse
            && VoicemailIsOk == form.VoicemailIsOk && MaySayWho == form.MaySayWho && TextIsOk == form.TextIsOk && (sameTime || timeHasPassedSince)
            && TimeZone == form.TimeZone && Note == form.Note;
    }

    /// <summary>The same form again with other words: they replace the first ones, the receipt stays.</summary>
    internal void Correct(CallForm form, DateTimeOffset now)
    {
        Write(form);
        CorrectedAt = now;
    }

    internal void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;

    private void Write(CallForm form)
    {
        Number = form.Number.E164;
        Extension = form.Number.Extension;
        NumberAsTyped = form.NumberAsTyped;
        Name = form.Name;
        IsForSomeoneElse = form.IsForSomeoneElse;
        VoicemailIsOk = form.VoicemailIsOk;
        MaySayWho = form.MaySayWho;
        TextIsOk = form.TextIsOk;
        TimeZone = form.TimeZone;
        Note = form.Note;
        HeldBecause = form.HeldBecause;
        CallFrom = form.CallFrom;
        CallUntil = form.CallUntil;
    }
}
