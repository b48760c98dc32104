using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace RecoverySite.Web.Hosting;

/// <summary>
/// Serilog: the console for people, a rolling file of structured JSON in the data folder for machines. Wired through
/// Serilog.Extensions.Logging alone; moving to Serilog.AspNetCore would change this file and nothing else.
/// </summary>
public static class Logging
{
    public static void AddSiteLogging(this WebApplicationBuilder builder, Settings settings)
    {
        var logger = new LoggerConfiguration()
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.With<WithoutAddress>()
            .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}")
            .WriteTo.File(
                new JsonFormatter(renderMessage: true),
                Path.Combine(settings.DataFolder, "logs", "site-.json"),
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: 50_000_000,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: 14)
            .CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger, dispose: true);
    }

    /// <summary>The framework attaches the address of the request to every event written while it is served; the address says what somebody read.</summary>
    private sealed class WithoutAddress : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
    }
}
