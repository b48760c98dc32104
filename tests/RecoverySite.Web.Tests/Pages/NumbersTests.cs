using System.Text.RegularExpressions;
using AngleSharp.Dom;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Web.Tests.Pages;

/// <summary>Every number on everything that a visitor can come to see is one of <c>site.yml</c>, and the one shown is the one dialed.</summary>
public sealed partial class NumbersTests
{
    // Read past the program: what stands after these keys may be dialed.
    private static HashSet<string> Named(string siteYml) =>
        [.. Key().Matches(siteYml).Select(m => Digits(m.Groups["number"].Value))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_number_on_each_page_is_ours_or_a_crisis_line_and_is_shown_as_it_is_dialed(bool open)
    {
        using var site = TestSite.Start(open ? TestClock.Open() : TestClock.Closed());
        using var visitor = site.Client();
        var named = Named(await File.ReadAllTextAsync(Path.Combine(Repository.Content, "site.yml")));
        var receipt = await site.AskAsync("216-555-0123");
        var (seen, links) = (new HashSet<string>(), 0);
        var coming = new Queue<string>(["/", "/request-a-call", receipt, "/no-such-page", "/error/503", "/preview/none", "/search", "/feed", "/sitemap.xml", "/robots.txt"]);

        while (coming.TryDequeue(out var url))
        {
            if (!seen.Add(url))
                continue;
            var answer = await visitor.GetAsync(url);
            if (answer.Content.Headers.ContentType?.MediaType is not { } type || !(type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal)))
                continue;
            var page = await answer.PageAsync();
            foreach (var link in page.QuerySelectorAll("a[href^='tel:'], a[href^='sms:']:not([href^='sms:?'])"))
            {
                var (scheme, number) = link.GetAttribute("href")!.Split(':') is [var s, var n] ? (s, n) : throw new InvalidOperationException(url);
                Assert.Matches(@"^(\+[0-9]{8,15}|[0-9]{3}|[0-9]{5,6})$", number);
                Assert.True(named.Contains(Digits(number)), $"{url} dials {number}");
                Assert.False(link.HasAttribute("aria-label") || link.HasAttribute("title"), $"{url}: {link.OuterHtml}");
                foreach (Match shown in Number().Matches(link.TextContent))
                    Assert.True(Digits(shown.Value) == Digits(number), $"{url} shows {shown.Value} and dials {number}");
                Assert.True(Number().IsMatch(link.TextContent) || link.TextContent.Contains(number, StringComparison.Ordinal) || scheme == "sms", $"{url}: \"{link.TextContent}\" does not say that it dials {number}");
                links++;
            }
            foreach (Match shown in Number().Matches(Texts(page)))
                Assert.True(named.Contains(Digits(shown.Value)) || (url == receipt && shown.Value.Contains("555", StringComparison.Ordinal)) || shown.Value == "216-555-0123", $"{url} shows {shown.Value}");
            foreach (var link in page.QuerySelectorAll("a[href^='/']").Select(a => a.GetAttribute("href")!.Split('#')[0]))
                coming.Enqueue(link);
        }

        Assert.True(seen.Count > 40, $"Only {seen.Count} addresses were found.");
        Assert.True(links > 500, $"Only {links} numbers were found.");
    }

    private static string Texts(AngleSharp.Html.Dom.IHtmlDocument page)
    {
        foreach (var script in page.QuerySelectorAll("style, svg").ToList())
            script.Remove();
        return string.Join('\n', page.Body!.Descendants<IText>().Select(t => t.TextContent).Concat(page.QuerySelectorAll("meta[content]").Select(m => m.GetAttribute("content"))).Concat(page.QuerySelectorAll("[data-copy]").Select(m => m.GetAttribute("data-copy"))));
    }

    private static string Digits(string number)
    {
        var digits = string.Concat(number.Where(char.IsAsciiDigit));
        return digits is ['1', .. { Length: 10 } national] ? national : digits;
    }

    [GeneratedRegex(@"^\s*-?\s*(?:e164|call|text|sms|tty):\s*""(?<number>[+0-9]+)""", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex(@"(?<![\w/.-])(?:\+?1[-. ])?\(?[2-9][0-9]{2}\)?[-. ][0-9]{3}[-. ][0-9]{4}(?![\w-])")]
    private static partial Regex Number();
}
