using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Retention;

/// <summary>
/// What stays of requests that were deleted in their time, for the figures: when they came, from which article, and how long they
/// waited. How many were alike; nothing of anybody.
/// </summary>
public sealed class PastRequest
{
    /// <summary>In place of minutes: that never happened.</summary>
    public const int Never = -1;

    private PastRequest()
    {
    }

    /// <summary>In the time zone of the site.</summary>
    public DateOnly Day { get; private set; }

    /// <inheritdoc cref="Day"/>
    public int Hour { get; private set; }

    /// <summary>Path of the article that led to the form; empty when there was none.</summary>
    public string Page { get; private set; } = "";

    /// <summary>Minutes in which we were open, from the start of the wait to the first call; or <see cref="Never"/>.</summary>
    public int CalledAfter { get; private set; }

    /// <summary>The same to the first call in which we spoke to them.</summary>
    public int ReachedAfter { get; private set; }

    public long Count { get; private set; }

    /// <summary>What stays of one request.</summary>
    public static PastRequest Of(DateOnly day, int hour, string? page, int? calledAfter, int? reachedAfter) =>
        new() { Day = day, Hour = hour, Page = page ?? "", CalledAfter = calledAfter ?? Never, ReachedAfter = reachedAfter ?? Never, Count = 1 };

    internal static async Task AddAsync(ContactsDbContext db, PastRequest one, CancellationToken cancel)
    {
        if (await db.PastRequests.FindAsync([one.Day, one.Hour, one.Page, one.CalledAfter, one.ReachedAfter], cancel) is { } alike)
            alike.Count += one.Count;
        else
            db.Add(one);
    }
}
