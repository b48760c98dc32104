using System.Net;

namespace RecoverySite.Failure.Tests;

/// <summary>How the site must stand while its store cannot take a request, whatever ails it.</summary>
internal static class ClosedForm
{
    private const string OurNumber = "844-438-8689";

    /// <summary>The form is refused with the number to call and all that was typed.</summary>
    public static void AssertRefused(this SentForm form, Answer answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.True(answer.Page.Contains(OurNumber, StringComparison.Ordinal), "Our number is not in the page.");
        Assert.True(form.IsKeptIn(answer.Page), "What was typed is not in the page.");
    }

    public static async Task AssertArticlesStandAsync(HttpClient browser, string url)
    {
        foreach (var path in new[] { "/", "/heroin/cravings", "/request-a-call" })
        {
            using var response = await browser.GetAsync(url + path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }
}
