using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Contacts;
using RecoverySite.Contacts.Store;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages.Staff.Export;

public sealed class IndexTests : IDisposable
{
    private const string Why = "Yearly report to the board";

    private readonly TestSite site = TestSite.Start();

    public void Dispose() => site.Dispose();

    private string Entries => new Store(site.DataFolder).Text("SELECT coalesce(group_concat(Action, ' / '), '') FROM AuditEntries WHERE Action LIKE 'exported%'");

    private Task<StaffClient> SueAsync() => StaffClient.SignedInAsync(site, "Sue", StaffRole.Supervisor);

    private static Task<HttpResponseMessage> PostAsync(StaffClient staff, string from = "2026-11-01", string to = "2026-11-30", string reason = Why, string factor = "") =>
        staff.PostAsync("/staff/export", ("from", from), ("to", to), ("reason", reason), ("factor", factor));

    /// <summary>Each row by the names of the columns.</summary>
    private static async Task<List<Dictionary<string, string>>> RowsAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var rows = Rfc4180.Read(Encoding.UTF8.GetString(bytes[3..]));
        Assert.All(rows, r => Assert.Equal(rows[0].Count, r.Count));
        return [.. rows.Skip(1).Select(r => rows[0].Zip(r).ToDictionary(p => p.First, p => p.Second))];
    }

    private static async Task<string> ClaimAsync(StaffClient staff, string name)
    {
        var path = (await staff.Http.PageAsync("/staff")).QuerySelectorAll(".row h3 a").Single(a => a.TextContent == name).GetAttribute("href")!;
        await staff.PostAsync("/staff", "/staff?handler=Claim", ("id", path[^36..]));
        return path;
    }

    [Fact]
    public async Task A_supervisor_takes_the_requests_home_in_a_file_that_spreadsheets_read()
    {
        await site.AskAsync("216-555-0123 x12", ("name", "Samantha"), ("for", "other"), ("note", "Mornings are best.\nPlease."), ("from", "heroin/cravings"), ("zone", "America/Chicago"), ("text", "yes"));
        using var sue = await SueAsync();
        site.Clock.Now += TimeSpan.FromMinutes(2);
        var path = await ClaimAsync(sue, "Samantha");
        await sue.PostAsync(path, path + "?handler=Record", ("outcome", "Reached"), ("note", "Will come on Monday."));

        var answer = await PostAsync(sue);

        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=\"requests-2026-11-01-to-2026-11-30.csv\"", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var row = Assert.Single(await RowsAsync(answer));
        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}$", row["references"]);
        row.Remove("references");
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["state"] = "reached",
                ["asked at"] = "2026-11-24T10:00:10-05:00",
                ["waiting since"] = "2026-11-24T10:00:10-05:00",
                ["to be called at"] = "",
                ["first called at"] = "2026-11-24T10:02:10-05:00",
                ["first reached at"] = "2026-11-24T10:02:10-05:00",
                ["closed at"] = "2026-11-24T10:02:10-05:00",
                ["whose it is or was"] = "Sue",
                ["name"] = "Samantha",
                ["country code"] = "1",
                ["number"] = "(216) 555-0123",
                ["extension"] = "12",
                ["for whom"] = "someone else",
                ["voicemail is all right"] = "no",
                ["may say who calls"] = "no",
                ["text message is all right"] = "yes",
                ["time zone"] = "America/Chicago",
                ["from page"] = "/heroin/cravings",
                ["calls"] = "1",
                ["last outcome"] = "reached",
                ["what they wrote"] = "Mornings are best.\nPlease.",
                ["notes of staff"] = "2026-11-24T10:02:10-05:00 Sue: Will come on Monday.",
            }.Select(c => $"{c.Key}: {c.Value}"),
            row.Select(c => $"{c.Key}: {c.Value}"));
    }

    [Fact]
    public async Task Every_request_of_those_days_is_in_the_file_whatever_its_state()
    {
        await site.AskAsync("216-555-0101", ("name", "Waits"));
        await site.AskAsync("216-555-0102", ("name", "Later"), ("when", "2026-11-25T13:00:00Z/2026-11-25T17:00:00Z"));
        await site.AskAsync("216-555-0103", ("name", "Held"), ("reserved", "a program"));
        var receipt = await site.AskAsync("216-555-0104", ("name", "Gone"), ("note", "Taken back"));
        await site.Services.GetRequiredService<ContactsStore>().WriteAsync(db => Intake.WithdrawAsync(db, receipt.Split('/')[^1], site.Clock.Now, default), default);
        await site.AskAsync("+44 20 7946 0000", ("name", "Abroad"));
        // Midnight here is five in the morning there: this is the next day.
        site.Clock.Now = new DateTimeOffset(2026, 11, 25, 5, 0, 0, TimeSpan.Zero);
        await site.AskAsync("216-555-0105", ("name", "Tomorrow"));
        using var sue = await SueAsync();

        var rows = await RowsAsync(await PostAsync(sue, "2026-11-24", "2026-11-24"));

        Assert.Equal(
            ["waiting Waits 1 (216) 555-0101", "later Later 1 (216) 555-0102", "held Held 1 (216) 555-0103", "withdrawn by the visitor   ", "waiting Abroad 44 2079460000"],
            rows.Select(r => $"{r["state"]} {r["name"]} {r["country code"]} {r["number"]}"));
        Assert.Equal("", rows[3]["what they wrote"]);
        Assert.Equal("Tomorrow", Assert.Single(await RowsAsync(await PostAsync(sue, "2026-11-25", "2026-11-25")))["name"]);
    }

    [Fact]
    public async Task Of_a_request_that_was_taken_back_the_file_holds_when_and_neither_number_nor_what_staff_wrote()
    {
        var receipt = await site.AskAsync("216-555-0104", ("name", "Gone"), ("note", "Taken back"));
        using var sue = await SueAsync();
        var path = (await sue.Http.PageAsync("/staff")).QuerySelector(".row h3 a")!.GetAttribute("href")!;
        await sue.PostAsync(path, path + "?handler=Note", ("note", "Ask for Gone at 0104."));
        await site.Services.GetRequiredService<ContactsStore>().WriteAsync(db => Intake.WithdrawAsync(db, receipt.Split('/')[^1], site.Clock.Now, default), default);
        site.Clock.Now += TimeSpan.FromSeconds(1);

        var row = Assert.Single(await RowsAsync(await PostAsync(sue)));

        Assert.Equal(("withdrawn by the visitor", "2026-11-24T10:00:10-05:00"), (row["state"], row["asked at"]));
        Assert.NotEqual("", row["closed at"]);
        foreach (var column in new[] { "name", "country code", "number", "extension", "what they wrote", "notes of staff" })
            Assert.Equal("", row[column]);
    }

    [Theory]
    [InlineData(" =1+1", "'=1+1")]
    [InlineData("\uFF1D1", "'\uFF1D1")]
    [InlineData("\t=1", "'=1")]
    [InlineData("\u200B=1", "'\u200B=1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("-1", "'-1")]
    [InlineData("a\n=1", "a\n=1")]
    [InlineData("\"", "\"")]
    [InlineData(",", ",")]
    [InlineData("\";=1,\"\r\n=2", "\";=1,\"\n=2")]
    public async Task What_visitors_and_colleagues_typed_never_becomes_a_formula_and_never_leaves_its_cell(string typed, string cell)
    {
        await site.AskAsync("216-555-0123", ("name", typed.Split('\n')[0]), ("note", typed));
        using var sue = await SueAsync();
        var path = (await sue.Http.PageAsync("/staff")).QuerySelector(".row h3 a")!.GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.SeeOther, (await sue.PostAsync(path, path + "?handler=Note", ("note", typed))).StatusCode);
        site.Clock.Now += TimeSpan.FromSeconds(1);

        var row = Assert.Single(await RowsAsync(await PostAsync(sue)));

        Assert.Equal(cell, row["what they wrote"]);
        Assert.Equal("(216) 555-0123", row["number"]);
        Assert.EndsWith(" Sue: " + typed.ReplaceLineEndings("\n").Trim(), row["notes of staff"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_took_the_file_when_and_why_is_stored_and_who_is_not_confirmed_gets_none()
    {
        await site.AskAsync("216-555-0101", ("name", "Samantha"));
        await site.AskAsync("216-555-0102");
        using var sue = await SueAsync();
        site.Clock.Now += TimeSpan.FromMinutes(6);

        var refused = await PostAsync(sue);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = await refused.PageAsync();
        Assert.Contains("Enter the code that your authenticator app shows now", page.QuerySelector("#problem")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("2026-11-01", "2026-11-30", Why), (page.QuerySelector("#from")!.GetAttribute("value"), page.QuerySelector("#to")!.GetAttribute("value"), page.QuerySelector("#reason")!.GetAttribute("value")));
        Assert.DoesNotContain("Samantha", page.Source.Text, StringComparison.Ordinal);
        Assert.Equal("", Entries);

        Assert.Equal(2, (await RowsAsync(await PostAsync(sue, factor: sue.NextCode()))).Count);
        Assert.Equal($"exported 2 requests from 2026-11-01 to 2026-11-30: {Why}", Entries);
    }

    [Theory]
    [InlineData("", "2026-11-30", Why, "from", "Enter the first day, like 2026-11-24")]
    [InlineData("yesterday", "2026-11-30", Why, "from", "Enter the first day, like 2026-11-24")]
    [InlineData("0001-01-01", "2026-11-30", Why, "from", "Enter the first day, like 2026-11-24")]
    [InlineData("2026-11-01", "", Why, "to", "Enter a last day that is not before the first, like 2026-11-24")]
    [InlineData("2026-11-01", "2026-10-31", Why, "to", "Enter a last day that is not before the first, like 2026-11-24")]
    [InlineData("2026-11-01", "2026-11-30", " abcd ", "reason", "Say what the file is for, in 5 to 200 characters")]
    [InlineData("2026-11-01", "2026-11-30", "Asked for by 216-555-0123", "reason", "Leave the number out of the reason: it is kept for six years")]
    [InlineData("2026-11-01", "2026-11-30", "5 5 5 - 0 1 2 3", "reason", "Leave the number out of the reason: it is kept for six years")]
    [InlineData("2026-11-01", "2026-11-30", "(216) 555.0123", "reason", "Leave the number out of the reason: it is kept for six years")]
    [InlineData("2026-11-01", "2026-11-30", "٢١٦٥٥٥٠١٢٣ asked", "reason", "Leave the number out of the reason: it is kept for six years")]
    public async Task What_is_missing_or_says_too_much_is_refused_beside_its_field_and_nothing_typed_is_lost(string from, string to, string reason, string field, string problem)
    {
        using var sue = await SueAsync();

        var answer = await PostAsync(sue, from, to, reason);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.PageAsync();
        Assert.Equal($"Error: {problem}.", page.QuerySelector("#problem")!.TextContent);
        Assert.Equal(field, page.QuerySelector("[aria-invalid=true]")!.Id);
        Assert.Equal((from, to, reason.Trim()), (page.QuerySelector("#from")!.GetAttribute("value"), page.QuerySelector("#to")!.GetAttribute("value"), page.QuerySelector("#reason")!.GetAttribute("value")));
        Assert.Equal("", Entries);
    }

    [Fact]
    public async Task A_reason_of_two_hundred_characters_is_taken_and_of_one_more_is_not()
    {
        using var sue = await SueAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await PostAsync(sue, reason: new string('x', 201))).StatusCode);
        Assert.Empty(await RowsAsync(await PostAsync(sue, reason: new string('x', 200))));
        Assert.Equal("exported no requests from 2026-11-01 to 2026-11-30: " + new string('x', 200), Entries);
    }

    [Fact]
    public async Task More_requests_than_are_read_at_once_come_once_each_in_the_order_in_which_they_asked()
    {
        const int People = 1100;
        await site.Services.GetRequiredService<ContactsStore>().WriteAsync(
            async db =>
            {
                var words = ConsentText.Of("v1", "You ask us to call.", "Ask");
                for (var i = 0; i < People; i++)
                {
                    var form = new CallForm($"key{i}", PhoneNumber.Parse($"614-555-{i:0000}")!, "", $"Person {i}", null, true, null, null, "America/New_York", null, null, null);
                    // Three at a time in one moment, across the ends of what is read at once.
                    await Intake.ReceiveAsync(db, form, words, "/request-a-call", site.Clock.Now.AddSeconds((i / 3) - People), default);
                    await db.SaveChangesAsync();
                    db.ChangeTracker.Clear();
                }
            },
            default);
        using var sue = await SueAsync();

        var rows = await RowsAsync(await PostAsync(sue));

        Assert.Equal(People, rows.Count);
        Assert.Equal(People, rows.Select(r => r["number"]).Distinct().Count());
        Assert.Equal(rows.Select(r => r["asked at"]).Order(StringComparer.Ordinal), rows.Select(r => r["asked at"]));
    }

    [Fact]
    public async Task A_caller_takes_nothing_home()
    {
        using var ben = await StaffClient.SignedInAsync(site, "Ben");

        foreach (var answer in new[] { await ben.Http.GetAsync("/staff/export"), await ben.PostAsync("/staff", "/staff/export", ("from", "2026-11-01"), ("to", "2026-11-30"), ("reason", Why)) })
            Assert.Contains("/staff/not-allowed", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("", Entries);
        Assert.DoesNotContain("/staff/export", await ben.Http.GetStringAsync("/staff"), StringComparison.Ordinal);
    }
}
