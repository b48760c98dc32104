using Microsoft.AspNetCore.Http.Features;

namespace RecoverySite.Web.Publishing;

/// <summary>
/// Sends each page that may be kept, and is not ready, as if it were: whole, coded, with its tag, and 304 for whoever has it.
/// The words about our hours are part of a page, so a page kept from before they changed is never confirmed after.
/// </summary>
public static class PagesNotReady
{
    public static void UsePagesNotReady(this IApplicationBuilder app) => app.Use(AnswerAsync);

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var page = new PageBody(context.Response, body);
        context.Features.Set<IHttpResponseBodyFeature>(page.Feature);
        try
        {
            await next(context);
            // What has no body yet may still become an error page.
            if (page.HasBegun)
                await page.Feature.CompleteAsync();
        }
        finally
        {
            context.Features.Set(body);
        }
        if (page.Kept is not { } kept)
            return;

        var answer = PublishedPage.Of(kept, PublishedPage.HashOf(kept), [], changed: null);
        var bytes = PageSending.Answer(context.Features.GetRequiredFeature<IHttpRequestFeature>(), context.Features.GetRequiredFeature<IHttpResponseFeature>(), answer);
        await context.Response.Body.WriteAsync(bytes);
    }

    /// <summary>Holds a page back until it is whole; whatever else is answered passes as it is written.</summary>
    private sealed class PageBody : Stream
    {
        private readonly HttpResponse response;
        private readonly IHttpResponseBodyFeature below;
        private readonly MemoryStream page = new();
        private bool? isPage;

        public PageBody(HttpResponse response, IHttpResponseBodyFeature below)
        {
            (this.response, this.below) = (response, below);
            Feature = new StreamResponseBodyFeature(this, below);
        }

        public StreamResponseBodyFeature Feature { get; }

        public bool HasBegun => isPage is not null;

        /// <summary>The page; null when there is none to keep.</summary>
        public byte[]? Kept => isPage == true ? page.ToArray() : null;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        // Decided by the first byte, when the headers are as they will be.
        private Stream Target => (isPage ??= IsPage()) ? page : below.Stream;

        public override void Write(byte[] buffer, int offset, int count) => Target.Write(buffer, offset, count);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Target.WriteAsync(buffer, offset, count, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Target.WriteAsync(buffer, cancellationToken);

        public override void Flush() => Target.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => Target.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private bool IsPage() =>
            response.StatusCode == StatusCodes.Status200OK
            && response.ContentType?.Split(';')[0] is "text/html" or "application/xml" or "application/atom+xml" or "text/plain"
            && !response.Headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal);
    }
}
