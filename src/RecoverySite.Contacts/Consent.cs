using System.Security.Cryptography;
using System.Text;

namespace RecoverySite.Contacts;

/// <summary>The exact words that visitors agreed to, stored once and never changed.</summary>
public sealed class ConsentText
{
    private ConsentText()
    {
    }

    /// <summary>SHA-256 of version, text and button, in lower-case hexadecimal.</summary>
    public string Hash { get; private set; } = "";

    public string Version { get; private set; } = "";
    public string Text { get; private set; } = "";
    public string Button { get; private set; } = "";

    public static ConsentText Of(string version, string text, string button) =>
        new()
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', version, text, button)))),
            Version = version,
            Text = text,
            Button = button,
        };
}

/// <summary>Who agreed to which words, when, and on which page.</summary>
public sealed class Consent
{
    private Consent()
    {
    }

    public Guid Id { get; private set; }
    public Guid SubmissionId { get; private set; }
    public string TextHash { get; private set; } = "";
    public DateTimeOffset GivenAt { get; private set; }

    /// <summary>Path, without a query.</summary>
    public string Page { get; private set; } = "";

    internal static Consent Give(Submission submission, string textHash, string page, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), SubmissionId = submission.Id, TextHash = textHash, GivenAt = now, Page = page };
}
