using Microsoft.AspNetCore.Mvc;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Topics;

/// <summary>A topic, or a page in the root of the content folder: they share the namespace.</summary>
public sealed class TopicModel(CurrentContent content, TimeProvider clock) : ReadingPage(content, clock)
{
    public IActionResult OnGet(string path)
    {
        Shown = Library.Find(path, Now);
        return Shown is null ? NotFound() : Page();
    }
}
