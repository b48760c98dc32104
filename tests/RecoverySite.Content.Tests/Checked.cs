using NodaTime;
using RecoverySite.Content.Loading;

namespace RecoverySite.Content.Tests;

/// <summary>A content folder, loaded and checked on 24 November 2026 at 10:00 in New York.</summary>
/// <param name="Findings">Errors and warnings.</param>
internal sealed record Checked(ContentLibrary Library, IReadOnlyList<Finding> Findings)
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 15, 0);

    public static Checked Load(string folder)
    {
        var library = new ContentLoader(folder).Load(Now);
        return new Checked(library, library.Findings(Now).Where(f => f.Severity > Severity.Note).ToList());
    }
}
