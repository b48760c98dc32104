using Serilog;
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
}
