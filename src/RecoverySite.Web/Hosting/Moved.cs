namespace RecoverySite.Web.Hosting;

/// <summary>Answers 301 with the query kept. A query that no header may hold is a request that cannot be read.</summary>
public static class Moved
{
    public static void To(HttpContext context, string url)
    {
        var query = context.Request.QueryString.ToUriComponent();
        if (query.Any(c => c is <= ' ' or >= '\u007f'))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = url + query;
    }
}
