using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Failure.Tests;

/// <summary>
/// One filled-in form with a key and a number of its own. It can be sent again and again, to whichever process has the
/// site by then, as by a visitor who presses reload.
/// </summary>
internal sealed class SentForm
{
    public const string Note = "Please ring twice & let it ring";

    private const string Receipt = "/request-a-call/received/";
    private const int KeyLength = 22;

    private static int people;

    private readonly Dictionary<string, string> fields;

    private SentForm(Dictionary<string, string> fields)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        this.fields = new Dictionary<string, string>(fields)
        {
            // Another key in front of the same stamp: the stamp does not vouch for it, as after a restart, and holds nobody up.
            ["token"] = key + fields["token"][KeyLength..],
            ["phone"] = NextNumber(),
            ["note"] = Note,
        };
    }

    public static async Task<SentForm> OpenAsync(string url)
    {
        using var browser = new HttpClient { BaseAddress = new Uri(url) };
        return new SentForm((await RequestForm.OpenAsync(browser)).Fields);
    }

    /// <summary>What somebody else fills in on the same page.</summary>
    public SentForm Another() => new(fields);

    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public async Task<Answer> SendAsync(HttpClient browser, string url, CancellationToken patience = default)
    {
        using var body = new FormUrlEncodedContent(fields);
        using var response = await browser.PostAsync(url + "/request-a-call", body, patience);
        var location = response.Headers.Location?.ToString();
        return new Answer(
            response.StatusCode,
            response.StatusCode == HttpStatusCode.SeeOther && location!.StartsWith(Receipt, StringComparison.Ordinal) ? location[Receipt.Length..] : null,
            WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(patience)));
    }

    /// <summary>True when the page holds what was typed, so that it need not be typed again.</summary>
    public bool IsKeptIn(string page) => page.Contains(Note, StringComparison.Ordinal) && page.Contains(fields["phone"], StringComparison.Ordinal) && page.Contains(fields["token"], StringComparison.Ordinal);

    // No two alike, for a number that waits already would join the request that waits. Exchange 555 is nobody's.
    private static string NextNumber()
    {
        var number = Interlocked.Increment(ref people);
        return $"{220 + number / 10_000}-555-{number % 10_000:0000}";
    }
}

/// <param name="Receipt">The token of the receipt; null when the form was not acknowledged.</param>
internal sealed record Answer(HttpStatusCode Status, string? Receipt, string Page)
{
    /// <summary>Without the token and the page, which a failing test would print.</summary>
    public override string ToString() => Status.ToString();
}
