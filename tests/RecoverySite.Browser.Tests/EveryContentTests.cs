using Microsoft.Extensions.DependencyInjection;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;
using RecoverySite.Web.Publishing;

namespace RecoverySite.Browser.Tests;

/// <summary>Everything that an editor can write, and every state that a page can be in.</summary>
public sealed class EveryContentTests(Chromium chromium, EveryContentTests.Editor editor) : IClassFixture<EveryContentTests.Editor>
{
    private const string Everything = """
        A first paragraph, with [a link](/topic/other), a note[^1] and **a strong word**. Call {{phone}}, {{hours}}, or {{request-a-call}}. You can {{call}}. This page was {{review}}.

        ## What does the table say?

        | Day | What people feel | How many |
        |---|---|--:|
        | First | Tired, low, and hungry | 12 |
        | Second to fifth | Sleep that comes and goes, with dreams that feel very real | 8 |
        | A-very-long-word-that-cannot-be-broken-anywhere | Better | 3 |

        ![A path over a green hill toward the morning](hill.svg)

        ::: family
        You can help without perfect words. Say what you saw, and ask.
        :::

        ::: before-you-call
        - Have a pen at hand.
        - You can hang up at any time.
        :::

        ::: quote A father, Dayton
        I listened, and she kept talking.
        :::

        > A plain quotation.
        > — Somebody

        ### A smaller heading

        ::: nonurgent When there is time
        Write down your questions.
        :::

        1. One
        2. Two

        [^1]: The note, which leads back.
        """;

    public sealed class Editor : IDisposable
    {
        private readonly TemporaryFolder content = SampleContent.Folder(File.ReadAllText(Path.Combine(Repository.Content, "site.yml")));

        public Editor()
        {
            const string Hill = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"300\" viewBox=\"0 0 800 300\"><rect width=\"800\" height=\"300\" fill=\"#fbe7c6\"/><path d=\"M0 220q200-120 400 0t400 0v80H0z\" fill=\"#0f4f49\"/></svg>";
            content.Write("topic/hill.svg", Hill);
            content.Write("people/ana.md", "---\nname: Ana Example\ncredentials: MD\nrole: Physician\n---\n");
            content.Write("topic/everything.md", SampleContent.Page("Everything that an editor can write", extra: "author: ana\nreviewed: 2025-11-01\nreviewed_by: ana\nreview_due: 2026-11-01\nimage:\n  src: hill.svg\n  alt: A green hill in the morning", body: Everything));
            content.Write("topic/other.md", SampleContent.Page("Another page", extra: "reviewed: 2026-11-01\nreviewed_by: ana\nreview_due: 2027-11-01"));
            content.Write("topic/draft.md", SampleContent.Page("A draft", extra: "draft: true", body: "## What is this?\n\nWords of a draft."));
            content.Write("topic/gone.md", SampleContent.Page("A page that was taken down", extra: "gone: true"));
            content.Write("topic/broken.md", SampleContent.Page("A broken page"));
            content.Write("videos/call.mp4", "not a film");
            content.Write("videos/call.vtt", "WEBVTT\n");
            content.Write("videos.yml", "videos:\n  - title: What happens when you call\n    file: /videos/call.mp4\n    length: 2 minutes\n    captions: /videos/call.vtt\n    transcript: /topic/other\n    poster: /topic/hill.svg\n  - title: How naloxone works\n    link: https://example.org/naloxone\n    length: 3 minutes\n");
            Site = TestSite.Start(content: content.Path);
        }

        public TestSite Site { get; }

        public async Task<StaffClient> BreakAsync()
        {
            var ana = await StaffClient.SignedInAsync(Site);
            content.Write("topic/broken.md", SampleContent.Page("A broken page", extra: "draught: true", body: "Addicts, call {{fone}} or 216-555-0123."));
            await Eventually.TrueAsync(async () => (await ana.Http.GetStringAsync("/staff/content")).Contains("STRUCT007", StringComparison.Ordinal), "the fault is at the desk");
            return ana;
        }

        public void Dispose()
        {
            Site.Dispose();
            content.Dispose();
        }
    }

    [Theory]
    [InlineData("/topic/everything")]
    [InlineData("/topic/gone")]
    [InlineData("/topic/evrything")]
    [InlineData("/")]
    public Task A_page_holds_whatever_an_editor_wrote_into_it(string url) =>
        chromium.LookAsync(editor.Site, "content" + url.Replace('/', '-'), page => page.GotoAsync(url));

    [Fact]
    public Task A_preview_holds() =>
        chromium.LookAsync(editor.Site, "content-preview", page => page.GotoAsync(editor.Site.Services.GetRequiredService<PreviewLinks>().For("topic/draft", editor.Site.Clock.GetUtcNow()).PathAndQuery));

    [Fact]
    public async Task The_desks_page_on_content_holds_with_faults()
    {
        using var ana = await editor.BreakAsync();
        await chromium.LookAsync(editor.Site, "desk-content", page => page.GotoAsync("/staff/content"), ana.ForBrowser());
    }
}
