using RecoverySite.Tests;
using RecoverySite.Tests.Sites;

[assembly: AssemblyFixture(typeof(RecoverySite.Browser.Tests.Sites))]

namespace RecoverySite.Browser.Tests;

/// <summary>Two sites for all who change nothing that another could miss: a start takes longer than most of these tests.</summary>
public sealed class Sites : IDisposable
{
    public TestSite Open { get; } = TestSite.Start();

    public TestSite Closed { get; } = TestSite.Start(TestClock.Closed());

    public void Dispose()
    {
        Open.Dispose();
        Closed.Dispose();
    }
}
