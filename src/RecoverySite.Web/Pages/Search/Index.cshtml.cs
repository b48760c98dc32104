using Microsoft.AspNetCore.Mvc;
using RecoverySite.Content.Search;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Search;

/// <summary>What was searched for stands in the address, for a list that can be gone through and come back to, and is kept nowhere.</summary>
public sealed class IndexModel(CurrentContent content, CurrentSearch search, TimeProvider clock) : ReadingPage(content, clock)
{
    public const int PageSize = 10;

    /// <summary>Null before anything was asked.</summary>
    public SearchAnswer? Answer { get; private set; }

    public string Query { get; private set; } = "";

    public int PageNumber { get; private set; } = 1;

    public int PageCount => Math.Max(1, ((Answer?.Hits.Count ?? 0) + PageSize - 1) / PageSize);

    public IEnumerable<SearchHit> Hits => Answer!.Hits.Skip((PageNumber - 1) * PageSize).Take(PageSize);

    /// <summary>The query taken as it was typed, or as it was corrected.</summary>
    public string Searched => Answer!.Corrected ?? Query;

    public override bool IsEmergency => Answer?.Crisis.Any(c => c.IsEmergency) == true;

    private bool AsTyped { get; set; }

    public string UrlOf(int page, bool? asTyped = null) =>
        $"/search?q={Uri.EscapeDataString(Query)}{(asTyped ?? AsTyped ? "&as=typed" : "")}{(page == 1 ? "" : $"&page={page}")}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        // A shared device keeps no copy of what somebody looked for.
        Response.Headers.CacheControl = "no-store";
        var asked = Request.Query["q"].ToString();
        AsTyped = Request.Query["as"] == "typed";
        if (string.IsNullOrWhiteSpace(asked))
            return Page();
        Answer = await search.SearchAsync(asked, AsTyped, Library, Now, cancel);
        Query = Answer.Query;
        // Read by hand: "page" is also the name of a Razor Pages route value.
        var page = Request.Query["page"];
        PageNumber = page.Count == 0 ? 1 : int.TryParse(page, out var number) ? number : 0;
        return PageNumber < 1 || PageNumber > PageCount || (PageNumber == 1 && page.Count > 0) ? Redirect(UrlOf(1)) : Page();
    }
}
