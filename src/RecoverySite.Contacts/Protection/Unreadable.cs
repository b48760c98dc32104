namespace RecoverySite.Contacts.Protection;

/// <summary>
/// What stands in place of a value that the key ring cannot open, so that one damaged row does not close the list it is in.
/// It is never saved: the row keeps what it has, for whoever can still mend it from a backup.
/// </summary>
public static class Unreadable
{
    /// <summary>Known by its reference, because a visitor may type the same words.</summary>
    public static readonly string Text = new("(cannot be opened)".AsSpan());

    public static bool Is(string? value) => ReferenceEquals(value, Text);
}
