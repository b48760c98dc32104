using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Tests.Pages;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class ErrorPagesTests
{
    private static TestSite SiteThatFailsAt(params string[] paths) =>
        TestSite.Start(services: s => s.Configure<MvcOptions>(options => options.Filters.Add(new FailAt(paths))));

    [Theory]
    [InlineData("GET", "/about", 500)]
    [InlineData("POST", "/request-a-call", 500)]
    public async Task A_fault_of_ours_is_a_page_with_the_number_the_crisis_lines_and_strict_headers(string method, string url, int status)
    {
        using var site = SiteThatFailsAt("/about", "/request-a-call");
        using var client = site.Client();

        var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), url));
        var page = await response.PageAsync();

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("Something went wrong", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("main a[href='tel:+18444388689']"));
        Assert.NotNull(page.QuerySelector(".crisis a[href='tel:988']"));
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        var log = Logs.Read(site.DataFolder);
        Assert.Contains("\"ExceptionType\":\"System.InvalidOperationException\"", log, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_even_the_error_page_fails_plain_words_say_whom_to_call()
    {
        using var site = SiteThatFailsAt("/about", "/error");
        using var client = site.Client();

        var response = await client.GetAsync("/about");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        var words = await response.Content.ReadAsStringAsync();
        Assert.All(["844-438-8689", "911", "988"], number => Assert.Contains(number, words, StringComparison.Ordinal));
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        Assert.Contains("500", Logs.Read(site.DataFolder), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_without_the_store_is_a_503_page_with_the_number()
    {
        using var site = TestSite.Start();
        using var client = site.Client();
        await File.WriteAllTextAsync(Path.Combine(site.DataFolder, "recoverysite.db"), "garbage");

        var reading = await client.GetAsync("/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA");
        var withdrawing = await client.PostAsync("/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA?handler=Withdraw", new FormUrlEncodedContent([]));

        foreach (var (response, title) in new[] { (reading, "Not available just now"), (withdrawing, "We could not withdraw your request yet") })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            var page = await response.PageAsync();
            Assert.Equal(title, page.QuerySelector("h1")!.TextContent);
            Assert.NotNull(page.QuerySelector("main a[href='tel:+18444388689']"));
        }
    }

    private sealed class FailAt(string[] paths) : IResourceFilter
    {
        public void OnResourceExecuting(ResourceExecutingContext context)
        {
            if (Array.Exists(paths, p => context.HttpContext.Request.Path.StartsWithSegments(p)))
                throw new InvalidOperationException("canary: what a visitor typed");
        }

        public void OnResourceExecuted(ResourceExecutedContext context)
        {
        }
    }
}
