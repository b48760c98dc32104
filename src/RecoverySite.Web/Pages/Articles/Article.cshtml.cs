using Microsoft.AspNetCore.Mvc;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Articles;

public sealed class ArticleModel(CurrentContent content, TimeProvider clock) : ReadingPage(content, clock)
{
    /// <summary>The latest articles but this one.</summary>
    public IReadOnlyList<Article> Others { get; private set; } = [];

    public IActionResult OnGet(string topic, string article, string? reader)
    {
        Shown = Library.Find($"{topic}/{article}", Now);
        if (Shown is null || (reader is not null && Shown.ForFamily is null))
            return NotFound();
        AsksForFamily = reader is not null;
        Others = Library.Latest(Now).Where(a => a != Shown).Take(3).ToList();
        return Page();
    }
}
