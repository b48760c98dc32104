using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using RecoverySite.Benchmarks.Desk;
using RecoverySite.Tests.Sites;

namespace RecoverySite.Benchmarks.Crowd;

/// <summary>Visitors who tap and who ask to be called, and a member of staff who looks at the lists: all at once.</summary>
internal sealed class Others(Uri url, TimeProvider clock) : IDisposable
{
    private const int Taps = 20, Forms = 5, Lists = 2, KeyLength = 22;

    private readonly HttpClient visitors = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = url };
    private readonly Browser staff = new(url);
    private int forms, lists;

    /// <summary>In words.</summary>
    public string Counts => $"{Taps} taps, {Forms} forms and {Lists} lists of the desk a second, {forms} forms in all";

    public Task SignInAsync(PublishedProgram program) => staff.JoinAsync(program, clock);

    public Task WorkAsync(CancellationToken enough) => Task.WhenAll(
        EveryAsync(Taps, TapAsync, enough),
        EveryAsync(Forms, AskAsync, enough),
        EveryAsync(Lists, () => staff.GetAsync(++lists % 2 == 0 ? "/staff" : "/staff/requests"), enough));

    public void Dispose()
    {
        visitors.Dispose();
        staff.Dispose();
    }

    private async Task EveryAsync(int perSecond, Func<Task> act, CancellationToken enough)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(enough))
                await act();
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested)
        {
        }
    }

    private async Task TapAsync()
    {
        using var answer = await visitors.PostAsync("/call-taps", new StringContent("/heroin/cravings\nbar"));
        answer.EnsureSuccessStatusCode();
    }

    private async Task AskAsync()
    {
        var form = await RequestForm.OpenAsync(visitors);
        // Another key in front of the same stamp, as from a page that was open for a while: nobody is taken for a program.
        form.Fields["token"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)) + form.Fields["token"][KeyLength..];
        form.Fields["phone"] = $"216-{200 + (forms / 10_000)}-{forms++ % 10_000:0000}";
        using var answer = await form.SendAsync();
        if (answer.StatusCode != HttpStatusCode.SeeOther)
            throw new InvalidOperationException($"A form was answered {(int)answer.StatusCode}.");
    }
}
