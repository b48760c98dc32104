using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace RecoverySite.Web.Pages.Staff.Account;

/// <summary>
/// A note that was being written when the session ended, kept for half an hour, encrypted, in the browser that it came from,
/// and given back on the page where it was written once the same person has signed in again.
/// </summary>
public sealed class KeptText(IDataProtectionProvider protection, StaffCookies cookies)
{
    public const int Longest = 2000;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(30);

    // A long note does not fit into one cookie.
    private static readonly ChunkingCookieManager Chunks = new();

    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("staff", "kept text").ToTimeLimitedDataProtector();

    /// <summary>As the limit counts it, and browsers do: a line end is one character. They send two.</summary>
    public static string Clean(string? note) => (note ?? "").ReplaceLineEndings("\n").Trim();

    /// <summary>Keeps the note in a posted form, if there is one, for whoever the form says wrote it: the session that would know is gone.</summary>
    public async Task KeepPostedAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return;
        var form = await context.Request.ReadFormAsync();
        if (!Guid.TryParse(form["by"], out var by) || Clean(form["note"]) is not { Length: > 0 and <= Longest } text)
            return;
        var path = context.Request.Path.ToUriComponent();
        var cookie = cookies.Cookie("kept").Build(context);
        cookie.MaxAge = KeptFor;
        Chunks.AppendResponseCookie(context, cookies.Name("kept"), protector.Protect($"{by}\n{path}\n{text}", KeptFor), cookie);
    }

    /// <summary>The text kept for this page and this person, once.</summary>
    public string? Take(HttpContext context, string path, Guid by)
    {
        if (Chunks.GetRequestCookie(context, cookies.Name("kept")) is not { Length: > 0 } kept || Read(kept) is not [var keptBy, var keptFor, var text])
            return null;
        if (!keptFor.Equals(path, StringComparison.OrdinalIgnoreCase) || keptBy != by.ToString())
            return null;
        Chunks.DeleteCookie(context, cookies.Name("kept"), cookies.Cookie("kept").Build(context));
        return text;
    }

    private string[] Read(string kept)
    {
        try
        {
            return protector.Unprotect(kept).Split('\n', 3);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
