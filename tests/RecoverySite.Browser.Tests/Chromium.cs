using Microsoft.Playwright;
using RecoverySite.Tests.Sites;

[assembly: AssemblyFixture(typeof(RecoverySite.Browser.Tests.Chromium))]

namespace RecoverySite.Browser.Tests;

/// <summary>The system's own Chromium, started once for all tests: without windows where it can be had so, which saves a third or more of the work.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        var path = Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium is on the PATH. tests/run installs it or says what to install.");
        playwright = await Playwright.CreateAsync();
        // With every core busy a page can take longer than the five seconds for which an expectation waits by itself.
        Assertions.SetDefaultExpectTimeout(15_000);
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--disable-dev-shm-usage"], IgnoreDefaultArgs = ["--disable-back-forward-cache"] });
    }

    /// <summary>A new visitor: nothing remembered, nothing stored.</summary>
    public Task<IBrowserContext> VisitorAsync(TestSite site, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, bool javaScript = true, string zone = "America/New_York") =>
        VisitorAsync(site.Url, width, height, scheme, javaScript, zone);

    /// <inheritdoc cref="VisitorAsync(TestSite, int, int, ColorScheme, bool, string)"/>
    public Task<IBrowserContext> VisitorAsync(string site, int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light, bool javaScript = true, string zone = "America/New_York") =>
        browser!.NewContextAsync(new()
        {
            BaseURL = site,
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = javaScript,
            TimezoneId = zone,
        });

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
