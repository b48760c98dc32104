using RecoverySite.Web.Publishing;

namespace RecoverySite.Web.Hosting;

/// <summary>The names under which the site answers: in Production its own and, for health checks beside it, those of this machine; elsewhere any.</summary>
public sealed class OurHosts(IHostEnvironment environment, CurrentContent content)
{
    private static readonly HashSet<string> Loopback = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };

    private readonly bool takesAny = !environment.IsProduction();

    /// <param name="host">With or without a port.</param>
    public bool Answers(HostString host) => takesAny || (host.Host is { } name && (IsOurs(name) || Loopback.Contains(name)));

    /// <summary>True for the site's own name, without a port.</summary>
    public bool IsOurs(string name) => name.Equals(content.BaseUrl.IdnHost, StringComparison.OrdinalIgnoreCase);
}
