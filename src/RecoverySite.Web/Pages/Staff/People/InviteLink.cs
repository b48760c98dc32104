namespace RecoverySite.Web.Pages.Staff.People;

/// <summary>A one-time link, to be shown once to the administrator who asked for it.</summary>
public sealed record InviteLink(string Email, string Url);
