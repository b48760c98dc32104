namespace RecoverySite.Web.Hosting;

/// <summary>
/// The order in which the program starts, so that nothing stands before the first reader: the server with the pages that were kept, then
/// the site behind it, then what works beside the requests. Who asks for anything else meanwhile waits for the site.
/// </summary>
public sealed class Opening
{
    private readonly TaskCompletionSource<RequestDelegate> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RequestDelegate? site;

    /// <summary>Completes when the site answers.</summary>
    public Task Opened => opened.Task;

    /// <summary>Starts the program, and returns when it has stopped.</summary>
    /// <param name="use">Puts the site together.</param>
    public static async Task RunAsync(WebApplication app, Action<IApplicationBuilder> use)
    {
        await using (app)
        {
            var opening = app.Services.GetRequiredService<Opening>();
            app.Run(opening.AnswerAsync);
            await app.StartAsync();
            var builder = ((IApplicationBuilder)app).New();
            use(builder);
            opening.opened.SetResult(opening.site = builder.Build());
            await app.WaitForShutdownAsync();
        }
    }

    private Task AnswerAsync(HttpContext context) => site is { } ready ? ready(context) : WaitAsync(context);

    private async Task WaitAsync(HttpContext context) => await (await opened.Task.WaitAsync(context.RequestAborted))(context);
}

internal static class WorkBesideRequests
{
    /// <summary>Has one and the same work for all who ask for it, which begins when the site is open.</summary>
    public static void AddBesideRequests<T>(this IServiceCollection services) where T : BackgroundService
    {
        services.AddSingleton<T>();
        services.AddHostedService<AfterOpening<T>>();
    }

    private sealed class AfterOpening<T>(IServiceProvider services, Opening opening) : BackgroundService where T : BackgroundService
    {
        private T? work;

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await base.StopAsync(cancellationToken);
            if (work is not null)
                await work.StopAsync(cancellationToken);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await opening.Opened.WaitAsync(stoppingToken);
            work = services.GetRequiredService<T>();
            await work.StartAsync(stoppingToken);
            await work.ExecuteTask!.WaitAsync(stoppingToken);
        }
    }
}
