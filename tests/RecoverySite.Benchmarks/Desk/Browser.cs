using System.Net;
using System.Text.RegularExpressions;
using RecoverySite.Contacts;

namespace RecoverySite.Benchmarks.Desk;

/// <summary>An administrator at a desk, as far as a measurement needs one: cookies, forms and an authenticator app. Over plain HTTP on the loopback, where a cookie jar would keep the cookies to itself.</summary>
internal sealed partial class Browser(Uri site) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = site };
    private readonly Dictionary<string, string> cookies = [];

    public Task<string> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends a form with the token of the page that it stands on.</summary>
    public Task PostAsync(string token, string action, params (string Name, string Value)[] fields) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), new("form-token", token)]) });

    public async Task<string> TokenAsync(string page) => Token().Match(await GetAsync(page)).Groups["token"].Value;

    /// <summary>From the command that adds an administrator to the queue.</summary>
    public async Task JoinAsync(PublishedProgram program, TimeProvider clock)
    {
        const string Password = "correct horse battery staple";
        var link = Link().Match(program.Command("staff", "add", $"sue{clock.GetTimestamp()}@example.org", "--role", "administrator")).Groups;
        await PostAsync(await TokenAsync("/staff/join"), "/staff/join", ("invite", link["code"].Value), ("email", link["email"].Value), ("name", "Sue"), ("password", Password));
        var page = await GetAsync("/staff/sign-in/set-up");
        var key = Key().Match(page).Groups["key"].Value;
        await PostAsync(Token().Match(page).Groups["token"].Value, "/staff/sign-in/set-up", ("code", Totp.Code(Totp.FromBase32(key), clock.GetUtcNow())));
    }

    public void Dispose() => http.Dispose();

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        if (cookies.Count > 0)
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Key}={c.Value}")));
        using var answer = await http.SendAsync(request);
        if (answer.Headers.TryGetValues("Set-Cookie", out var set))
        {
            foreach (var cookie in set.Select(s => s.Split(';')[0].Split('=', 2)))
                cookies[cookie[0]] = cookie[1];
        }
        // A page, or the way to one; anything else is no measurement.
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.SeeOther) || answer.Headers.Location?.ToString().Contains("sign-in?", StringComparison.Ordinal) == true)
            throw new InvalidOperationException($"{request.Method} {request.RequestUri} was answered {(int)answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("name=\"form-token\" type=\"hidden\" value=\"(?<token>[^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex(@"For (?<email>\S+), good once.*#(?<code>[0-9A-Z-]+)", RegexOptions.Singleline)]
    private static partial Regex Link();

    [GeneratedRegex("class=\"key\">(?<key>[A-Z2-7 ]+)<")]
    private static partial Regex Key();
}
