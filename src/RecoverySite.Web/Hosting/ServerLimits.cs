using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace RecoverySite.Web.Hosting;

/// <summary>What the web server takes from one connection, and how long it waits for it.</summary>
internal static class ServerLimits
{
    public static void UseServerLimits(this ConfigureWebHostBuilder host) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MaxRequestBodySize = 256 * 1024;
        // A form may wait on its way for a line that fails: refused after the usual five seconds, it would be lost.
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromMinutes(1));
    });
}
