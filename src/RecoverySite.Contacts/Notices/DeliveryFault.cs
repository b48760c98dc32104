namespace RecoverySite.Contacts.Notices;

/// <summary>Everything that can be wrong with a delivery: what the other side says in its own words is never shown or logged.</summary>
public enum FaultKind
{
    CannotConnect,

    /// <summary>No encryption, or a certificate that does not hold.</summary>
    NotSafe,

    NoAnswer,

    /// <summary>It wants another user or password, or none of us at all.</summary>
    RefusesUs,

    RefusesMessage,
    BrokeOff,

    /// <summary>Our own mistake, most likely.</summary>
    Unforeseen,
}

/// <param name="Code">The three digits of an answer, or null when there was none.</param>
public sealed record DeliveryFault(FaultKind Kind, int? Code = null);

/// <summary>What became of one attempt.</summary>
/// <param name="Fault">Null when it was delivered.</param>
/// <param name="Refused">For how many recipients it was refused while others got it.</param>
public readonly record struct Delivery(DeliveryFault? Fault, int Refused = 0)
{
    public static readonly Delivery Done;

    public static Delivery Failed(FaultKind kind, int? code = null) => new(new DeliveryFault(kind, code));
}
