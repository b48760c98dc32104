using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RecoverySite.Web.Publishing;

/// <summary>Answers a GET or HEAD with a page in the coding that the client likes best, or with 304 when it has it (RFC 9110, 12.5.3 and 13.1).</summary>
internal static class PageSending
{
    /// <summary>Sets the status and the headers that belong to the page.</summary>
    /// <returns>What is to be written: nothing for HEAD, or when the client has the page.</returns>
    public static ReadOnlyMemory<byte> Answer(IHttpRequestFeature request, IHttpResponseFeature response, PublishedPage page)
    {
        var coding = ContentCodings.Choose(request.Headers.AcceptEncoding);
        var coded = page.In(coding);
        var headers = response.Headers;
        headers.ETag = coded.EntityTag;
        headers.LastModified = page.LastModified;
        headers.Vary = HeaderNames.AcceptEncoding;
        if (IsKnown(request.Headers, page, coding))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            headers.ContentLength = null;
            headers.ContentType = default;
            return default;
        }
        if (coding != ContentCoding.Identity)
            headers.ContentEncoding = coding == ContentCoding.Brotli ? "br" : "gzip";
        headers.ContentLength = coded.Bytes.Length;
        return HttpMethods.IsGet(request.Method) ? coded.Bytes : default;
    }

    /// <summary>RFC 9110, 13.2.2: the tags of the client decide, and the date only where it sent none.</summary>
    private static bool IsKnown(IHeaderDictionary request, PublishedPage page, ContentCoding coding)
    {
        var tags = request.IfNoneMatch;
        if (tags.Count > 0)
        {
            return (tags.Count == 1 && page.IsTag(tags[0], coding)) || IsAmong(tags, page, coding);
        }
        return page.Changed is { } changed && request.IfModifiedSince.Count == 1 && HeaderUtilities.TryParseDate(request.IfModifiedSince[0], out var since) && since >= changed;
    }

    private static bool IsAmong(StringValues tags, PublishedPage page, ContentCoding coding) =>
        EntityTagHeaderValue.TryParseList(tags.ToArray()!, out var known) && known.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || page.IsTag(tag.Tag.AsSpan(), coding));
}
