using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Tests.Pages;

namespace RecoverySite.Web.Tests.Hosting;

/// <summary>The program as a provider runs it: published, in Production, in a process of its own.</summary>
public sealed class PublishedSiteTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    private string Database => data.File("recoverysite.db");

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task It_runs_from_any_directory_and_writes_to_its_data_folder_alone()
    {
        using var elsewhere = new TemporaryFolder();
        using var site = await PublishedSite.StartAsync(data.Path, workingDirectory: elsewhere.Path, settings: ("HOME", elsewhere.Path));
        using var client = site.Client();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/heroin/cravings")).StatusCode);
        Assert.NotEmpty(await client.GetStringAsync("/favicon.svg"));
        Assert.Equal(HttpStatusCode.SeeOther, (await (await RequestForm.OpenAsync(client)).SendAsync()).StatusCode);

        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere.Path));
        Assert.True(File.Exists(Database));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data.Path));
    }

    [Theory]
    [InlineData("recoverysite.example", 200)]
    [InlineData("localhost", 200)]
    [InlineData("www.recoverysite.example", 301)]
    [InlineData("evil.example", 421)]
    [InlineData("recoverysite.example.evil.example", 421)]
    public async Task Hosts_that_are_not_ours_are_refused(string host, int status)
    {
        using var site = await PublishedSite.StartAsync(data.Path);
        using var client = site.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/heroin/cravings?x=y");
        request.Headers.Host = host;
        request.Headers.Add("X-Forwarded-Proto", "https");

        var response = await client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 301)
            Assert.Equal("https://recoverysite.example/heroin/cravings?x=y", response.Headers.Location!.ToString());
        else
            Assert.Contains("844-438-8689", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        Assert.True(response.Headers.Contains("Strict-Transport-Security"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Killed_right_after_a_receipt_it_still_has_the_request()
    {
        string receipt;
        using (var site = await PublishedSite.StartAsync(data.Path))
        {
            await site.ReadyAsync();
            using var client = site.Client();
            receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
            await site.KillAsync();
        }

        using var again = await PublishedSite.StartAsync(data.Path);
        using var visitor = again.Client();

        Assert.Equal("We have your request", (await visitor.PageAsync(receipt)).QuerySelector("h1")!.TextContent);
    }

    [Fact]
    public async Task With_a_directory_in_place_of_the_store_only_the_form_is_closed_and_says_so()
    {
        Directory.CreateDirectory(Database);
        using var site = await PublishedSite.StartAsync(data.Path);
        using var client = site.Client();

        await OnlyTheFormIsClosedAsync(client, await RequestForm.OpenAsync(client));

        Directory.Delete(Database);
        Assert.Equal(HttpStatusCode.SeeOther, (await (await RequestForm.OpenAsync(client)).SendAsync()).StatusCode);
    }

    [Fact]
    public async Task With_garbage_written_over_the_store_while_running_only_the_form_is_closed_and_says_so()
    {
        using var site = await PublishedSite.StartAsync(data.Path);
        await site.ReadyAsync();
        using var client = site.Client();
        var receipt = (await (await RequestForm.OpenAsync(client)).SendAsync()).Headers.Location!.ToString();
        var form = await RequestForm.OpenAsync(client);
        var good = File.ReadAllBytes(Database);
        File.WriteAllBytes(Database, [.. Enumerable.Range(0, 200_000).Select(i => (byte)(i * 31 + 7))]);

        await OnlyTheFormIsClosedAsync(client, form);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync(receipt)).StatusCode);

        File.WriteAllBytes(Database, good);
        Assert.Equal(HttpStatusCode.SeeOther, (await form.SendAsync()).StatusCode);
        Assert.Equal("We have your request", (await client.PageAsync(receipt)).QuerySelector("h1")!.TextContent);
    }

    private static async Task OnlyTheFormIsClosedAsync(HttpClient client, RequestForm form)
    {
        foreach (var (url, status) in new[] { ("/", 200), ("/heroin/cravings", 200), ("/articles", 200), ("/nowhere", 404), ("/request-a-call", 200) })
        {
            var response = await client.GetAsync(url);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Contains("844-438-8689", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        form.Fields["name"] = "Sam";
        form.Fields["note"] = "Please call twice";
        var answer = await form.SendAsync();
        var page = await answer.PageAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("844-438-8689", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("216-555-0123", page.QuerySelector("#phone")!.GetAttribute("value"));
        Assert.Equal("Sam", page.QuerySelector("#name")!.GetAttribute("value"));
        Assert.Equal("Please call twice", page.QuerySelector("#note")!.TextContent);
        Assert.Equal(form.Fields["token"], page.QuerySelector("[name=token]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("Content__Folder", "/no/such/folder", "Content:Folder should be the folder that holds site.yml")]
    [InlineData("Data__Folder", "/dev/null", "Data:Folder should be a folder that the site may write to")]
    [InlineData("Data__Folder", "/proc/nowhere", "Data:Folder should be a folder that the site owns")]
    [InlineData("Site__BaseUrl", "recoverysite.example", "Site:BaseUrl should be the address of the site")]
    [InlineData("Staff__IdleMinutes", "an hour", "Staff:IdleMinutes should be a whole number from 5 to 720, not \"an hour\"")]
    [InlineData("Staff__SessionHours", "48", "Staff:SessionHours should be a whole number from 1 to 24, not \"48\"")]
    [InlineData("Proxy__Trusted__0", "the proxy", "Proxy:Trusted should list addresses such as 10.0.0.5")]
    [InlineData("Proxy__Trusted", "10.0.0.1, banana", "Proxy:Trusted should list addresses such as 10.0.0.5 or networks such as 10.0.0.0/24, not \"banana\"")]
    [InlineData("Data__Folder", "/usr/share", "Data:Folder should be an empty folder or one that this site has made")]
    [InlineData("Serilog__MinimumLevel__Default", "Loud", "Serilog should be a section such as")]
    public async Task A_bad_setting_stops_the_start_with_its_name_and_what_it_should_be(string key, string value, string message)
    {
        using var site = await PublishedSite.StartAsync(data.Path, settings: (key, value));

        Assert.Equal("", site.Url);
        Assert.Equal(1, site.ExitCode);
        Assert.Contains(message, site.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", site.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    public async Task A_data_folder_inside_the_content_folder_is_refused(string end)
    {
        using var site = await PublishedSite.StartAsync(Path.Combine(Repository.Content, "data") + end, content: Repository.Content + end);

        Assert.Contains("Data:Folder should lie outside Content:Folder", site.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Repository.Content, "data")));
    }

    [Fact]
    public async Task A_bad_site_yml_stops_the_start_with_file_line_and_what_to_do()
    {
        using var folder = SampleContent.Folder(SampleContent.SiteYml.Replace("display: \"216-555-0123\"", "display: \"216-555-0199\"", StringComparison.Ordinal));
        using var site = await PublishedSite.StartAsync(data.Path, content: folder.Path);

        Assert.Equal(1, site.ExitCode);
        Assert.Contains($"{folder.Path}/site.yml:8:14: error PHONE004 \"216-555-0199\" is shown but \"+12165550123\" would be dialed. Make the two the same number.", site.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sites_never_share_a_data_folder()
    {
        using var first = await PublishedSite.StartAsync(data.Path);
        using var second = await PublishedSite.StartAsync(data.Path);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("Data:Folder should belong to one running site", second.Output, StringComparison.Ordinal);
    }
}
