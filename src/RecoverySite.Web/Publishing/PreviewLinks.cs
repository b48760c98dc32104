using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace RecoverySite.Web.Publishing;

/// <summary>Links that show one unpublished page to whoever holds them, for a week: so that a clinician can read it on a phone.</summary>
public sealed class PreviewLinks(IDataProtectionProvider protection, CurrentContent content)
{
    public const int Days = 7;

    private readonly IDataProtector protector = protection.CreateProtector("preview");

    /// <param name="path">The page's path without a leading slash.</param>
    public Uri For(string path, DateTimeOffset now) =>
        new(content.BaseUrl, "/preview/" + protector.Protect($"{now.AddDays(Days).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)} {path}"));

    /// <summary>The path of the page that a link shows; null when the link is not ours or its week is over.</summary>
    public string? Read(string token, DateTimeOffset now)
    {
        try
        {
            return protector.Unprotect(token).Split(' ', 2) is [var until, var path] && long.Parse(until, CultureInfo.InvariantCulture) >= now.ToUnixTimeSeconds() ? path : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
