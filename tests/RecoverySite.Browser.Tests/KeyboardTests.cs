using Microsoft.Playwright;

namespace RecoverySite.Browser.Tests;

public sealed class KeyboardTests(Chromium chromium, Sites sites, EveryDeskPageTests.Desk desk) : IClassFixture<EveryDeskPageTests.Desk>
{
    // Where the focused element lies, and how much of it nothing else lies over.
    private const string Focused = """
        () => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          element.dataset.walked = '';
          const boxes = [...element.getClientRects()];
          const seen = boxes.some(box => {
            const points = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2], [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
            return points.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (top === element || element.contains(top) || top.contains(element) && top.tagName !== 'BODY' && top.tagName !== 'HTML'); });
          });
          const style = getComputedStyle(element);
          return { name: (element.textContent || element.id).trim().slice(0, 60), seen, outline: parseFloat(style.outlineWidth) };
        }
        """;

    // A group of radio buttons is one stop, at whichever button the browser chooses.
    private const string NotReached = ":is(a[href], button, select, textarea, input:not([type=radio]):not([type=hidden]):not([tabindex='-1'])):not([data-walked]):visible";

    [Theory]
    [InlineData("home", 360, 640, 16, true)]
    [InlineData("home", 320, 568, 32, true)]
    [InlineData("article-cravings", 360, 640, 16, true)]
    [InlineData("article-cravings", 360, 640, 32, true)]
    [InlineData("article-cravings", 360, 640, 32, false)]
    [InlineData("articles", 360, 640, 32, true)]
    [InlineData("form", 360, 640, 16, true)]
    [InlineData("form", 360, 640, 32, true)]
    [InlineData("form", 360, 640, 32, false)]
    [InlineData("form-with-mistake", 360, 640, 32, true)]
    [InlineData("receipt", 360, 640, 32, true)]
    [InlineData("not-found", 320, 568, 32, false)]
    public async Task Walking_with_the_tab_key_on_a_phone_every_stop_is_seen_and_marked_also_in_letters_twice_as_large(string name, int width, int height, int letters, bool javaScript)
    {
        await using var visitor = await chromium.VisitorAsync(sites.Closed, width, height, javaScript: javaScript);
        await WalkAsync(await visitor.OpenAsync(name), name, letters);
    }

    [Theory]
    [InlineData("queue", 360, 640)]
    [InlineData("queue", 1280, 800)]
    [InlineData("request", 360, 640)]
    [InlineData("request-mine", 360, 640)]
    [InlineData("request-dialed", 1280, 800)]
    [InlineData("request-all-open", 360, 640)]
    [InlineData("requests-filtered", 360, 640)]
    [InlineData("requests-found", 1280, 800)]
    [InlineData("hand-over", 360, 640)]
    [InlineData("people", 360, 640)]
    [InlineData("account", 360, 640)]
    [InlineData("held", 360, 640)]
    [InlineData("insights", 360, 640)]
    [InlineData("audit", 360, 640)]
    [InlineData("export-refused", 360, 640)]
    [InlineData("health", 360, 640)]
    [InlineData("erase-found", 360, 640)]
    public async Task Walking_the_desk_with_the_tab_key_every_stop_is_seen_and_marked(string name, int width, int height)
    {
        await using var visitor = await chromium.VisitorAsync(desk.Site, width, height);
        await visitor.AddCookiesAsync(desk.Ana.ForBrowser());
        var page = await visitor.NewPageAsync();
        // A page that renews itself has forgotten where somebody walked.
        await page.RouteAsync("**/staff/changes*", route => route.AbortAsync());
        await DeskPages.BehindTheDoor[name](page);
        await WalkAsync(page, name, 16);
    }

    private static async Task WalkAsync(IPage page, string name, int letters)
    {
        await page.SetLettersAsync(letters);
        await page.EvaluateAsync("document.activeElement.blur(); document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex');");

        var stops = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<Stop?>(Focused);
            if (stop is null)
                break;
            Assert.True(stop.Seen, $"\"{stop.Name}\" is covered while it has focus.");
            Assert.True(stop.Outline >= 2 || name.StartsWith("form", StringComparison.Ordinal), $"\"{stop.Name}\" has focus and does not show it.");
            stops.Add(stop.Name);
        }

        Assert.Equal("Skip to main content", stops[0]);
        Assert.True(stops.Count > 6);
        Assert.Equal([], await page.Locator(NotReached).AllTextContentsAsync());
    }

    [Theory]
    [InlineData(360, 16, 2)]
    [InlineData(352, 16, 2)]
    [InlineData(320, 16, 1)]
    [InlineData(360, 32, 1)]
    public async Task The_bar_has_both_actions_where_they_fit_and_the_first_one_everywhere(int width, int letters, int actions)
    {
        await using var visitor = await chromium.VisitorAsync(sites.Closed, width, 640);
        var page = await visitor.OpenAsync("article-cravings");
        await page.SetLettersAsync(letters);

        await Assertions.Expect(page.Locator(".bar .button:visible")).ToHaveCountAsync(actions);
        await Assertions.Expect(page.Locator(".bar .button:visible").First).ToHaveTextAsync("Ask us to call you");
    }

    private sealed class Stop
    {
        public string Name { get; set; } = "";

        public bool Seen { get; set; }

        public double Outline { get; set; }
    }

    [Fact]
    public async Task The_skip_link_moves_the_focus_past_the_header()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, javaScript: true);
        var page = await visitor.OpenAsync("article-cravings");

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        Assert.Equal("site-main", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Home", await page.EvaluateAsync<string>("document.activeElement.textContent"));
    }

    [Fact]
    public async Task After_a_mistake_the_focus_is_on_the_summary_and_its_link_leads_to_the_field()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 360, 640);
        var page = await visitor.OpenAsync("form-with-mistake");

        Assert.Equal("alert", await page.EvaluateAsync<string>("document.activeElement.getAttribute('role')"));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("phone", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task In_a_low_window_the_bar_lets_go_of_the_page()
    {
        await using var visitor = await chromium.VisitorAsync(sites.Open, 740, 360);
        var page = await visitor.OpenAsync("article-cravings");

        Assert.Equal("static", await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.bar')).position"));
    }
}
