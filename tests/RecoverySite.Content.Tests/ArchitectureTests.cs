namespace RecoverySite.Content.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Content_knows_no_web_server_no_database_and_nobody_who_asked() =>
        Assert.DoesNotContain(
            typeof(ContentLibrary).Assembly.GetReferencedAssemblies(),
            a => a.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || a.Name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                || a.Name.StartsWith("RecoverySite", StringComparison.Ordinal));
}
