namespace RecoverySite.Web.Pages.Staff.Live;

/// <summary>
/// Who has which request open just now, so that two people do not set out to call the same person. In memory only; a page that
/// is open says so every two seconds, and whoever falls silent is gone.
/// </summary>
public sealed class Presence(TimeProvider clock)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(7);

    private readonly Lock guard = new();
    private readonly Dictionary<(Guid Request, Guid Staff), long> seen = [];
    private long version;

    /// <summary>Another number whenever somebody has come or gone.</summary>
    public long Version
    {
        get
        {
            lock (guard)
            {
                Forget();
                return version;
            }
        }
    }

    public void Looks(Guid request, Guid staff)
    {
        lock (guard)
        {
            if (!seen.ContainsKey((request, staff)))
                version++;
            seen[(request, staff)] = clock.GetTimestamp();
        }
    }

    public void Leaves(Guid request, Guid staff)
    {
        lock (guard)
        {
            if (seen.Remove((request, staff)))
                version++;
        }
    }

    /// <summary>Everybody who looks at something, by request.</summary>
    public ILookup<Guid, Guid> Now()
    {
        lock (guard)
        {
            Forget();
            return seen.Keys.ToLookup(k => k.Request, k => k.Staff);
        }
    }

    private void Forget()
    {
        foreach (var key in seen.Where(s => clock.GetElapsedTime(s.Value) > Silence).Select(s => s.Key).ToList())
        {
            seen.Remove(key);
            version++;
        }
    }
}
