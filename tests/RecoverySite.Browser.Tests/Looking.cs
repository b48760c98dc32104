using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
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
    private static readonly AxeRunOptions Rules = new()
    {
        Rules = new Dictionary<string, RuleOptions> { ["color-contrast-enhanced"] = new() { Enabled = true }, ["target-size"] = new() { Enabled = true } },
    };

    /// <summary>In the dark nothing but the colours is another.</summary>
    private static readonly AxeRunOptions Colours = new() { RunOnly = RunOnlyOptions.Rules("color-contrast", "color-contrast-enhanced", "link-in-text-block") };

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
        foreach (var (width, height) in new[] { (360, 740), (1280, 800) })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await page.SetViewportSizeAsync(width, height);
                await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                var picture = $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}";
                if (Environment.GetEnvironmentVariable("SCREENSHOTS") == "update" && InTheReadme.Contains(picture))
                    await page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "tests", "RecoverySite.Browser.Tests", "Screenshots", picture + ".png") });
                await page.ScreenshotAsync(new() { Path = Path.Combine(pictures, picture + ".png"), FullPage = true });

                // In a window as high as the page nothing lies under the bar, where axe would take it for too small.
                await page.SetViewportSizeAsync(width, await page.EvaluateAsync<int>("document.documentElement.scrollHeight"));
                var result = await page.RunAxe(scheme == ColorScheme.Light ? Rules : Colours);
                Assert.True(result.Passes.Length > (scheme == ColorScheme.Light ? 10 : 1), "axe looked at next to nothing.");
                Assert.True(
                    result.Violations.Length == 0,
                    $"{width} px, {scheme}:\n" + string.Join("\n", result.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {n.Html}\n  {string.Join("; ", n.Any.Concat(n.All).Concat(n.None).Select(c => c.Message))}"))));
                Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{width} px: the page scrolls sideways.");
            }
        }

        // In between and beyond: a tablet, a very small phone, and text at twice its size. Nothing lies over the words, nothing runs off the side.
        foreach (var (width, rootFont) in new[] { (768, 16), (1024, 16), (320, 16), (360, 32) })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.EvaluateAsync($"document.documentElement.style.fontSize = '{rootFont}px'");
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{width} px, root font {rootFont} px: the page scrolls sideways.");
            Assert.Equal("", await page.EvaluateAsync<string>(Covered));
        }
    }

    // What lies over the title, if anything but the title does.
    private const string Covered = """
        () => {
          const title = document.querySelector('h1');
          title.scrollIntoView({ block: 'center' });
          for (const box of title.getClientRects())
            for (const x of [box.left + 2, (box.left + box.right) / 2, box.right - 2]) {
              const top = document.elementFromPoint(x, (box.top + box.bottom) / 2);
              if (top && top !== title && !title.contains(top)) return `${top.tagName} lies over the title`;
            }
          return '';
        }
        """;
}
