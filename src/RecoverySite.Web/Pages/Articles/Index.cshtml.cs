using Microsoft.AspNetCore.Mvc;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Articles;

public sealed class IndexModel(CurrentContent content, TimeProvider clock) : ReadingPage(content, clock)
{
    private const int PageSize = 10;

    public IReadOnlyList<Article> Articles { get; private set; } = [];

    public int PageNumber { get; private set; }

    public int PageCount { get; private set; }

    public static string UrlOf(int page) => page == 1 ? "/articles" : $"/articles?page={page}";

    public IActionResult OnGet()
    {
        var all = Library.Articles(Now).ToList();
        PageCount = Math.Max(1, (all.Count + PageSize - 1) / PageSize);

        // Read by hand: "page" is also the name of a Razor Pages route value.
        var asked = Request.Query["page"];
        PageNumber = asked.Count == 0 ? 1 : int.TryParse(asked, out var number) ? number : 0;
        if (PageNumber < 1 || PageNumber > PageCount || (PageNumber == 1 && asked.Count > 0))
            return Redirect(UrlOf(1));

        Articles = all.Skip((PageNumber - 1) * PageSize).Take(PageSize).ToList();
        return Page();
    }
}
