namespace RecoverySite.Tests.Sites;

/// <summary>Visitors who ask to be called, through the form.</summary>
public static class Asking
{
    /// <returns>The address of the receipt.</returns>
    public static async Task<string> AskAsync(this TestSite site, string phone, params (string Field, string Value)[] fields)
    {
        using var client = site.Client();
        var form = await RequestForm.OpenAsync(client);
        // Nobody fills a form in within two seconds, and whoever does is held.
        site.Clock.Now += TimeSpan.FromSeconds(10);
        form.Fields["phone"] = phone;
        foreach (var (field, value) in fields)
            form.Fields[field] = value;
        var answer = await form.SendAsync();
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.ToString();
    }
}
