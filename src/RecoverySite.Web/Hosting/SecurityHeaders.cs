namespace RecoverySite.Web.Hosting;

/// <summary>
/// The headers that stand on every response, errors included. Nothing is loaded from elsewhere, nothing is framed,
/// and the one inline style sheet is named by its hash; a style attribute is refused.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next, StyleSheet style)
{
    /// <summary>Two years (RFC 6797).</summary>
    public const string StayOnHttps = "max-age=63072000";

    private readonly string contentSecurityPolicy = string.Join("; ",
        "default-src 'none'",
        $"style-src 'self' '{style.CspHash}'",
        "script-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'");

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = contentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            if (context.Request.IsHttps)
                headers.StrictTransportSecurity = StayOnHttps;
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = context.Response.StatusCode < 400 ? "no-cache" : "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
