using Microsoft.AspNetCore.Html;
using RecoverySite.Content;
using RecoverySite.Web.Hosting;

namespace RecoverySite.Web.Pages.Shared;

/// <summary>The one place where HTML that is not escaped enters a page: rendered Markdown, and our own style sheet.</summary>
public static class Rendered
{
    public static IHtmlContent Body(Article article) => new HtmlString(article.Html);

    public static IHtmlContent Style(StyleSheet style) => new HtmlString($"<style>{style.Text}</style>");
}
