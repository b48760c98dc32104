namespace RecoverySite.Content.Calling;

/// <summary>The time zones that a visitor can choose: those of the United States, by IANA name.</summary>
public static class VisitorZones
{
    public static IReadOnlyList<(string Id, string Label)> All { get; } =
    [
        ("America/New_York", "Eastern"),
        ("America/Chicago", "Central"),
        ("America/Denver", "Mountain"),
        ("America/Phoenix", "Arizona"),
        ("America/Los_Angeles", "Pacific"),
        ("America/Anchorage", "Alaska"),
        ("Pacific/Honolulu", "Hawaii"),
    ];

    /// <summary>As in <c>Eastern</c>; the IANA name where there is no other.</summary>
    public static string Label(string id) => All.FirstOrDefault(z => z.Id == id).Label ?? id;
}
