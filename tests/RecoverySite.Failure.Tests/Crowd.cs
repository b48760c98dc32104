using System.Collections.Concurrent;
using System.Net;

namespace RecoverySite.Failure.Tests;

/// <summary>
/// Visitors who ask to be called, each one form after another. While nobody answers they wait as people do, and send the
/// same form again. Each receipt that was read is noted here, outside the program that is killed.
/// </summary>
internal sealed class Crowd : IAsyncDisposable
{
    private static readonly TimeSpan BeforePressingReload = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpClient browser = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly CancellationTokenSource leaving = new();
    private readonly ConcurrentQueue<string> receipts = new();
    private readonly Task everybody;
    private volatile TaskCompletionSource<string> site = new();
    private SentForm? page;
    private int forms;
    private int refused;

    /// <summary>So many visitors, who send nothing before <see cref="Go"/>.</summary>
    public Crowd(int visitors) => everybody = Task.WhenAll(Enumerable.Range(0, visitors).Select(_ => Task.Run(AskAsync)));

    public IReadOnlyCollection<string> Receipts => receipts;

    /// <summary>How many different forms were sent, answered or not.</summary>
    public int Forms => forms;

    /// <summary>How often the site said that it could not take a form just now.</summary>
    public int Refused => refused;

    public void Go(string url) => site.TrySetResult(url);

    public void Wait() => site = new TaskCompletionSource<string>();

    /// <summary>Waits until so many receipts were read.</summary>
    public async Task ReceivedAsync(int count)
    {
        for (var (seen, patience) = (-1, new CancellationTokenSource()); receipts.Count < count; await Task.Delay(5))
        {
            if (receipts.Count != seen)
                (seen, patience) = (receipts.Count, new CancellationTokenSource(Patience));
            Assert.False(patience.IsCancellationRequested, $"Nobody got a receipt for {Patience.TotalSeconds} seconds.");
            Assert.False(everybody.IsFaulted, everybody.Exception?.ToString());
        }
    }

    /// <summary>Sends one form more until it is acknowledged: this one, or a new one.</summary>
    public async Task AskOnceAsync(string url, SentForm? form = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        await UntilAcknowledgedAsync(form, () =>
        {
            Assert.False(patience.IsCancellationRequested, $"A form was not acknowledged in {Patience.TotalSeconds} seconds.");
            return Task.FromResult(url);
        });
    }

    /// <summary>Ends everybody's asking. What was not answered by then was not acknowledged.</summary>
    public async Task LeaveAsync()
    {
        await leaving.CancelAsync();
        await everybody;
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        leaving.Dispose();
        browser.Dispose();
    }

    private async Task AskAsync()
    {
        try
        {
            while (true)
                await UntilAcknowledgedAsync(form: null, () => site.Task.WaitAsync(leaving.Token));
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
        }
    }

    private async Task UntilAcknowledgedAsync(SentForm? form, Func<Task<string>> url)
    {
        Interlocked.Increment(ref forms);
        while (true)
        {
            try
            {
                var address = await url();
                form ??= (page ??= await SentForm.OpenAsync(address)).Another();
                var answer = await form.SendAsync(browser, address, leaving.Token);
                if (answer.Receipt is { } receipt)
                {
                    receipts.Enqueue(receipt);
                    return;
                }
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
                Interlocked.Increment(ref refused);
            }
            catch (HttpRequestException)
            {
                // The program was killed under it, or is not up yet.
            }
            await Task.Delay(BeforePressingReload, leaving.Token);
        }
    }
}
