namespace RecoverySite.Tests.Sites;

/// <summary>Waits for what the site does by itself.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task TrueAsync(Func<Task<bool>> happened, string what)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await happened())
        {
            Assert.False(patience.IsCancellationRequested, $"It did not happen in {Patience.TotalSeconds} seconds: {what}");
            await Task.Delay(20);
        }
    }
}
