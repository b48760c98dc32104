using NodaTime;
using RecoverySite.Tests;

namespace RecoverySite.Content.Tests.Markdown;

public sealed class ArticleMarkdownTests
{
    private static Checked Load(string body)
    {
        using var folder = SampleContent.Folder();
        folder.Write("topic/page.md", SampleContent.Page("Page", body: body));
        return Checked.Load(folder.Path);
    }

    private static string Html(string body)
    {
        var load = Load(body);
        Assert.DoesNotContain(load.Findings, f => f.Rule.HoldsPage);
        return load.Library.Find("topic/page", Instant.MaxValue)!.Own.Html;
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("[x](&#106;avascript:alert(1))")]
    [InlineData("[x](<java\tscript:alert(1)>)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[x][ref]\n\n[ref]: vbscript:msgbox(1)")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](file:///etc/passwd)")]
    [InlineData("[x](//evil.example/)")]
    [InlineData("[x](/\\evil.example)")]
    [InlineData("[x](relative-page)")]
    [InlineData("![x](https://elsewhere.example/pixel.png)")]
    [InlineData("![x](data:image/svg+xml;base64,PHN2Zz4=)")]
    [InlineData("![x](/topic/page.html)")]
    [InlineData("[![x](javascript:alert(1))](/topic)")]
    public void A_link_or_picture_outside_the_allow_list_keeps_the_page_from_being_shown(string markdown)
    {
        var load = Load(markdown);

        Assert.NotEmpty(load.Findings);
        Assert.Null(load.Library.Find("topic/page", Instant.MaxValue));
    }

    [Theory]
    [InlineData("[call **us**](tel:+15005550006)", "<p>call <strong>us</strong></p>")]
    [InlineData("[text us](sms:5005550006)", "<p>text us</p>")]
    [InlineData("<tel:+15005550006>", "<p>+15005550006</p>")]
    public void A_number_that_site_yml_does_not_name_loses_its_link_and_is_reported(string markdown, string html)
    {
        var load = Load(markdown);

        Assert.Contains(load.Findings, f => f.Rule == Rules.UnknownDial && (f.Line, f.Column) == (8, 1));
        Assert.Contains(html, load.Library.Find("topic/page", Instant.MaxValue)!.Own.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[x](https://example.org/a?b=c)", "<a href=\"https://example.org/a?b=c\" rel=\"noopener noreferrer\">x</a>")]
    [InlineData("<https://example.org>", "<a href=\"https://example.org\" rel=\"noopener noreferrer\">https://example.org</a>")]
    [InlineData("[x](/topic#part)", "<a href=\"/topic#part\">x</a>")]
    [InlineData("[911](tel:911)", "<a href=\"tel:911\" class=\"tel\">911</a>")]
    public void What_is_allowed_is_written_plainly(string markdown, string html) => Assert.Contains(html, Html(markdown), StringComparison.Ordinal);

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Text <img src=x onerror=alert(1)> text")]
    [InlineData("# no {onclick=alert(1)}")]
    [InlineData("## Heading {onclick=alert(1)}")]
    [InlineData("Text{onclick=alert(1)}")]
    [InlineData("[x](\u0001javascript:alert(1))")]
    public void Raw_html_and_attributes_never_become_markup(string markdown)
    {
        var html = Load(markdown).Library.Find("topic/page", Instant.MaxValue)?.Own.Html ?? "";

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<[^>]*\\sonclick\\s*=", html);
        Assert.DoesNotContain("href", html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_first_level_heading_in_the_body_is_refused() =>
        Assert.Contains("Start with ##", Assert.Single(Load("# Title\n\nText.").Findings).Message, StringComparison.Ordinal);

    [Fact]
    public void Short_codes_become_what_site_yml_says()
    {
        var html = Html("Call {{phone}}, {{hours}}, or {{request-a-call}}. `{{phone}}` stays.");

        Assert.Contains("<a class=\"tel\" href=\"tel:+12165550123\">216-555-0123</a>", html, StringComparison.Ordinal);
        Assert.Contains("Monday through Friday, 8:00 a.m. to 9:00 p.m. ET", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/request-a-call\">ask us to call you</a>", html, StringComparison.Ordinal);
        Assert.Contains("<code>{{phone}}</code>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_short_code_names_the_nearest_and_its_place()
    {
        var finding = Assert.Single(Load("Text.\n\nCall {{fone}} now.").Findings);

        Assert.Equal((10, 6), (finding.Line, finding.Column));
        Assert.Contains("Did you mean \"phone\"?", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_care_card_says_its_urgency_in_words_and_fits_the_outline()
    {
        var html = Html("::: urgent Call today\nText.\n:::\n\n## Section\n\n::: emergency Call 911 if someone:\n- cannot be woken\n:::\n\n::: nonurgent Ask us\nText.\n:::");

        Assert.Contains("<section class=\"card urgent\"><h2><span class=\"unseen\">Urgent: </span>Call today</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<section class=\"card emergency\" id=\"site-emergency\" aria-label=\"Emergency\"><h2><span class=\"unseen\">Emergency: </span>Call 911 if someone:</h2>", html, StringComparison.Ordinal);
        Assert.Contains("<section class=\"card nonurgent\"><h3><span class=\"unseen\">Not urgent: </span>Ask us</h3>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("::: panic Heading\nText.\n:::", "is not a kind of block")]
    [InlineData("::: emergency\nText.\n:::", "needs a heading")]
    [InlineData("::: emergency Call {{phone}}\nText.\n:::", "holds plain words")]
    [InlineData("::: emergency Call 911\nText.", "never ends")]
    [InlineData("## Call {{phone}}", "holds plain words")]
    [InlineData("[{{phone}}](/topic)", "makes a link of its own")]
    [InlineData("## Site call", "would clash")]
    public void What_would_break_the_page_is_refused_with_what_to_write_instead(string markdown, string advice) =>
        Assert.Contains(advice, Assert.Single(Load(markdown).Findings, f => f.Rule.HoldsPage).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("::: family\nText.\n:::", "<section class=\"card family\"><h2>For family and friends</h2>")]
    [InlineData("::: family What you can say\nText.\n:::", "<section class=\"card family\"><h2>What you can say</h2>")]
    [InlineData("::: quote A father, Dayton\nI listened.\n:::", "<figure class=\"quote\"><blockquote><p>I listened.</p>\n</blockquote><figcaption>A father, Dayton</figcaption></figure>")]
    [InlineData("Text.[^1]\n\n[^1]: The note.", "<sup><a id=\"site-note-from-1\" href=\"#site-note-1\"><span class=\"unseen\">Note </span>1</a></sup>")]
    [InlineData("Text.[^1]\n\n[^1]: The note.", "<li id=\"site-note-1\"><p>The note. <a class=\"back\" href=\"#site-note-from-1\">")]
    [InlineData("| Day | Sign |\n|---|--:|\n| 1 | 2 |", "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table\">")]
    [InlineData("## What comes when?\n\n| Day | Sign |\n|---|--:|\n| 1 | 2 |", "aria-label=\"What comes when?\"><table>\n<tr><th scope=\"col\">Day</th><th scope=\"col\" class=\"figure\">Sign</th></tr>\n<tr><th scope=\"row\">1</th>")]
    [InlineData("| Day | Sign |\n|---|--:|\n| 1 | 2 |", "<td class=\"figure\">2</td>")]
    [InlineData("You can {{call}}.", "You can <a class=\"tel\" href=\"tel:+12165550123\">Call 216-555-0123</a>.")]
    [InlineData("This page is {{review}}.", "This page is waiting for clinical review.")]
    public void Blocks_notes_tables_and_short_codes_become_what_a_screen_reader_can_follow(string markdown, string html) =>
        Assert.Contains(html, Html(markdown), StringComparison.Ordinal);

    [Fact]
    public void A_table_carries_no_style_attribute() => Assert.DoesNotContain("style=", Html("| A | B |\n|:-:|--:|\n| 1 | 2 |"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Before.\n\n<!-- A note for us -->\n\nAfter.")]
    [InlineData("Before. <!-- A note for us --> After.")]
    [InlineData("<!-- A note for us -->\nAfter.")]
    public void A_comment_never_reaches_readers(string markdown) => Assert.DoesNotContain("note", Html(markdown), StringComparison.Ordinal);

    // Frozen: links from elsewhere lead to these.
    [Theory]
    [InlineData("What helps?", "what-helps")]
    [InlineData("What's next", "whats-next")]
    [InlineData("Ohio’s law", "ohios-law")]
    [InlineData("911, 988 and us", "911-988-and-us")]
    [InlineData("A & B: *many* things", "a--b-many-things")]
    [InlineData("Café in Español", "café-in-español")]
    [InlineData("日本語", "日本語")]
    [InlineData("Twice\n\nText.\n\n## Twice", "twice-1")]
    public void A_heading_keeps_its_id_for_good(string heading, string id) => Assert.Contains($"id=\"{id}\"", Html($"## {heading}\n\nText."), StringComparison.Ordinal);

    [Theory]
    [InlineData("[x](hill.svg)", "hill.svg", "has no leading slash")]
    [InlineData("Call {{phone}", "{{phone", "begins here and does not end")]
    [InlineData("```\ncode", "```", "code block never ends")]
    [InlineData("<!-- why --> Words behind it.", "<!--", "readers would not see them")]
    [InlineData("Text.\n\n<!-- never closed\n\n## More", "<!--", "comment never ends")]
    public void What_would_swallow_or_garble_the_page_is_refused(string markdown, string _, string advice) =>
        Assert.Contains(Load(markdown).Findings, f => f.Rule.HoldsPage && f.Message.Contains(advice, StringComparison.Ordinal));

    [Theory]
    [InlineData("Fine words. A junkie was here.", 8, 15)]
    [InlineData("Fine.\n\n- one\n- two *with* a junkie", 11, 16)]
    [InlineData("Fine &amp; good, a junkie.", 8, 20)]
    [InlineData("A [link with a junkie](/topic).", 8, 16)]
    [InlineData("| A | B |\n|---|---|\n| fine | a junkie |", 10, 12)]
    [InlineData("::: urgent The junkie card\nText.\n:::", 8, 16)]
    [InlineData("Two lines\nwith a junkie.", 9, 8)]
    [InlineData("Text.[^1]\n\n[^1]: A junkie.", 10, 9)]
    [InlineData("> a junkie", 8, 5)]
    public void A_word_is_found_at_its_own_line_and_column(string markdown, int line, int column)
    {
        var finding = Assert.Single(Load(markdown).Findings, f => f.Rule == Rules.NamedByCondition);

        Assert.Equal((line, column), (finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("`junkie` is code.")]
    [InlineData("[words](https://example.org/junkie)")]
    [InlineData("<!-- junkie -->\nText.")]
    public void Code_addresses_and_comments_are_not_words(string markdown) =>
        Assert.DoesNotContain(Load(markdown).Findings, f => f.Rule == Rules.NamedByCondition);

    [Theory]
    [InlineData("> I was a junkie.\n> — Sam, Ohio")]
    [InlineData("::: quote Sam, Ohio\nI was a junkie.\n:::")]
    [InlineData("<!-- lint-ok LANG001: Sam's own word -->\nI was a junkie.")]
    [InlineData("I was a junkie. <!-- lint-ok LANG001: Sam's own word -->")]
    [InlineData("<!-- lint-ok LANG001: Sam's own word -->\n\n- one\n- two junkies")]
    public void The_words_of_somebody_who_is_named_and_what_an_editor_has_decided_stand(string markdown) => Assert.Empty(Load(markdown).Findings);

    [Theory]
    [InlineData("::: emergency Call 911\n- one\n\n::: urgent Call today\nText.\n:::\n\nMore.", 8, "has no end before the next one begins, 3 lines below")]
    [InlineData("::: family\nText.\n\n::: urgent Call today\nText.\n:::\n\n::: urgent Again\nText.\n:::", 8, "has no end before the next one begins")]
    [InlineData(":: family\nText.\n:::", 10, "no block is open here")]
    public void A_block_without_an_end_is_named_where_it_begins_and_alone(string markdown, int line, string advice)
    {
        var finding = Load(markdown).Findings.First(f => f.Rule == Rules.Container);

        Assert.Equal(line, finding.Line);
        Assert.Contains(advice, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_lies_in_another_that_has_more_colons() =>
        Assert.Contains("<section class=\"card urgent\"><h3>", Html(":::: family\nText.\n\n::: urgent Call today\nText.\n:::\n\nMore.\n::::"), StringComparison.Ordinal);

    [Theory]
    [InlineData("##What helps?", 8, 1)]
    [InlineData("-cannot be woken", 8, 1)]
    [InlineData("Text {phone} text.", 8, 6)]
    [InlineData("A [link](/topic, too.", 8, 8)]
    [InlineData("A ![picture] (hill.svg).", 8, 12)]
    [InlineData("Text.[^1] More.", 8, 6)]
    [InlineData("| A | B |\n| 1 | 2 |", 8, 1)]
    [InlineData("Text.[^1]\n\n[^1]: Seen.\n[^2]: Never seen.", 11, 1)]
    public void A_mark_that_readers_would_see_is_found(string markdown, int line, int column)
    {
        var finding = Assert.Single(Load(markdown).Findings, f => f.Rule == Rules.LostMark);

        Assert.Equal((line, column), (finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("<!-- lint-ok LANG001, LANG008: Sam's words -->\nA junkie, after a relapse.", 0)]
    [InlineData("<!-- lintok LANG001: Sam's word -->\nFine.", 1)]
    [InlineData("<!-- lint-ok META002: I know better -->\nFine.", 1)]
    [InlineData("<!-- lint-ok LANG001: -->\nFine.", 1)]
    public void A_lint_ok_may_name_several_rules_and_says_what_it_lacks(string markdown, int findings) =>
        Assert.Equal(findings, Load(markdown).Findings.Count(f => f.Rule == Rules.LintOk || f.Rule == Rules.NamedByCondition));
}
