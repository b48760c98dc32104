using System.Diagnostics;
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
        var logger = Configure(builder.Configuration)
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
        builder.Services.AddSingleton<DistributedContextPropagator, NothingFromOutside>();
    }

    private static LoggerConfiguration Configure(IConfiguration configuration)
    {
        try
        {
            return new LoggerConfiguration().ReadFrom.Configuration(configuration);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new StartRefusedException([$"Serilog should be a section such as \"Serilog:MinimumLevel:Default\" = \"Information\", but it cannot be read: {e.Message}"]);
        }
    }

    /// <summary>
    /// The framework attaches the address of the request to every event written while it is served, and numbers that tie
    /// the requests of one visit together. The first says what somebody read, the others who read on.
    /// </summary>
    private sealed class WithoutAddress : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            logEvent.RemovePropertyIfPresent("RequestPath");
            logEvent.RemovePropertyIfPresent("RequestId");
            logEvent.RemovePropertyIfPresent("ConnectionId");
        }
    }

    /// <summary>A trace that a visitor's browser claims to belong to is not ours to write down; each request gets a number of its own.</summary>
    private sealed class NothingFromOutside : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter)
        {
        }

        public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) => (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;
    }
}
