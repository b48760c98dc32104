namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>What a member can tell their own browsers apart by. Nothing else of what a browser says about itself is kept.</summary>
public static class Browser
{
    // Most of them also say that they are another: whoever is named further down is named by those above.
    private static readonly (string Says, string Name)[] Programs =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Says, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ];

    /// <summary><c>Firefox on Windows</c>, <c>Safari on iPhone</c>, <c>A browser</c>.</summary>
    public static string Words(string? userAgent)
    {
        var (program, system) = (Named(Programs, userAgent) ?? "A browser", Named(Systems, userAgent));
        return system is null ? program : $"{program} on {system}";
    }

    private static string? Named((string Says, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(k => userAgent?.Contains(k.Says, StringComparison.Ordinal) == true).Name;
}
