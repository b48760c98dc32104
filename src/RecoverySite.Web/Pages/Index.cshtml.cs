using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages;

public sealed class IndexModel(CurrentContent content, TimeProvider clock) : ReadingPage(content, clock)
{
    public void OnGet() => Shown = Library.Find("", Now);
}
