using Microsoft.AspNetCore.Mvc;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Articles;

public sealed class ArticleModel(CurrentContent content, TimeProvider clock) : ReadingPage(content, clock)
{
    /// <summary>Where somebody may go on.</summary>
    public IReadOnlyList<Article> Others { get; private set; } = [];

    public IActionResult OnGet(string topic, string article, string? reader)
    {
        if (!FindArticle(topic, article, reader))
            return NotFound();
        Others = Library.Related(Shown!, Now).Take(3).ToList();
        return Page();
    }
}
