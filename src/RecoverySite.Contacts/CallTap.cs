using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts;

/// <summary>How often a call link, or the link to the form, was tapped on one day, on one page, in one place. Nothing about who tapped.</summary>
public sealed class CallTap
{
    /// <summary>In place of a <see cref="Placement"/>: the link "Ask us to call you", wherever it stands.</summary>
    public const string Ask = "ask";

    private CallTap()
    {
    }

    /// <summary>In the time zone of the site.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Path, as in <c>/heroin/cravings</c>.</summary>
    public string Page { get; private set; } = "";

    /// <summary>Where on the page the link stands, as in <c>bar</c>.</summary>
    public string Placement { get; private set; } = "";

    public long Count { get; private set; }

    /// <summary>Adds to what is stored. The caller saves.</summary>
    public static async Task AddAsync(ContactsDbContext db, DateOnly day, string page, string placement, long count, CancellationToken cancel)
    {
        if (await db.CallTaps.FindAsync([day, page, placement], cancel) is { } known)
            known.Count += count;
        else
            db.Add(new CallTap { Day = day, Page = page, Placement = placement, Count = count });
    }
}
