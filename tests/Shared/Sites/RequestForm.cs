using System.Net;
using System.Text.RegularExpressions;

namespace RecoverySite.Tests.Sites;

/// <summary>The request form as a browser without script has it: opened, filled in, sent.</summary>
public sealed partial class RequestForm
{
    private readonly HttpClient client;

    private RequestForm(HttpClient client, Dictionary<string, string> fields) => (this.client, Fields) = (client, fields);

    /// <summary>What will be sent. Hidden fields stand as the page gave them.</summary>
    public Dictionary<string, string> Fields { get; }

    public static async Task<RequestForm> OpenAsync(HttpClient client, string query = "")
    {
        var page = await client.GetStringAsync("/request-a-call" + query);
        var fields = Hidden().Matches(page).ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value));
        fields["phone"] = "216-555-0123";
        fields["zone"] = "America/New_York";
        return new RequestForm(client, fields);
    }

    public Task<HttpResponseMessage> SendAsync() => client.PostAsync("/request-a-call", new FormUrlEncodedContent(Fields));

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[a-z]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();
}
