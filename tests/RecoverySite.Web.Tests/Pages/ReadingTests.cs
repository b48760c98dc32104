using System.Net;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages;

public sealed class ReadingTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private readonly HttpClient client = fixture.Site.Client();

    [Theory]
    [InlineData("/")]
    [InlineData("/heroin")]
    [InlineData("/heroin/cravings")]
    [InlineData("/heroin/cravings/family")]
    [InlineData("/family")]
    [InlineData("/articles")]
    [InlineData("/about")]
    [InlineData("/privacy")]
    [InlineData("/what-happens-when-you-call")]
    public async Task A_page_can_be_read_whole_and_leads_to_a_call(string url)
    {
        var page = await client.PageAsync(url);

        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Equal("Skip to main content", page.QuerySelector("body a")!.TextContent);
        Assert.NotNull(page.QuerySelector("#site-main"));
        Assert.Equal(["tel:911", "tel:988", "sms:988"], page.QuerySelectorAll(".crisis a").Select(a => a.GetAttribute("href")));
        Assert.NotNull(page.QuerySelector(".bar a[href='tel:+18444388689']"));
        Assert.Equal("Not live yet: hours and details are examples.", page.QuerySelector(".not-live")!.TextContent.Trim());
        Assert.Equal("noindex", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        Assert.Empty(page.QuerySelectorAll("iframe, link[rel=stylesheet], [style], [onclick]"));
        // The one script keeps the words about our hours right and counts taps; it waits until everything has been read in, and nothing waits for it.
        var script = Assert.Single(page.QuerySelectorAll("script:not([type='application/ld+json'])"));
        Assert.Matches("^/calling.*\\.js$", script.GetAttribute("src"));
        Assert.True(script.HasAttribute("defer"));
        Assert.Equal($"https://recoverysite.example{url}", page.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task An_article_says_when_it_last_changed_that_nobody_reviewed_it_and_where_it_comes_from()
    {
        var page = await client.PageAsync("/heroin/cravings");

        Assert.Contains("Updated November 22, 2026", page.QuerySelector(".dates")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Waiting for clinical review", page.QuerySelector(".dates")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("general information, not medical advice", page.QuerySelector(".review")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll(".sources li"));
        var contents = page.QuerySelectorAll(".on-this-page a").Select(a => a.GetAttribute("href")![1..]).ToList();
        Assert.True(contents.Count >= 2);
        Assert.All(contents, id => Assert.True(page.GetElementById(id) is { TagName: "H2" } or { ClassName: "card emergency" }, id));
        var others = page.QuerySelectorAll(".more .article-card a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal(3, others.Count);
        Assert.DoesNotContain("/heroin/cravings", others);
    }

    [Fact]
    public async Task What_stands_before_the_first_section_is_read_before_the_list_of_sections()
    {
        var page = await client.PageAsync("/overdose/what-to-do");

        var parts = page.QuerySelectorAll(".card.emergency, .on-this-page, .prose > h2").ToList();
        Assert.Equal(["card emergency", "on-this-page"], parts.Take(2).Select(p => p.ClassName));
        Assert.DoesNotContain(page.QuerySelectorAll(".on-this-page a"), a => a.GetAttribute("href") == "#site-emergency");
        var craving = await client.PageAsync("/heroin/cravings");
        Assert.Contains(craving.QuerySelectorAll(".on-this-page a"), a => a.GetAttribute("href") == "#site-emergency" && a.TextContent.StartsWith("Emergency: Call 911", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/overdose")]
    [InlineData("/overdose/what-to-do")]
    public async Task Where_help_is_needed_this_minute_the_bar_calls_the_crisis_lines(string url)
    {
        var bar = (await client.PageAsync(url)).QuerySelector(".bar")!;

        Assert.Equal(["tel:911", "tel:988"], bar.QuerySelectorAll("a").Select(a => a.GetAttribute("href")));
        Assert.Equal("Call 911", bar.QuerySelector("a .button-main")!.TextContent);
    }

    [Fact]
    public async Task An_article_that_is_shared_has_a_picture_with_its_size_and_in_words()
    {
        var page = await client.PageAsync("/heroin/cravings");
        var open = page.QuerySelectorAll("meta[property^='og:']").ToDictionary(m => m.GetAttribute("property")!, m => m.GetAttribute("content"));

        Assert.Equal("https://recoverysite.example/heroin/cravings.png", open["og:image"]);
        Assert.Equal(("1200", "630"), (open["og:image:width"], open["og:image:height"]));
        Assert.Equal("A wave that rises and falls, and a small boat in calm water beyond it", open["og:image:alt"]);
        Assert.Equal("Heroin cravings: what they are and what helps", open["og:title"]);
        var picture = await client.GetAsync("/heroin/cravings.png");
        Assert.Equal("image/png", picture.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_topic_lists_its_own_articles_and_those_of_others_that_belong_to_it()
    {
        var page = await client.PageAsync("/cravings");

        var cards = page.QuerySelectorAll(".article-card a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal("/cravings/the-next-hour", cards[0]);
        Assert.Equal("Waiting for clinical review", page.QuerySelector(".dates")!.TextContent);
        Assert.Contains("/heroin/cravings", cards);
        var picture = page.QuerySelector("img.lead")!;
        Assert.Equal(("", "800", "300"), (picture.GetAttribute("alt"), picture.GetAttribute("width"), picture.GetAttribute("height")));
    }

    [Theory]
    [InlineData(true, "tel:+18444388689", "Open until 9:00 p.m. ET")]
    [InlineData(false, "/request-a-call?from=heroin/cravings", "Closed now. Opens Monday at 8:00 a.m. ET")]
    public async Task The_first_action_is_calling_while_somebody_answers_and_asking_for_a_call_otherwise(bool open, string first, string status)
    {
        using var site = TestSite.Start(open ? TestClock.Open() : TestClock.Closed());
        using var visitor = site.Client();

        var page = await visitor.PageAsync("/heroin/cravings");

        foreach (var place in new[] { ".call-block .actions", ".bar" })
        {
            var links = page.QuerySelectorAll($"{place} a.button").ToList();
            Assert.Equal(first, links[0].GetAttribute("href"));
            Assert.Equal(2, links.Count);
            Assert.Contains(links, l => l.TextContent.Contains("Call 844-438-8689", StringComparison.Ordinal));
        }
        Assert.Contains(status, page.QuerySelector(".call-block")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(status, page.QuerySelector(".top-call")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_about_calling_has_a_table_of_the_coming_week_with_the_days_that_differ()
    {
        using var site = TestSite.Start(new TestClock(new DateTimeOffset(2026, 11, 25, 15, 0, 0, TimeSpan.Zero)));
        using var visitor = site.Client();

        var table = (await visitor.PageAsync("/what-happens-when-you-call")).QuerySelector("table.week")!;

        Assert.Equal(["Day", "Hours (ET)"], table.QuerySelectorAll("thead th").Select(h => h.TextContent));
        Assert.Equal(
            ["Wednesday, November 25 (today)|8:00 a.m. to 9:00 p.m.", "Thursday, November 26|closed, for Thanksgiving", "Friday, November 27|8:00 a.m. to 9:00 p.m.", "Saturday, November 28|closed", "Sunday, November 29|closed", "Monday, November 30|8:00 a.m. to 9:00 p.m.", "Tuesday, December 1|8:00 a.m. to 9:00 p.m."],
            table.QuerySelectorAll("tbody tr").Select(row => string.Join('|', row.Children.Select(c => c.TextContent))));
        Assert.Equal("2026-11-25", table.QuerySelector("tbody time")!.GetAttribute("datetime"));
    }

    [Theory]
    [InlineData("/no-such-page")]
    [InlineData("/heroin/no-such-article")]
    [InlineData("/heroin/cravings/deeper")]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/site.yml")]
    [InlineData("/heroin/cravings.md")]
    [InlineData("/error/500")]
    public async Task What_does_not_exist_is_a_404_with_the_number_and_the_crisis_lines(string url)
    {
        var response = await client.GetAsync(url);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var page = await response.PageAsync();
        Assert.Equal("Page not found", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("main a[href='tel:+18444388689']"));
        Assert.NotNull(page.QuerySelector(".crisis a[href='tel:988']"));
    }

    [Fact]
    public async Task Every_link_inside_the_site_leads_somewhere_and_every_number_is_the_one_it_shows()
    {
        var known = new Dictionary<string, string>
        {
            ["tel:+18444388689"] = "844-438-8689",
            ["tel:911"] = "911",
            ["tel:988"] = "988",
            ["sms:988"] = "text",
            ["tel:+18006624357"] = "1-800-662-4357",
        };
        var queue = new Queue<string>(["/"]);
        var seen = new HashSet<string>(queue);
        while (queue.TryDequeue(out var url))
        {
            var response = await client.GetAsync(url);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{url} answers {response.StatusCode}");
            var page = await response.PageAsync();
            foreach (var link in page.QuerySelectorAll("a[href]:not([href^='sms:?'])"))
            {
                var href = link.GetAttribute("href")!;
                if (href.StartsWith("tel:", StringComparison.Ordinal) || href.StartsWith("sms:", StringComparison.Ordinal))
                    Assert.Contains(known[href], link.TextContent, StringComparison.Ordinal);
                else if (href.StartsWith('#'))
                    Assert.NotNull(page.GetElementById(href[1..]));
                else if (href.StartsWith('/') && seen.Add(href.Split('#')[0]))
                    queue.Enqueue(href.Split('#')[0]);
            }
        }
        Assert.True(seen.Count >= 40);
    }

    [Fact]
    public async Task Every_article_and_the_form_fit_into_the_first_window_of_a_connection()
    {
        var articles = (await client.PageAsync("/articles")).QuerySelectorAll("main a[href^='/']").Select(a => a.GetAttribute("href")!).ToList();
        Assert.True(articles.Count >= 14);
        foreach (var url in articles.SelectMany(url => new[] { url, url + "/family" }).Concat(["/", "/articles", "/what-happens-when-you-call", "/privacy", "/request-a-call"]))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.AcceptEncoding.ParseAdd("br");

            var response = await client.SendAsync(request);

            // Not every article has a version for families.
            if (url.EndsWith("/family", StringComparison.Ordinal) && response.StatusCode != HttpStatusCode.OK)
                continue;
            Assert.Equal("br", response.Content.Headers.ContentEncoding.Single());
            const int FirstAndLastLine = 19, AroundEach = 4;
            var headers = FirstAndLastLine + response.Headers.Concat(response.Content.Headers).Sum(h => h.Key.Length + string.Join(", ", h.Value).Length + AroundEach);
            var bytes = headers + (await response.Content.ReadAsByteArrayAsync()).Length;
            Assert.True(bytes <= 14_600, $"{url}: {bytes}");
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task A_reading_page_takes_nothing_in(string method)
    {
        var response = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/heroin/cravings"));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_picture_in_the_content_folder_is_shown_and_nothing_else_of_it_is()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/hill.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        using var site = TestSite.Start(content: folder.Path);
        using var visitor = site.Client();

        var picture = await visitor.GetAsync("/topic/hill.svg");

        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType!.MediaType);
        Assert.Contains("default-src 'none'", picture.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/topic/index.md")).StatusCode);
    }

    [Fact]
    public async Task A_broken_article_is_absent_and_named_in_the_log_while_the_others_stand()
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/good.md", SampleContent.Page("Good"));
        folder.Write("topic/bad.md", "---\ntitel: Bad\n---\n");
        using var site = TestSite.Start(content: folder.Path);
        using var visitor = site.Client();

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/topic/good")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync("/topic/bad")).StatusCode);
        Assert.Contains("topic/bad.md:2:1: ", Logs.Read(site.DataFolder), StringComparison.Ordinal);
    }
}
