using Microsoft.AspNetCore.Mvc;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Articles;

public sealed class IndexModel(CurrentContent content, TimeProvider clock) : ReadingPage(content, clock)
{
    public IReadOnlyList<Article> Articles { get; private set; } = [];

    public int PageNumber { get; private set; }

    public int PageCount { get; private set; }

    public IActionResult OnGet()
    {
        var all = Library.Articles(Now).ToList();
        PageCount = ArticleList.PagesOf(all.Count);

        // Read by hand: "page" is also the name of a Razor Pages route value.
        var asked = Request.Query["page"];
        PageNumber = asked.Count == 0 ? 1 : int.TryParse(asked, out var number) ? number : 0;
        if (PageNumber < 1 || PageNumber > PageCount || (PageNumber == 1 && asked.Count > 0))
            return Redirect(ArticleList.UrlOf(1));

        Articles = all.Skip((PageNumber - 1) * ArticleList.PageSize).Take(ArticleList.PageSize).ToList();
        return Page();
    }
}
