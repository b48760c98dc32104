using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>
/// A page looked at on a phone and a desk, in light and dark: axe-core, with its rules for a contrast of 7:1 and for the
/// size of targets switched on, finds nothing, and there is a picture for people to look at. Pictures go beside the test
/// results; with <c>SCREENSHOTS=update</c> the few that the README shows are renewed.
/// </summary>
internal static class Looking
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private const string Rules = "{ rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } }, resultTypes: ['violations'] }";

    /// <summary>In the dark nothing but the colours is another.</summary>
    private const string Colours = "{ runOnly: ['color-contrast', 'color-contrast-enhanced', 'link-in-text-block'], resultTypes: ['violations'] }";

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];

    private static readonly string[] InTheReadme = ["home-360-light", "article-cravings-360-dark", "form-with-mistake-360-light", "article-cravings-1280-light", "desk-queue-1280-light", "desk-request-mine-360-light"];

    public static async Task LookAsync(this Chromium chromium, TestSite site, string name, Func<IPage, Task> open, IEnumerable<Cookie>? cookies = null)
    {
        var pictures = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;
        await using var visitor = await chromium.VisitorAsync(site);
        if (cookies is not null)
            await visitor.AddCookiesAsync(cookies);
        var page = await visitor.NewPageAsync();
        page.SetDefaultTimeout(30_000);
        await open(page);
        await page.EvaluateAsync(Axe);
        foreach (var (width, height) in new[] { (360, 740), (1280, 800) })
        {
            await page.SetViewportSizeAsync(width, height);
            if (Environment.GetEnvironmentVariable("SCREENSHOTS") == "update")
                await RenewAsync(page, name);

            // In a window as high as the page nothing lies under the bar, where axe would take it for too small.
            await page.SetViewportSizeAsync(width, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
            foreach (var scheme in Schemes)
            {
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                // They take as long as everything else together, so they are made for whoever asks.
                if (Environment.GetEnvironmentVariable("SCREENSHOTS") is "all" or "update")
                    await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, Picture(name, width, scheme) + ".png"), FullPage = true });
                var found = await page.EvaluateAsync<Found>(Faults(scheme == ColorScheme.Light ? Rules : Colours));
                Assert.True(found.Passed > (scheme == ColorScheme.Light ? 10 : 1), "axe looked at next to nothing.");
                Assert.True(found.Faults == "", $"{width} px, {scheme}:\n{found.Faults}");
            }
            Assert.Equal($"{width} px:", $"{width} px:" + await page.EvaluateAsync<string>(Sideways));
        }

        // In between and beyond: a tablet, a very small phone, and text at twice its size. Nothing lies over the words, nothing runs off the side.
        foreach (var (width, letters) in new[] { (768, 16), (1024, 16), (320, 16), (360, 32) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.SetLettersAsync(letters);
            Assert.Equal($"{width} px, letters of {letters} px:", $"{width} px, letters of {letters} px:" + await page.EvaluateAsync<string>(Sideways) + await page.EvaluateAsync<string>(Covered));
        }
    }

    private static string Picture(string name, int width, ColorScheme scheme) => $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}";

    private static async Task RenewAsync(IPage page, string name)
    {
        foreach (var scheme in Schemes)
        {
            var picture = Picture(name, page.ViewportSize!.Width, scheme);
            if (!InTheReadme.Contains(picture))
                continue;
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "tests", "RecoverySite.Browser.Tests", "Screenshots", picture + ".png") });
        }
    }

    // As axe itself runs in a page. Deque's own wrapper reads axe anew each time, writes down what passed too, and opens a second page to sum up.
    private static string Faults(string options) => $$"""
        async () => {
          const { passes, violations } = await axe.run({{options}});
          const faults = violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html}\n  ${node.failureSummary}`));
          return { passed: passes.length, faults: faults.join('\n') };
        }
        """;

    private sealed class Found
    {
        public int Passed { get; set; }

        public string Faults { get; set; } = "";
    }

    private const string Sideways = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? '' : ' the page scrolls sideways'";

    // What lies over the title, if anything but the title does.
    private const string Covered = """
        () => {
          const title = document.querySelector('h1');
          title.scrollIntoView({ block: 'center' });
          for (const box of title.getClientRects())
            for (const x of [box.left + 2, (box.left + box.right) / 2, box.right - 2]) {
              const top = document.elementFromPoint(x, (box.top + box.bottom) / 2);
              if (top && top !== title && !title.contains(top)) return ` ${top.tagName} lies over the title`;
            }
          return '';
        }
        """;
}
