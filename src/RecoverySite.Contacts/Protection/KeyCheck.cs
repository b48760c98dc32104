using RecoverySite.Contacts.Store;

namespace RecoverySite.Contacts.Protection;

/// <summary>A known value for each key that the store was written with, so that a wrong ring is noticed before it is used.</summary>
public sealed class KeyCheck
{
    private const string Index = "index", Known = "this ring";

    private KeyCheck()
    {
    }

    /// <summary>The key's id, or <c>index</c> for the key of the blind indexes.</summary>
    public string Id { get; private set; } = "";

    public string Value { get; private set; } = "";

    internal static KeyCheck Of(RingKey key) => new() { Id = key.Id, Value = KeyRing.Seal(Known, PlaceOf(key.Id), key) };

    /// <summary>Whether the ring is the one that the store was written with. Notes the keys that it has not seen yet; the caller saves.</summary>
    /// <exception cref="KeyRingException"/>
    internal static void Verify(ContactsDbContext db, IReadOnlyCollection<KeyCheck> known, KeyRing keys)
    {
        foreach (var check in known)
        {
            if (check.Id == Index ? check.Value != Convert.ToHexStringLower(keys.IndexCheck) : keys.Has(check.Id) && !Opens(keys, check))
                throw new KeyRingException("The key ring belongs to another store. Put the ring of this one in its place.");
            if (check.Id != Index && !keys.Has(check.Id))
                throw new KeyRingException($"The key ring lacks the key {check.Id}: it is older than the store. Put the latest copy in its place.");
        }
        if (known.Count == 0)
            db.Add(new KeyCheck { Id = Index, Value = Convert.ToHexStringLower(keys.IndexCheck) });
        foreach (var key in keys.Keys.Where(k => known.All(c => c.Id != k.Id)))
            db.Add(Of(key));
    }

    private static bool Opens(KeyRing keys, KeyCheck check)
    {
        try
        {
            return keys.Open(check.Value, PlaceOf(check.Id)) == Known;
        }
        catch (SealBrokenException)
        {
            return false;
        }
    }

    private static SealedPlace PlaceOf(string keyId) => new("KeyChecks", keyId, Guid.Empty);
}
