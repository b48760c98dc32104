using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RecoverySite.Benchmarks.Pages;

/// <summary>The framework's own way to the same end: its output cache over a page that is compressed once, with our headers.</summary>
internal static class OutputCacheServer
{
    /// <param name="page">A file with the page.</param>
    public static async Task<int> RunAsync(string page, string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddOutputCache();
        builder.Services.AddResponseCompression();
        builder.Services.Configure<GzipCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        await using var app = builder.Build();
        var html = await File.ReadAllTextAsync(page);
        app.UseOutputCache();
        app.UseResponseCompression();
        app.MapGet("/{**path}", context =>
        {
            foreach (var (name, value) in PageBenchmark.Headers)
                context.Response.Headers[name] = value;
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(html);
        }).CacheOutput(policy => policy.Expire(TimeSpan.FromHours(1)).SetVaryByHeader("Accept-Encoding"));
        await app.RunAsync(url);
        return 0;
    }
}
