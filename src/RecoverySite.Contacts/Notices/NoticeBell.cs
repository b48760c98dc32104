namespace RecoverySite.Contacts.Notices;

/// <summary>Rung after a notice may have been stored, so that it goes out at once. A ring that nobody hears loses nothing: whoever sends looks by themselves too.</summary>
public sealed class NoticeBell
{
    private TaskCompletionSource next = Silent();

    /// <summary>Ends with the next ring. Taken before looking, it misses none.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Ring() => Interlocked.Exchange(ref next, Silent()).TrySetResult();

    // Whoever rings answers a visitor, and does not do the sender's work meanwhile.
    private static TaskCompletionSource Silent() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
