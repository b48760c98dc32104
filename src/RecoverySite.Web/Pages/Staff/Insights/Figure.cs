namespace RecoverySite.Web.Pages.Staff.Insights;

/// <summary>A count, and whether it is shown: on a quiet day a small one could be one person.</summary>
public sealed class Figure(long count)
{
    private const int Small = 5, FewestHidden = 2;

    public long Count => count;

    public bool IsHidden { get; private set; }

    private bool IsSmall => count < Small;

    /// <summary>Somebody could be known by it; by a zero nobody is.</summary>
    private bool IsTelling => count is > 0 and < Small;

    public override string ToString() => !IsHidden ? $"{count:N0}" : IsSmall ? $"fewer than {Small}" : "not shown";

    /// <summary>
    /// Hides what is small in tables that count the same things in different ways. Whoever knew all numbers of a table but one could
    /// take them from a sum that another table gives away; so while anything is hidden, at least two are in each.
    /// </summary>
    public static void HideSmall(params IReadOnlyList<Figure>[] tables)
    {
        foreach (var figure in tables.SelectMany(t => t).Where(f => f.IsSmall))
            figure.IsHidden = true;
        if (!tables.Any(t => t.Any(f => f.IsTelling)))
            return;
        foreach (var table in tables)
        {
            foreach (var next in table.Where(f => !f.IsSmall).OrderBy(f => f.Count).Take(FewestHidden - table.Count(f => f.IsTelling)))
                next.IsHidden = true;
        }
    }
}
