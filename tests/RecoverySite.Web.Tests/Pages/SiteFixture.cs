using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages;

/// <summary>One site with the repository's content, shared by tests that change nothing of each other's.</summary>
public sealed class SiteFixture : IDisposable
{
    public TestSite Site { get; } = TestSite.Start();

    public void Dispose() => Site.Dispose();
}

internal static class Html
{
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string url) =>
        Parse(await client.GetStringAsync(url));

    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage response) =>
        Parse(await response.Content.ReadAsStringAsync());

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);
}
