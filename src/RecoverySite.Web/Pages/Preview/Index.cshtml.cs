using Microsoft.AspNetCore.Mvc;
using RecoverySite.Content;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Preview;

/// <summary>One unpublished page for whoever holds its link. Nothing keeps it and nothing finds it.</summary>
public sealed class IndexModel(CurrentContent content, PreviewLinks links, TimeProvider clock) : ReadingPage(content, clock)
{
    /// <summary>Why readers do not see the page yet, as a sentence.</summary>
    public string State => Explanation.Of(Library.FileNamed(Shown!.File)!, Site, Now);

    /// <summary>A draft has no address yet: its versions differ by what stands behind the link.</summary>
    public override string UrlOf(ArticleVersion version) => version == Shown!.Own ? "?" : "?for=family";

    public IActionResult OnGet(string token, [FromQuery(Name = "for")] string? reader)
    {
        if (links.Read(token, Now.ToDateTimeOffset()) is not { } path || Library.FindUnpublished(path) is not { } page || page.StateAt(Now) is PublicState.Gone or PublicState.Expired)
            return NotFound();
        if (page.IsPublic(Now))
            return Redirect(page.Path.Url);
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        Shown = page;
        AsksForFamily = reader == "family";
        return Page();
    }
}
