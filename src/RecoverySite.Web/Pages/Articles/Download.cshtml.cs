using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using RecoverySite.Web.Pages.Shared;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Pages.Articles;

/// <summary>An article as one file, for a place without a network, for somebody without a computer, and for paper.</summary>
public sealed class DownloadModel(CurrentContent content, TimeProvider clock, ContentMedia media) : ReadingPage(content, clock)
{
    private readonly Uri baseUrl = content.BaseUrl;

    public StandAlone Copy { get; } = new(content.BaseUrl, media);

    /// <summary>Where the article stands on the site.</summary>
    public Uri Address => new(baseUrl, Version.Url);

    public IActionResult OnGet(string topic, string article, string? reader)
    {
        if (!FindArticle(topic, article, reader))
            return NotFound();
        Response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        Response.Headers["X-Robots-Tag"] = "noindex";
        return Page();
    }

    /// <summary>Says nothing of what it is about to whoever looks through the downloads. The same for the same article always.</summary>
    private string FileName => string.Create(CultureInfo.InvariantCulture, $"reading-{100 + (Fnv1a(Version.Url) % 900)}.html");

    /// <summary>RFC 9923: FNV-1a, 32 bits.</summary>
    private static uint Fnv1a(string text) => Encoding.UTF8.GetBytes(text).Aggregate(2166136261u, (hash, b) => unchecked((hash ^ b) * 16777619u));
}
