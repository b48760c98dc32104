using AngleSharp.Dom;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Requests;

/// <summary>What colleagues do with a request in one test after another, and what they read on its page.</summary>
internal static class RequestSteps
{
    // Two of its groups side by side: three digits alone also turn up in random ids.
    public const string PartOfTheNumber = @"216\W{0,2}555|555\W{0,2}0101";

    public static async Task<string> TakenAsync(this TestSite site, StaffClient who, string name = "Sam", bool dials = false)
    {
        await site.AskAsync("216-555-0101", ("name", name));
        var url = (await who.PostAsync("/staff", "/staff?handler=Next")).Headers.Location!.ToString();
        if (dials)
            await who.PostAsync(url, url + "?handler=Dial");
        return url;
    }

    public static async Task<string> ClaimAsync(StaffClient who) => (await who.PostAsync("/staff", "/staff?handler=Next")).Headers.Location!.ToString();

    public static Task<HttpResponseMessage> RecordAsync(StaffClient who, string url, string outcome, string again = "never", string note = "") =>
        who.PostAsync(url, url + "?handler=Record", ("outcome", outcome), ("again", again), ("note", note));

    public static async Task<string> TimeAsync(StaffClient who, string url) => OfferedTime(await who.Http.PageAsync(url));

    public static string OfferedTime(IDocument page) => page.QuerySelector("#again option")!.GetAttribute("value")!;

    public static string State(IDocument page) => page.QuerySelector(".state")!.TextContent.Trim();

    public static string Text(IDocument page) => string.Join(' ', page.QuerySelector("main")!.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static List<string> Timeline(IDocument page) => [.. page.QuerySelectorAll(".timeline li").Select(p => string.Join(' ', p.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))];
}
