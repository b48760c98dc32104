using System.Net;
using RecoverySite.Contacts;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff;

public sealed class EraseTests : IDisposable
{
    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private static async Task<AngleSharp.Dom.IDocument> FindAsync(StaffClient staff, string person)
    {
        var answer = await staff.PostAsync("/staff/erase?handler=Find", ("person", person));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.PageAsync();
    }

    private static string FingerprintOn(AngleSharp.Dom.IDocument page) => page.QuerySelector("input[name=fingerprint]")!.GetAttribute("value")!;

    [Fact]
    public async Task A_supervisor_sees_what_would_go_confirms_it_and_gets_a_receipt_that_names_nobody()
    {
        await site.AskAsync("216-555-0123", ("name", "Samantha"), ("note", "Please ask for my sister"));
        await site.AskAsync("216-555-0199", ("name", "Somebody else"));
        using var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Supervisor);

        var page = await FindAsync(ana, "(216) 555 0123");
        Assert.Equal("This would be erased: 1 request, 1 form, no calls, no notes", page.QuerySelector("#would-go")!.TextContent);
        Assert.DoesNotContain("Samantha", page.Body!.TextContent, StringComparison.Ordinal);
        var done = await ana.PostAsync("/staff/erase?handler=Erase", ("person", "(216) 555 0123"), ("fingerprint", FingerprintOn(page)));

        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        var receipt = await ana.Http.PageAsync(done.Headers.Location!.ToString());
        Assert.Equal("Erased a person: 1 request, 1 form, no calls, no notes.", receipt.QuerySelector(".done[role=status]")!.TextContent);
        Assert.Contains("by Ana", receipt.Body!.TextContent, StringComparison.Ordinal);
        foreach (var word in new[] { "0123", "Samantha", "sister" })
            Assert.DoesNotContain(word, receipt.Source.Text, StringComparison.Ordinal);
        Assert.Equal(1, new Store(site.DataFolder).Count("Submissions"));
    }

    [Fact]
    public async Task What_came_in_meanwhile_is_shown_before_anything_is_erased()
    {
        await site.AskAsync("216-555-0123");
        using var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Supervisor);
        var shown = FingerprintOn(await FindAsync(ana, "216-555-0123"));
        await site.AskAsync("216-555-0123", ("note", "I still want this call"));

        var refused = await ana.PostAsync("/staff/erase?handler=Erase", ("person", "216-555-0123"), ("fingerprint", shown));

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        var page = await refused.PageAsync();
        Assert.Contains("Something has changed since you looked", page.QuerySelector("#problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("This would be erased: 1 request, 2 forms, no calls, no notes", page.QuerySelector("#would-go")!.TextContent);
        Assert.Equal(2, new Store(site.DataFolder).Count("Submissions"));
    }

    [Theory]
    [InlineData("", "Enter a phone number or a reference")]
    [InlineData("216-555-0777", "Nothing is stored under that number or reference")]
    [InlineData("<b>", "Nothing is stored under that number or reference")]
    public async Task What_finds_nobody_says_so_and_keeps_what_was_typed(string typed, string problem)
    {
        using var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Supervisor);

        var answer = await ana.PostAsync("/staff/erase?handler=Find", ("person", typed));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.PageAsync();
        Assert.Contains(problem, page.QuerySelector("#problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(typed, page.QuerySelector("#person")!.GetAttribute("value"));
    }

    [Fact]
    public async Task A_caller_neither_sees_the_page_nor_erases_anybody()
    {
        await site.AskAsync("216-555-0123");
        using var ben = await StaffClient.SignedInAsync(site, "Ben");

        foreach (var answer in new[] { await ben.Http.GetAsync("/staff/erase"), await ben.PostAsync("/staff", "/staff/erase?handler=Find", ("person", "216-555-0123")) })
            Assert.Contains("/staff/not-allowed", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("/staff/erase", await ben.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_somebody_asked_not_to_be_called_is_still_known_after_they_were_erased_and_asked_again()
    {
        await site.AskAsync("216-555-0123", ("name", "Samantha"));
        using var ana = await StaffClient.SignedInAsync(site, "Ana", StaffRole.Supervisor);
        var path = (await ana.Http.PageAsync("/staff")).QuerySelector(".row h3 a")!.GetAttribute("href")!;
        await ana.PostAsync("/staff?handler=Claim", ("id", path[^36..]));
        await ana.PostAsync($"{path}?handler=Record", ("outcome", "AskedNotToBeCalled"));
        await ana.PostAsync("/staff/erase?handler=Erase", ("person", "216-555-0123"), ("fingerprint", FingerprintOn(await FindAsync(ana, "216-555-0123"))));
        await site.AskAsync("216-555-0123", ("name", "Samantha"));

        path = (await ana.Http.PageAsync("/staff")).QuerySelector(".row h3 a")!.GetAttribute("href")!;

        Assert.Contains("asked not to be called, in a request that was deleted since", await ana.Http.GetStringAsync(path), StringComparison.Ordinal);
    }
}
