using RecoverySite.Tests.Sites;

namespace RecoverySite.Browser.Tests;

/// <summary>Every page and state behind the door of the desk.</summary>
public sealed class EveryDeskPageTests(Chromium chromium, EveryDeskPageTests.Desk desk) : IClassFixture<EveryDeskPageTests.Desk>
{
    public static TheoryData<string> Behind => [.. DeskPages.BehindTheDoor.Keys];

    public sealed class Desk : IAsyncLifetime
    {
        public TestSite Site { get; private set; } = null!;

        public StaffClient Ana { get; private set; } = null!;

        public async ValueTask InitializeAsync() => (Site, Ana) = await DeskPages.AtWorkAsync();

        public ValueTask DisposeAsync()
        {
            Ana.Dispose();
            return Site.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Behind))]
    public Task A_page_behind_the_door_holds(string name) => chromium.LookAsync(desk.Site, "desk-" + name, DeskPages.BehindTheDoor[name], desk.Ana.ForBrowser());
}
