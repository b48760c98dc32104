using System.Net;
using RecoverySite.Web.Tests.Pages;

namespace RecoverySite.Web.Tests.Hosting;

public sealed class SameOriginTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private const string Own = "(own)";

    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("none", null, true)]
    [InlineData("cross-site", null, false)]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", Own, false)]
    [InlineData("same-origin", "https://evil.example", true)]
    [InlineData(null, null, true)]
    [InlineData(null, "null", true)]
    [InlineData("cross-site", "null", false)]
    [InlineData(null, Own, true)]
    [InlineData(null, "https://recoverysite.example", true)]
    [InlineData(null, "https://recoverysite.example:8443", true)]
    [InlineData(null, "https://recoverysite.example.evil.example", false)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "not a url", false)]
    public async Task A_form_is_taken_from_our_own_page_and_from_browsers_that_do_not_say(string? fetchSite, string? origin, bool taken)
    {
        using var client = fixture.Site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/request-a-call") { Content = new FormUrlEncodedContent([new("phone", "216-555-0123")]) };
        if (fetchSite is not null)
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin == Own ? fixture.Site.Url : origin);

        var response = await client.SendAsync(request);

        Assert.Equal(taken ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, response.StatusCode);
        if (!taken)
            Assert.Contains("844-438-8689", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
