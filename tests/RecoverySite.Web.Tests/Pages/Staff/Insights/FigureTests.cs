using RecoverySite.Web.Pages.Staff.Insights;

namespace RecoverySite.Web.Tests.Pages.Staff.Insights;

public sealed class FigureTests
{
    private static IReadOnlyList<Figure> Table(params int[] counts) => [.. counts.Select(c => new Figure(c))];

    private static string Words(IReadOnlyList<Figure> table) => string.Join(' ', table.Select(f => f.IsHidden ? f.Count < 5 ? "few" : "hidden" : f.ToString()));

    [Fact]
    public void Where_nothing_is_small_everything_is_shown()
    {
        var (pages, days) = (Table(5, 1200), Table(605, 600, 0));

        Figure.HideSmall(pages, days);

        Assert.Equal(("5 1,200", "605 600 few"), (Words(pages), Words(days)));
    }

    [Fact]
    public void While_one_small_number_is_hidden_no_table_gives_the_sum_away()
    {
        var (pages, days) = (Table(30, 4, 12), Table(20, 26));

        Figure.HideSmall(pages, days);

        Assert.Equal(("30 few hidden", "hidden hidden"), (Words(pages), Words(days)));
    }

    [Fact]
    public void Two_small_numbers_hide_each_other()
    {
        var table = Table(30, 4, 12, 1, 0);

        Figure.HideSmall(table);

        Assert.Equal("30 few 12 few few", Words(table));
    }

    [Theory]
    [InlineData(20, 5, "25 %")]
    [InlineData(12, 43, "over 100 %")]
    [InlineData(0, 3, null)]
    public void More_requests_than_counted_taps_are_no_share(long asks, long requests, string? share) =>
        Assert.Equal(share, new CountRow<string>("/", new Figure(0), new Figure(asks), requests, IsThere: true).Share);
}
