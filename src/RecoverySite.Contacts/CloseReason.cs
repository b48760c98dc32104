namespace RecoverySite.Contacts;

/// <summary>Why nobody is to be called any more. The first five are how a call went.</summary>
public enum CloseReason
{
    Reached,

    /// <summary>A voicemail was left, and nobody calls again.</summary>
    Voicemail,

    /// <summary>Nobody picked up, and nobody calls again.</summary>
    NoAnswer,

    WrongNumber,
    AskedNotToBeCalled,

    /// <summary>By the visitor: every form was taken back, or corrected to another number.</summary>
    Withdrawn,

    /// <summary>They have called us themselves.</summary>
    CalledUs,

    /// <summary>Staff know that no call is needed, and have said why in a note.</summary>
    NotNeeded,

    /// <summary>Sent by a program. Kept for a shorter time.</summary>
    Spam,
}
