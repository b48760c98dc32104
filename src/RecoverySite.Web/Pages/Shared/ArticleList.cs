namespace RecoverySite.Web.Pages.Shared;

/// <summary>How the list of all articles is cut into pages, and where each stands.</summary>
public static class ArticleList
{
    public const int PageSize = 10;

    /// <summary>At least one, also without an article.</summary>
    public static int PagesOf(int articles) => Math.Max(1, (articles + PageSize - 1) / PageSize);

    public static string UrlOf(int page) => page == 1 ? "/articles" : $"/articles?page={page}";
}
