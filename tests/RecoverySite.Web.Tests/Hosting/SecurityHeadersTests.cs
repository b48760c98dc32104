using RecoverySite.Web.Tests.Pages;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class SecurityHeadersTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private readonly HttpClient client = fixture.Site.Client();

    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("HEAD", "/heroin/cravings", 200)]
    [InlineData("GET", "/favicon.svg", 200)]
    [InlineData("GET", "/request-form.js", 200)]
    [InlineData("GET", "/request-a-call", 200)]
    [InlineData("GET", "/request-a-call/received/AAAAAAAAAAAAAAAAAAAAAA", 200)]
    [InlineData("GET", "/articles?page=0", 302)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/", 405)]
    [InlineData("POST", "/request-a-call", 400)]
    public async Task Strict_headers_stand_on_every_answer_and_no_cookie_does(string method, string url, int status)
    {
        var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), url));

        Assert.Equal(status, (int)response.StatusCode);
        string Header(string name) => string.Join("", response.Headers.TryGetValues(name, out var values) ? values : []);
        Assert.Matches("^default-src 'none'; style-src 'self' 'sha256-[^']+'; script-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$", Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Contains("geolocation=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal("", Header("Strict-Transport-Security"));
        Assert.Equal("", Header("Server"));
        Assert.Equal("", Header("X-Powered-By"));
        Assert.Equal("", Header("Set-Cookie"));
    }

    [Fact]
    public async Task Behind_a_proxy_that_ends_tls_browsers_are_told_to_stay_on_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("X-Forwarded-Proto", "https");

        var response = await client.SendAsync(request);

        Assert.Equal("max-age=63072000", response.Headers.GetValues("Strict-Transport-Security").Single());
    }

    [Fact]
    public async Task The_inline_style_sheet_is_the_one_that_the_policy_names()
    {
        var response = await client.GetAsync("/");
        var style = (await response.PageAsync()).QuerySelector("style")!.TextContent;
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(style)));

        Assert.Contains($"'sha256-{hash}'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
